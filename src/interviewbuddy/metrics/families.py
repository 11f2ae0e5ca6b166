"""Families of metrics by name, made together with one tokenisation; and the check of themselves before any score."""

from collections.abc import Callable, Sequence

from interviewbuddy.errors import InputError
from interviewbuddy.metrics.alone import Distinct, Ended, Length, Repetition
from interviewbuddy.metrics.base import Metric, Score
from interviewbuddy.metrics.bertscore import ENCODER, BertScore
from interviewbuddy.metrics.overlap import Bleu, ChrF, Rouge, deck_bleu
from interviewbuddy.metrics.tokenization import Tokenization, tokenization

ROUGES = ("rouge1", "rouge2", "rougeL")

METRICS: dict[str, Callable[[Tokenization], list[Metric]]] = {
    "bleu": lambda tokens: [Bleu(tokens)],
    "rouge": lambda tokens: [Rouge(kind, tokens) for kind in ROUGES],
    "chrf": lambda _: [ChrF()],
    "distinct": lambda tokens: [Distinct(1, tokens), Distinct(2, tokens)],
    "repetition": lambda tokens: [Repetition(tokens)],
    "length": lambda _: [Length()],
    "ended": lambda _: [Ended()],
}
"""Family → its metrics. BERTScore, which needs an encoder, is made by `bertscore`."""

FAMILIES = (*METRICS, "bertscore")

_SAME = (
    "저는 대학에서 회계를 전공하고 재무팀 인턴으로 여섯 달 동안 결산을 도왔습니다.",
    "고객의 불만을 들을 때에는 먼저 끝까지 듣고 메모한 뒤에 해결할 방법을 말씀드립니다.",
    "장비가 멈추는 원인을 찾으려고 두 달 치 기록을 모아 온도와 고장의 관계를 그려 보았습니다.",
)
_OTHER = (
    "바닷가 언덕에 핀 노란 꽃들 사이로 오래된 등대가 보이고, 멀리 배 한 척이 지나간다.",
    "할머니께서 끓여 주신 된장찌개 냄새가 골목까지 퍼지면 우리 집 강아지도 꼬리를 흔들었다.",
    "밤새 눈이 내려 산길이 막히자 마을 사람들은 저마다 삽을 들고 나와 눈을 치우기 시작했다.",
)
_SHUFFLED = tuple(" ".join(sorted(text.split())) for text in _SAME)


def make(families: Sequence[str], tokens: str = "ko-mecab") -> list[Metric]:
    """The metrics of the families named, but BERTScore.

    :raise InputError: if a family or the tokenisation is unknown.
    """
    unknown = [name for name in families if name not in FAMILIES]
    if unknown or not families:
        raise InputError("metric_unknown", names=", ".join(unknown), known=", ".join(FAMILIES))
    cut = tokenization(tokens)
    return [metric for name in dict.fromkeys(families) if name in METRICS for metric in METRICS[name](cut)]


def as_the_deck() -> list[Metric]:
    """BLEU and ROUGE as tools give them to those who name no tokenizer."""
    return [deck_bleu(), *(Rouge(kind, default=True) for kind in ROUGES)]


def bertscore(encoder: str | None, layer: int | None, rescale: bool) -> BertScore | Score:
    """BERTScore with the encoder named, or why it is not measured.

    :raise InputError: if an encoder was asked for by name and cannot be had.
    """
    try:
        return BertScore(encoder or ENCODER, layer, rescale=rescale)
    except InputError as error:
        if encoder or error.code != "encoder_missing":
            raise
        return Score(None, None, f"model:{ENCODER}", f"not measured: {error.message('en')}")


def self_test(metrics: Sequence[Metric]) -> list[str]:
    """What is wrong with the metrics, a sentence each; nothing is wrong if there is none.

    Identical texts must give the maximum, unrelated Korean texts stay near the floor, and a change of
    order must lower what depends on order.
    """
    return [fault for metric in metrics if metric.compares for fault in _faults(metric)]


def _faults(metric: Metric) -> list[str]:
    same = metric.value(metric.statistics(_SAME, _SAME))
    other = metric.value(metric.statistics(_OTHER, _SAME))
    shuffled = metric.value(metric.statistics(_SHUFFLED, _SAME))
    faults = []
    if same < 99.9:
        faults.append(f"{metric.name}: identical Korean texts score {same:.1f}, not 100")
    if other > metric.floor:
        faults.append(f"{metric.name}: unrelated Korean texts score {other:.1f}, over {metric.floor:.0f}")
    if metric.ordered and not shuffled < same:
        faults.append(f"{metric.name}: shuffled words score {shuffled:.1f}, as much as the right order")
    return faults

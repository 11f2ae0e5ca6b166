"""The measures against independent computation, and their check of themselves."""

import json
import random

import numpy as np
import pytest
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF

from interviewbuddy.errors import InputError
from interviewbuddy.metrics import families
from interviewbuddy.metrics.alone import Distinct, Ended, Length, Repetition
from interviewbuddy.metrics.base import resampled
from interviewbuddy.metrics.overlap import Bleu, ChrF, Rouge
from interviewbuddy.metrics.tokenization import TOKENIZATIONS, tokenization

REFERENCES = [
    "저는 대학에서 회계를 전공하고 재무팀 인턴으로 여섯 달 동안 결산을 도왔습니다.",
    "고객의 불만을 들을 때에는 끝까지 듣고 메모한 뒤에 해결할 방법을 말씀드립니다.",
    "장비가 멈추는 원인을 찾으려고 두 달 치 기록을 모았습니다.",
    "입사하면 먼저 선배님들의 업무 방식을 배우겠습니다.",
]
HYPOTHESES = [
    "저는 회계를 전공했고 재무팀에서 여섯 달 동안 인턴으로 결산을 도왔습니다.",
    "고객의 불만은 끝까지 듣고 해결할 방법을 말씀드립니다.",
    "",
    "먼저 업무 방식을 배우겠습니다.",
]


def test_bleu_is_sacrebleus_own():
    theirs = BLEU(tokenize="ko-mecab").corpus_score(HYPOTHESES, [REFERENCES]).score
    assert Bleu()(HYPOTHESES, REFERENCES).value == pytest.approx(theirs, abs=1e-9)


def test_syllable_bleu_is_sacrebleus_char_tokenizer():
    theirs = BLEU(tokenize="char").corpus_score(HYPOTHESES, [REFERENCES]).score
    assert Bleu(tokenization("syllable"))(HYPOTHESES, REFERENCES).value == pytest.approx(theirs, abs=1e-9)


def test_chrf_is_sacrebleus_own():
    theirs = CHRF(word_order=2).corpus_score(HYPOTHESES, [REFERENCES]).score
    assert ChrF()(HYPOTHESES, REFERENCES).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("kind", families.ROUGES)
def test_rouge_counts_what_the_tokenizer_gives(kind):
    class Words:
        def tokenize(self, text):
            return text.split()

    scorer = RougeScorer([kind], tokenizer=Words())
    theirs = np.mean([scorer.score(r, h)[kind].fmeasure for r, h in zip(REFERENCES, HYPOTHESES, strict=True)])
    ours = Rouge(kind, tokenization("eojeol"))(HYPOTHESES, REFERENCES).value
    assert ours == pytest.approx(100 * theirs, abs=1e-9)


@pytest.mark.parametrize("name", TOKENIZATIONS)
def test_every_tokenisation_passes_the_self_test(name):
    assert families.self_test(families.make(list(families.METRICS), name)) == []


def test_default_rouge_fails_the_self_test():
    faults = families.self_test(families.as_the_deck())
    assert "rouge1: identical Korean texts score 0.0, not 100" in faults
    assert not any(fault.startswith("bleu") for fault in faults)


def test_decomposed_hangul_scores_as_composed():
    import unicodedata

    decomposed = [unicodedata.normalize("NFD", text) for text in REFERENCES]
    for metric in families.make(["bleu", "rouge", "chrf"]):
        assert metric(decomposed, REFERENCES).value == pytest.approx(100)


def test_interval_holds_the_value_and_shrinks_with_more_texts():
    few, many = (Rouge("rouge1")(HYPOTHESES * times, REFERENCES * times) for times in (1, 25))
    assert few.interval[0] <= few.value <= few.interval[1]
    assert many.interval[1] - many.interval[0] < (few.interval[1] - few.interval[0]) / 3
    assert few.value == pytest.approx(many.value)


def test_resampling_is_repeatable():
    rows = np.arange(12.0).reshape(6, 2)
    assert (resampled(rows) == resampled(rows)).all()


def test_order_of_pairs_does_not_matter():
    pairs = list(zip(HYPOTHESES, REFERENCES, strict=True))
    random.Random(1).shuffle(pairs)
    ours, theirs = zip(*pairs, strict=True)
    assert Bleu()(ours, theirs).value == pytest.approx(Bleu()(HYPOTHESES, REFERENCES).value)


@pytest.mark.parametrize(
    ("metric", "text", "value"),
    [
        (Distinct(1, tokenization("eojeol")), "가 나 가 나", 50.0),
        (Distinct(2, tokenization("eojeol")), "가 나 가 나", 100 * 2 / 3),
        (Distinct(2, tokenization("eojeol")), "가", 0.0),
        (Repetition(tokenization("eojeol")), "가 나 다 라 가 나 다 라", 20.0),
        (Repetition(tokenization("eojeol")), "가 나 다", 0.0),
        (Length(), " 저는  팀장입니다. ", 2.0),
        (Ended(), "저는 팀장입니다.", 100.0),
        (Ended(), "저는 팀장입니다. 그래서 제가", 0.0),
        (Ended(), "", 0.0),
    ],
)
def test_what_a_text_shows_alone(metric, text, value):
    assert metric([text], [""]).value == pytest.approx(value)


@pytest.mark.parametrize(("ours", "theirs", "code"), [(["가"], [], "lines_unequal"), ([], [], "nothing_to_score")])
def test_what_cannot_be_paired(ours, theirs, code):
    with pytest.raises(InputError) as raised:
        Bleu()(ours, theirs)
    assert raised.value.code == code


def test_unknown_names():
    with pytest.raises(InputError, match="meteor"):
        families.make(["bleu", "meteor"])
    with pytest.raises(InputError, match="mecab2"):
        families.make(["bleu"], "mecab2")


def test_signatures_tell_tokenisations_apart():
    signatures = {metric.signature for name in TOKENIZATIONS for metric in families.make(["bleu", "rouge"], name)}
    assert len(signatures) == len(TOKENIZATIONS) * 2
    assert json.dumps(Bleu()(HYPOTHESES, REFERENCES).as_json())

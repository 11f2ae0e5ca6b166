"""Whether conditions or a detour by the summary make answers better than the question alone does."""

from interviewbuddy.lab.comparing import corrected, difference
from interviewbuddy.lab.conditions import is_given
from interviewbuddy.lab.matrix import CHAIN, GIVEN_WITH
from interviewbuddy.lab.measuring import TARGETS, main_metrics
from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import data, told
from interviewbuddy.prompts import composition
from interviewbuddy.report.document import Cell, Column, Section, Table

PLAIN = "question-answer"
_MEASURES = ("topical", "facts", "looping", "copied", "length", "rougeL", "chrf++")


def is_about_grounding(results: Results) -> bool:
    """Whether a plain and a conditioned model stand side by side."""
    compositions = {found[0]["config"]["composition"] for found in results.cells.values() if "config" in found[0]}
    return PLAIN in results.cells and any(map(is_given, compositions))


def grounding(results: Results) -> Section:
    """Everything that writes answers against the plain model, on each measure, Holm over each table."""
    others = [name for name in results.cells if name != PLAIN and _answers(name)]
    tables = tuple(_table(results, name, others) for name in _MEASURES)
    text = (
        f"{PLAIN}와 나머지를 같은 질문 위에서 비교했습니다(짝지은 부트스트랩 1,000회, 양쪽 검정). 차이는 나머지에서 "
        f"{PLAIN}를 뺀 값입니다. p (Holm)은 표마다 따로 보정했고 학습 시드는 고정으로 보았으니, 0.05보다 작은 것만 "
        "차이로 읽되 표가 여럿인 것을 잊지 마세요. ‘← another’는 같은 모델에 다른 질문의 참고를 주고, "
        "‘← none’은 참고를 전혀 주지 않고 물은 것입니다. "
        "답변은 서비스할 때처럼 같은 형태소 열을 되풀이하지 않게 하며 만들었습니다. "
        "topical은 긴 답변일수록 높아지기 쉬우므로 length와 함께 읽어야 합니다.",
    )
    return Section("grounding", "조건을 주면 나아지는가", text, (), tables)


def _answers(name: str) -> bool:
    """Whether what is written is a whole answer; a summary is none, but its chain to an answer is one."""
    return composition(name.partition(GIVEN_WITH)[0].rpartition(CHAIN)[2]).learned == "answer"


def _table(results: Results, measure: str, others: list[str]) -> Table:
    metrics = main_metrics()
    metric = metrics.get(measure, metrics["rouge1"])  # a mean of figures, as ROUGE is
    systems = results.rows(TARGETS[0], measure)
    found = corrected([difference(metric, systems, name, PLAIN) for name in others])
    rows = tuple((Cell(text=one.first), *told(one)) for one in found)
    signature = metric.signature if measure in metrics else ""
    columns = (Column("구성"), Column("차이", "", signature), Column("p"), Column("p (Holm)"))
    return Table(f"{measure}: {PLAIN}와의 차이", columns, rows, data(results))

"""The trials of a search, the best first, and how the lowest loss went down."""

from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import data
from interviewbuddy.report.document import Cell, Chart, Column, Point, Section, Series, Table


def searched(results: Results) -> Section:
    """What was tried and what was found."""
    trials = results.card["search"]
    names = list(trials[0]["drawn"])
    ranked = sorted(trials, key=lambda trial: float(trial["validation_loss"]))
    rows = tuple(
        (
            *(Cell(text=str(trial["drawn"][name])) for name in names),
            Cell(trial["validation_loss"], digits=3, best=trial is ranked[0]),
            Cell(trial["history"][-1]["epoch"], digits=0),
            Cell(text="멈춤" if trial["stopped"] else "끝까지"),
        )
        for trial in ranked
    )
    columns = (*(Column(name) for name in names), Column("검증 손실"), Column("돌린 에폭"), Column("조기 중단"))
    text = (
        f"학습 설정 {len(trials)}가지를 뽑아 검증 손실로 견주었습니다. 같은 에폭에서 다른 시도들의 중앙값보다 나쁜 "
        "시도는 그 자리에서 멈추었습니다.",
        "아래의 점수는 가장 나은 설정을 처음 설정과 나란히 모든 시드로 다시 학습한 것입니다.",
        "검증 손실로 골랐으므로, 고른 설정의 검증 손실은 실제보다 조금 낮게 보입니다.",
    )
    lowest = [min(trial["validation_loss"] for trial in trials[: at + 1]) for at in range(len(trials))]
    points = tuple(Point(float(at + 1), loss) for at, loss in enumerate(lowest))
    chart = Chart(
        "line", "시도를 거듭할 때의 가장 낮은 검증 손실", "시도", "검증 손실", (Series("가장 낮은 손실", points),)
    )
    return Section("search", "하이퍼파라미터 찾기", text, (chart,), (Table("시도", columns, rows, data(results)),))

"""Every composition against the full answer and the summary; the deck's tables; what answers are by themselves."""

import numpy as np

from interviewbuddy.lab.comparing import estimate
from interviewbuddy.lab.deck import DECK_COMPOSITIONS, DECK_METHODS
from interviewbuddy.lab.measuring import OF_ANSWERS, TARGETS
from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import SHOWN, TITLES, cell, data
from interviewbuddy.metrics.bertscore import BertScore
from interviewbuddy.report.document import NOT_MEASURED, Cell, Chart, Column, Point, Section, Series, Table

ALONE = ("distinct-1", "distinct-2", "repetition", "length")


def scores(results: Results) -> Section:
    """Every composition against the full answer and against the summary, floors and ceilings below."""
    tables = [_score_table(results, target) for target in TARGETS]
    chart = _interval_chart(results)
    text = (
        "값은 시드 평균이고, 대괄호는 질문을 다시 뽑아 구한 95% 신뢰구간, ±는 시드 사이의 표준편차입니다. "
        "모든 모델이 같은 질문에 같은 시드로 답했고, 어떤 구성이든 전체 답변과 요약 답변 양쪽에 견주어 채점했습니다.",
        "BERTScore는 인코더를 구할 수 없는 곳에서는 재지 않습니다(not measured). 그때는 견주는 모델들의 바탕이 된 "
        "모델의 은닉 상태로 잰 hidden-states를 따로 둡니다. BERTScore가 아니며 그 값과 견줄 수 없습니다.",
    )
    return Section("scores", "점수", text, (chart,), tuple(tables))


def alone(results: Results) -> Section:
    """Variety, repetition, length, copied answers, answers that came to an end."""
    metrics = results.metrics
    names = (*ALONE, *OF_ANSWERS)
    columns = (
        Column("구성"),
        *(Column(name, "", metrics[name].signature if name in metrics else "") for name in names),
    )
    rows = []
    for name in results.cells:
        cells = [
            cell(estimate(metrics.get(one, metrics["rouge1"]), results.rows(TARGETS[0], one)[name])) for one in names
        ]
        rows.append((Cell(text=name), *cells))
    note = (
        "ended: 스스로 끝난 답변의 비율(엔진이 멈춘 까닭으로 셉니다). copied: 학습 답변과 12어절 이상 같은 답변. "
        "topical: 질문의 내용 형태소를 하나라도 쓴 답변. looping: 같은 형태소 열을 되풀이하는 답변. "
        "facts: 질문에 없는 수·기간·기관·자격증이 답변 하나에 몇 개인지(비율이 아닌 개수)."
    )
    table = Table("답변 그 자체", columns, tuple(rows), data(results), note)
    return Section("alone", "답변의 다양성·반복·길이·베끼기", (), (), (table,))


def deck(results: Results) -> Section:
    """The deck's tables beside ours."""
    ours = DECK_METHODS if "method" in results.card["varied"] else DECK_COMPOSITIONS
    names = ("bleu", "rouge1", "rouge2", "rougeL", "bertscore")
    metrics = results.metrics
    rows = []
    for name, found in ours.items():
        if name not in results.cells:
            rows.append(
                (
                    Cell(text=name),
                    *(part for one in names for part in (Cell(found[one], digits=2), Cell(text=NOT_MEASURED))),
                )
            )
            continue
        parts = []
        for one in names:
            own = (
                cell(estimate(metrics[one], results.rows(TARGETS[0], one)[name]))
                if one in metrics
                else Cell(text=NOT_MEASURED)
            )
            parts += [Cell(found[one], digits=2), own]
        rows.append((Cell(text=name), *parts))
    columns = (Column("구성"), *(Column(f"{one} {whose}") for one in names for whose in ("(발표)", "(우리)")))
    text = (
        "발표의 숫자는 토큰화가 밝혀져 있지 않고, 앞의 여섯 줄은 ROUGE가 한글을 버린 채 센 것으로 보입니다. "
        "그래서 두 열은 크기를 견줄 수 없고, 나란히 놓아 볼 뿐입니다.",
    )
    return Section("deck", "발표의 표와 나란히", text, (), (Table("발표와 우리", columns, tuple(rows), data(results)),))


def _score_table(results: Results, target: str) -> Table:
    metrics = results.metrics
    shown = (*SHOWN, *results.neural)
    absent = () if BertScore.name in results.neural else (BertScore.name,)
    missing = tuple(Cell(text=NOT_MEASURED) for _ in absent)
    columns = (Column("구성"), *(Column(name, "", metrics[name].signature) for name in shown), *map(Column, absent))
    found = {name: results.rows(target, name) for name in shown}
    estimates = {system: [estimate(metrics[name], found[name][system]) for name in shown] for system in results.cells}
    best = [max(row[at].value for row in estimates.values()) for at in range(len(shown))]
    rows = [
        (
            Cell(text=system),
            *(cell(one, best=one.value == best[at]) for at, one in enumerate(row)),
            *missing,
        )
        for system, row in estimates.items()
    ]
    for name, measured in results.baseline_rows.items():
        figures = [estimate(metrics[one], [np.array(measured[target][one])]) for one in shown]
        count = len(measured[target][SHOWN[0]])
        rows.append((Cell(text=f"{name} (n={count})"), *map(cell, figures), *missing))
    silent = [name for name in results.baselines if name not in results.baseline_rows]
    rows += [(Cell(text=name), *(Cell(text=NOT_MEASURED) for _ in columns[1:])) for name in silent]
    note = f"질문 {results.card['questions'] or '전체'}개, 시드 {', '.join(map(str, results.card['seeds']))}."
    return Table(f"{TITLES[target]}에 견준 점수", columns, tuple(rows), data(results), note)


def _interval_chart(results: Results) -> Chart:
    metrics = results.metrics
    series = []
    for name in ("bleu", "rougeL", "chrf++"):
        found = results.rows(TARGETS[0], name)
        points = []
        for at, system in enumerate(results.cells):
            one = estimate(metrics[name], found[system])
            points.append(Point(float(at), one.value, one.low, one.high, system))
        series.append(Series(name, tuple(points)))
    return Chart("interval", "전체 답변에 견준 점수와 95% 신뢰구간", "구성", "점수 (0–100)", tuple(series))

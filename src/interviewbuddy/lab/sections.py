"""The parts of a lab's report, each a function from results to a `Section`."""

from collections.abc import Mapping
from statistics import mean
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from interviewbuddy.lab.asking import DECK
from interviewbuddy.lab.comparing import Estimate, Seeds, estimate, neighbours, same_order
from interviewbuddy.lab.deck import DECK_COMPOSITIONS, DECK_METHODS
from interviewbuddy.lab.measuring import TARGETS, main_metrics, order_metrics
from interviewbuddy.lab.results import Results
from interviewbuddy.metrics.base import Metric
from interviewbuddy.metrics.tokenization import TOKENIZATIONS
from interviewbuddy.report.document import NOT_MEASURED, Asked, Cell, Chart, Column, Point, Said, Section, Series, Table

SHOWN = ("bleu", "rouge1", "rouge2", "rougeL", "chrf++")
ALONE = ("distinct-1", "distinct-2", "repetition", "length")
TITLES = {"reference": "전체 답변", "summary": "요약 답변"}
_CHAIN = " → "


def scores(results: Results) -> Section:
    """Every composition against the full answer and against the summary, floors and ceilings below."""
    tables = [_score_table(results, target) for target in TARGETS]
    chart = _interval_chart(results)
    text = (
        "값은 시드 평균이고, 대괄호는 질문을 다시 뽑아 구한 95% 신뢰구간, ±는 시드 사이의 표준편차입니다. "
        "모든 모델이 같은 질문에 같은 시드로 답했고, 어떤 구성이든 전체 답변과 요약 답변 양쪽에 견주어 채점했습니다.",
        "BERTScore는 허깅페이스 허브의 인코더를 구할 수 없는 곳에서는 재지 않습니다(not measured).",
    )
    return Section("scores", "점수", text, (chart,), tuple(tables))


def alone(results: Results) -> Section:
    """Variety, repetition, length, copied answers, answers that came to an end."""
    metrics = main_metrics()
    names = (*ALONE, "ended", "copied")
    columns = (
        Column("구성"),
        *(Column(name, "", metrics[name].signature if name in metrics else "") for name in names),
    )
    rows = []
    for name in results.cells:
        cells = [
            _cell(estimate(metrics.get(one, metrics["rouge1"]), results.rows(TARGETS[0], one)[name])) for one in names
        ]
        rows.append((Cell(text=name), *cells))
    note = "ended: 스스로 끝난 답변의 비율(엔진이 멈춘 까닭으로 셉니다). copied: 학습 답변과 12어절 이상 같은 답변."
    table = Table("답변 그 자체", columns, tuple(rows), _data(results), note)
    return Section("alone", "답변의 다양성·반복·길이·베끼기", (), (), (table,))


def significance(results: Results) -> Section:
    """Neighbours in rank, paired bootstrap, Holm over all comparisons of a table."""
    tables = []
    for measure in ("bleu", "rougeL", "chrf++"):
        metric = main_metrics()[measure]
        found = neighbours(metric, _models(results, TARGETS[0], measure))
        rows = tuple(
            (
                Cell(text=f"{one.first} > {one.second}"),
                Cell(one.value, one.low, one.high, digits=2),
                Cell(one.p, digits=3),
                Cell(one.holm, digits=3),
            )
            for one in found
        )
        columns = (Column("이웃"), Column("차이", "", metric.signature), Column("p"), Column("p (Holm)"))
        tables.append(Table(f"{measure}: 순위에서 이웃한 구성", columns, rows, _data(results)))
    text = (
        "순위에서 바로 이웃한 둘을 같은 질문 위에서 비교했습니다(짝지은 부트스트랩 1,000회). "
        "p (Holm)이 0.05보다 작아야 차이가 있다고 말할 수 있습니다.",
    )
    return Section("significance", "이웃 사이의 차이", text, (), tuple(tables))


def order(results: Results) -> Section:
    """Whether the compositions keep their order under each tokenisation, and as the deck scored."""
    metrics = order_metrics()
    rows = []
    for measure in ("bleu", "rouge1"):
        base = f"{measure}@{TOKENIZATIONS[0]}"
        for cut in (*TOKENIZATIONS[1:], "deck"):
            name = f"{measure}@{cut}"
            found = same_order(
                (metrics[base], _models(results, TARGETS[0], base)), (metrics[name], _models(results, TARGETS[0], name))
            )
            rows.append((Cell(text=measure), Cell(text=cut), Cell(found.value, found.low, found.high, digits=2)))
    columns = (Column("지표"), Column("토큰화"), Column("Kendall τ", "ko-mecab 순서와"))
    table = Table(
        "토큰화를 바꾸어도 순서가 유지되는가", columns, tuple(rows), _data(results), "τ = 1이면 순서가 같습니다."
    )
    values = tuple(
        (Cell(text=name), *(_cell(estimate(metrics[one], results.rows(TARGETS[0], one)[name]), 2) for one in metrics))
        for name in results.cells
    )
    heads = (Column("구성"), *(Column(name, "", metric.signature) for name, metric in metrics.items()))
    return Section("order", "토큰화와 순서", (), (), (table, Table("토큰화마다의 점수", heads, values, _data(results))))


def deck(results: Results) -> Section:
    """The deck's tables beside ours."""
    ours = DECK_METHODS if "method" in results.card["varied"] else DECK_COMPOSITIONS
    names = ("bleu", "rouge1", "rouge2", "rougeL", "bertscore")
    metrics = main_metrics()
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
                _cell(estimate(metrics[one], results.rows(TARGETS[0], one)[name]))
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
    return Section(
        "deck", "발표의 표와 나란히", text, (), (Table("발표와 우리", columns, tuple(rows), _data(results)),)
    )


def training(results: Results) -> Section:
    """Loss curves, trained parameters, time and memory."""
    runs = {name: found for name, found in results.cells.items() if _CHAIN not in name}
    series = tuple(
        Series(f"{name} ({run['config']['seed']})", _curve(run)) for name, found in runs.items() for run in found[:1]
    )
    chart = Chart("line", "학습 손실 (첫 시드)", "걸음", "손실", series)
    rows = []
    for name, found in runs.items():
        proof = found[0]["training"]["method_proof"]
        rows.append(
            (
                Cell(text=name),
                Cell(mean(run["training"]["validation_loss"] for run in found), digits=3),
                Cell(100 * proof["trainable_parameters"] / proof["all_parameters"]),
                Cell(text="같음" if proof["frozen_sha256_before"] == proof["frozen_sha256_after"] else "다름"),
                Cell(mean(run["seconds"]["training"] for run in found), digits=0),
                Cell(mean(run["seconds"]["answering"] for run in found), digits=0),
                Cell(max(run["peak_bytes"] for run in found) / 2**20, digits=0),
            )
        )
    columns = (
        Column("구성"),
        Column("검증 손실"),
        Column("학습한 매개변수", "%"),
        Column("얼린 텐서", "전후 sha256"),
        Column("학습", "초"),
        Column("답변", "초"),
        Column("최대 메모리", "MiB"),
    )
    return Section("training", "학습과 비용", (), (chart,), (Table("비용", columns, tuple(rows), _data(results)),))


def length(results: Results) -> Section:
    """What length alone does to a score: the effect the deck guessed at."""
    metrics = main_metrics()
    rows = []
    for name in results.cells:
        lengths = np.concatenate([rows[:, 0] for rows in results.rows(TARGETS[0], "length")[name]])
        cells = []
        for one in ("rouge1", "rougeL"):
            figures = np.concatenate([rows[:, 0] for rows in results.rows(TARGETS[0], one)[name]])
            cells.append(_correlation(lengths, figures))
        rows.append((Cell(text=name), Cell(float(lengths.mean())), *cells))
    between = tuple((Cell(text=one), _correlation(*_means(results, metrics, one))) for one in SHOWN)
    text = (
        "발표는 글이 길수록 대부분의 지표가 높고, 채움(padding) 토큰이 적을수록 좋다고 짐작했습니다. "
        "우리 학습에서는 채움 토큰과 주어진 글이 손실에 들어가지 않으므로(라벨 −100) "
        "채움은 정의상 아무것도 바꾸지 않습니다. "
        "길이는 다릅니다. 아래는 답변의 길이와 점수의 스피어만 상관입니다.",
    )
    columns = (Column("구성"), Column("길이", "어절"), Column("ρ(길이, rouge1)"), Column("ρ(길이, rougeL)"))
    tables = (
        Table("한 구성 안에서, 답변마다", columns, tuple(rows), _data(results)),
        Table("구성 사이에서", (Column("지표"), Column("ρ(평균 길이, 점수)")), between, _data(results)),
    )
    return Section("length", "길이와 채움의 영향", text, (), tables)


def human(results: Results) -> Section:
    """Correlation of every metric with every human criterion, where there are ratings."""
    return Section("human", "사람이 매긴 점수와의 상관", ("아직 매겨진 점수가 없습니다 (no ratings yet).",))


def answers(results: Results) -> Section:
    """The deck's two questions, and the first of the others, as every model answered them (first seed)."""
    first = {name: said[: len(said) // max(1, len(results.cells[name]))] for name, said in results.generations.items()}
    some = next(iter(first.values()))
    shown = [*DECK, *[one.question for one in some if one.scored][:4]]
    asked = []
    for question in shown:
        found = [(name, one) for name, said in first.items() for one in said if one.question == question]
        sample = found[0][1]
        about = f"{sample.occupation} · {sample.experience}"
        notes = [Said(name, one.answer or "(빈 답변)", one.finish_reason) for name, one in found]
        asked.append(Asked(question, about, tuple(notes), sample.reference))
    return Section("answers", "답변 보기", ("고르지 않은 첫 시드의 답변 그대로입니다.",), asked=tuple(asked))


def _score_table(results: Results, target: str) -> Table:
    metrics = main_metrics()
    columns = (Column("구성"), *(Column(name, "", metrics[name].signature) for name in SHOWN), Column("bertscore"))
    found = {name: results.rows(target, name) for name in SHOWN}
    estimates = {system: [estimate(metrics[name], found[name][system]) for name in SHOWN] for system in results.cells}
    best = [max(row[at].value for row in estimates.values()) for at in range(len(SHOWN))]
    rows = [
        (
            Cell(text=system),
            *(_cell(one, best=one.value == best[at]) for at, one in enumerate(row)),
            Cell(text=NOT_MEASURED),
        )
        for system, row in estimates.items()
    ]
    for name, measured in results.baseline_rows.items():
        figures = [estimate(metrics[one], [np.array(measured[target][one])]) for one in SHOWN]
        count = len(measured[target][SHOWN[0]])
        rows.append((Cell(text=f"{name} (n={count})"), *map(_cell, figures), Cell(text=NOT_MEASURED)))
    missing = [name for name in results.baselines if name not in results.baseline_rows]
    rows += [(Cell(text=name), *(Cell(text=NOT_MEASURED) for _ in range(len(SHOWN) + 1))) for name in missing]
    note = f"질문 {results.card['questions'] or '전체'}개, 시드 {', '.join(map(str, results.card['seeds']))}."
    return Table(f"{TITLES[target]}에 견준 점수", columns, tuple(rows), _data(results), note)


def _interval_chart(results: Results) -> Chart:
    metrics = main_metrics()
    series = []
    for name in ("bleu", "rougeL", "chrf++"):
        found = results.rows(TARGETS[0], name)
        points = []
        for at, system in enumerate(results.cells):
            one = estimate(metrics[name], found[system])
            points.append(Point(float(at), one.value, one.low, one.high, system))
        series.append(Series(name, tuple(points)))
    return Chart("interval", "전체 답변에 견준 점수와 95% 신뢰구간", "구성", "점수 (0–100)", tuple(series))


def _models(results: Results, target: str, measure: str) -> dict[str, Seeds]:
    return {name: rows for name, rows in results.rows(target, measure).items() if _CHAIN not in name}


def _means(results: Results, metrics: Mapping[str, Metric], measure: str) -> tuple[Any, Any]:
    lengths, figures = results.rows(TARGETS[0], "length"), results.rows(TARGETS[0], measure)
    return (
        np.array([estimate(metrics["length"], lengths[name]).value for name in results.cells]),
        np.array([estimate(metrics[measure], figures[name]).value for name in results.cells]),
    )


def _correlation(one: Any, other: Any) -> Cell:
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return Cell(text=NOT_MEASURED)
    draw = np.random.default_rng(0)
    picks = (draw.integers(0, len(one), len(one)) for _ in range(400))
    drawn = [
        float(spearmanr(one[at], other[at]).statistic) for at in picks if np.ptp(one[at]) > 0 and np.ptp(other[at]) > 0
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Cell(float(spearmanr(one, other).statistic), float(low), float(high), digits=2)


def _cell(one: Estimate, digits: int = 1, best: bool = False) -> Cell:
    return Cell(one.value, one.low, one.high, one.spread, best=best, digits=digits)


def _curve(run: dict[str, Any]) -> tuple[Point, ...]:
    return tuple(Point(one["step"], one["loss"]) for one in run["training"]["history"] if "loss" in one)


def _data(results: Results) -> str:
    return f"{results.report['name']} · {results.report['corpus_hash'][:12]}"

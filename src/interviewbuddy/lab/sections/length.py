"""What length and padding do to a score: the effects that the deck guessed at."""

from collections.abc import Mapping

import numpy as np

from interviewbuddy.lab.comparing import estimate
from interviewbuddy.lab.measuring import TARGETS, main_metrics
from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import SHOWN, correlation, data
from interviewbuddy.metrics.base import Array, Metric
from interviewbuddy.report.document import Cell, Column, Section, Table


def length(results: Results) -> Section:
    """What length alone does to a score: the effect the deck guessed at."""
    metrics = main_metrics()
    rows = []
    for name in results.cells:
        lengths = np.concatenate([rows[:, 0] for rows in results.rows(TARGETS[0], "length")[name]])
        cells = []
        for one in ("rouge1", "rougeL"):
            figures = np.concatenate([rows[:, 0] for rows in results.rows(TARGETS[0], one)[name]])
            cells.append(correlation(lengths, figures))
        rows.append((Cell(text=name), Cell(float(lengths.mean())), *cells))
    between = tuple((Cell(text=one), correlation(*_means(results, metrics, one))) for one in SHOWN)
    text = (
        "발표는 글이 길수록 대부분의 지표가 높고, 채움(padding) 토큰이 적을수록 좋다고 짐작했습니다. "
        "우리 학습에서는 채움 토큰과 주어진 글이 손실에 들어가지 않으므로(라벨 −100) "
        "채움은 정의상 아무것도 바꾸지 않습니다. 첫 표는 모든 예를 가장 긴 예에 맞춰 채웠을 때 채움이 차지할 몫과, "
        "그 몫과 점수의 구성 사이 상관입니다.",
        "길이는 다릅니다. 나머지 표는 답변의 길이와 점수의 스피어만 상관입니다.",
    )
    columns = (Column("구성"), Column("길이", "어절"), Column("ρ(길이, rouge1)"), Column("ρ(길이, rougeL)"))
    tables = (
        *_padding(results, metrics),
        Table("한 구성 안에서, 답변마다", columns, tuple(rows), data(results)),
        Table("구성 사이에서", (Column("지표"), Column("ρ(평균 길이, 점수)")), between, data(results)),
    )
    return Section("length", "길이와 채움의 영향", text, (), tables)


def _padding(results: Results, metrics: Mapping[str, Metric]) -> tuple[Table, ...]:
    """Tokens of a composition's training examples, and what padding to the longest would take up."""
    counted = {
        name: found[0]["training"]["tokens"]
        for name, found in results.cells.items()
        if "tokens" in found[0].get("training", {})
    }
    share = {
        name: 100 * (1 - (one["given"] + one["learned"]) / (one["examples"] * one["longest"]))
        for name, one in counted.items()
    }
    rows = tuple(
        (
            Cell(text=name),
            Cell(one["given"] / one["examples"]),
            Cell(one["learned"] / one["examples"]),
            Cell(one["longest"], digits=0),
            Cell(share[name]),
        )
        for name, one in counted.items()
    )
    columns = (
        Column("구성"),
        Column("주어진 글", "토큰"),
        Column("배우는 글", "토큰"),
        Column("가장 긴 예", "토큰"),
        Column("채움의 몫", "%"),
    )
    shares = np.array(list(share.values()))
    figures = {
        one: np.array([estimate(metrics[one], results.rows(TARGETS[0], one)[name]).value for name in counted])
        for one in SHOWN
    }
    between = tuple((Cell(text=one), correlation(shares, found)) for one, found in figures.items())
    return (
        Table("학습 예의 길이와 채움", columns, rows, data(results)),
        Table("채움의 몫과 점수", (Column("지표"), Column("ρ(채움의 몫, 점수)", "구성 사이")), between, data(results)),
    )


def _means(results: Results, metrics: Mapping[str, Metric], measure: str) -> tuple[Array, Array]:
    lengths, figures = results.rows(TARGETS[0], "length"), results.rows(TARGETS[0], measure)
    return (
        np.array([estimate(metrics["length"], lengths[name]).value for name in results.cells]),
        np.array([estimate(metrics[measure], figures[name]).value for name in results.cells]),
    )

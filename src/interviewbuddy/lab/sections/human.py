"""How far each metric says what people said, over answers and over models."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from interviewbuddy.lab.measuring import OF_ANSWERS, TARGETS
from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import SHOWN, TITLES, correlation, data
from interviewbuddy.ratings import CRITERIA, RatedItem
from interviewbuddy.report.document import Cell, Column, Section, Table

_ALONE = ("distinct-1", "distinct-2", "repetition", "length", *OF_ANSWERS)
_JUDGED = (*CRITERIA, "final_score")


@dataclass(frozen=True)
class _Pair:
    """A rated answer, and where its rows stand: cell, which of its seeds, which of the texts."""

    item: RatedItem
    cell: str
    seed: int
    text: int


def human(results: Results) -> Section:
    """Correlation of every metric with every human criterion, where there are ratings."""
    title = "사람이 매긴 점수와의 상관"
    pairs = list(_pairs(results))
    if not pairs:
        why = "이 회차에는 이 실험의 답변이 없습니다. " if results.ratings else "아직 매겨진 점수가 없습니다 "
        return Section("human", title, (f"{why}(no ratings yet).",))
    tables = tuple(_table(results, target, pairs) for target in TARGETS)
    text = (
        f"눈가림 평가에서 점수를 받은 답변 {len(pairs)}개로 셈했습니다. 값은 스피어만 상관, 대괄호는 답변(모델)을 다시 "
        "뽑아 구한 95% 신뢰구간입니다. BLEU는 답변 하나씩의 BLEU입니다.",
        "모델이 셋보다 적으면 모델 사이의 상관은 재지 않습니다(not measured).",
    )
    return Section("human", title, text, (), tables)


def _pairs(results: Results) -> Iterable[_Pair]:
    places = {
        (name, one.seed, one.question): (at, text)
        for name, found in results.generations.items()
        for at, said in enumerate(found)
        for text, one in enumerate(one for one in said if one.scored)
    }
    for item in results.ratings:
        place = places.get((item.model or "", item.seed or 0, item.question or ""))
        if place and item.final_score is not None:
            yield _Pair(item, str(item.model), *place)


def _table(results: Results, target: str, pairs: Sequence[_Pair]) -> Table:
    names = (*SHOWN, *results.neural, *(_ALONE if target == TARGETS[0] else ()))
    judged = {name: np.array([float(getattr(pair.item, name)) for pair in pairs]) for name in _JUDGED}
    rows = []
    for name in names:
        figures = _figures(results, target, name, pairs)
        between = _by_model(pairs, figures), _by_model(pairs, judged["final_score"])
        rows.append(
            (Cell(text=name), *(correlation(figures, given) for given in judged.values()), correlation(*between))
        )
    columns = (Column("지표"), *(Column(name, "답변마다") for name in _JUDGED), Column("final_score", "모델 사이"))
    return Table(f"{TITLES[target]}에 견준 지표와 사람", columns, tuple(rows), data(results), f"n = {len(pairs)}")


def _figures(results: Results, target: str, name: str, pairs: Sequence[_Pair]) -> np.ndarray:
    rows: Mapping[str, Sequence[np.ndarray]] = results.rows(target, name)
    metric = results.metrics.get(name, results.metrics["rouge1"])
    return np.array([metric.value(rows[pair.cell][pair.seed][pair.text : pair.text + 1]) for pair in pairs])


def _by_model(pairs: Sequence[_Pair], figures: np.ndarray) -> np.ndarray:
    found = defaultdict(list)
    for pair, figure in zip(pairs, figures, strict=True):
        found[pair.cell].append(float(figure))
    return np.array([fmean(values) for values in found.values()])

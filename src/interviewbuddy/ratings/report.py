"""A round's numbers: the Human Score of each item and model, and how far the evaluators agree.

The Final Score is people's; what models gave stands beside it under its own key, except in a round that
no person rated. Whose an answer is stands nowhere until the round is closed (`sheet` sees to that).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from interviewbuddy.database import Database
from interviewbuddy.errors import InputError
from interviewbuddy.ratings.agreement import Array, agreement, consistency, mean_interval
from interviewbuddy.ratings.scale import CRITERIA, Marks, final_score
from interviewbuddy.ratings.sheet import Given, Sheet, SheetItem, read_sheets
from interviewbuddy.ratings.tables import MODEL, PERSON


@dataclass(frozen=True)
class RatedItem:
    """An answer of a closed round with its Human Score: means 0 to 2 a criterion, Final Score 0 to 6."""

    item: str
    model: str | None
    run: str | None
    seed: int | None
    question: str | None
    answer: str | None
    sentence_accuracy: float | None
    question_relevance: float | None
    context_richness: float | None
    final_score: float | None
    raters: int


def rated_items(database: Database, name: str) -> list[RatedItem]:
    """For correlating with metrics: every item of a closed round, with whose it is and what it was given.

    :raise NotFoundError: if there is no such round.
    :raise InputError: if it is still open.
    """
    (sheet,) = read_sheets(database, name)
    if not sheet.closed:
        raise InputError("rating_round_open", name=sheet.round)
    by_item = _by_item(sheet.by(sheet.panel))
    return [_rated(item, by_item[item.name]) for item in sheet.items]


def _rated(item: SheetItem, marks: Sequence[Marks]) -> RatedItem:
    means = _means(marks)
    return RatedItem(
        item=item.name,
        model=item.model,
        run=item.run,
        seed=item.seed,
        question=item.question,
        answer=item.answer,
        sentence_accuracy=means["sentence_accuracy"],
        question_relevance=means["question_relevance"],
        context_richness=means["context_richness"],
        final_score=final_score(marks),
        raters=sum(one.total is not None for one in marks),
    )


def report(database: Database, name: str | None = None) -> dict[str, Any]:
    """What `buddy ratings report --json` prints, for all rounds or one.

    :raise NotFoundError: if there is no such round.
    """
    return {"rounds": [round_report(sheet) for sheet in read_sheets(database, name)]}


def round_report(sheet: Sheet) -> dict[str, Any]:
    """One round: items, evaluators, agreement, and, where closed and known, models."""
    panel, given = sheet.panel, sheet.by(sheet.panel)
    told = {
        "round": sheet.round,
        "closed": sheet.closed,
        "panel": panel,
        "items": [_item(item, sheet) for item in sheet.items],
        "alpha": _alpha(sheet, given),
        "evaluators": len({one.evaluator for one in given}),
        "by_evaluator": [_evaluator(sheet, name) for name in sheet.kinds],
    }
    return {**told, "models": models} if (models := _models(sheet, given)) else told


def _item(item: SheetItem, sheet: Sheet) -> dict[str, Any]:
    given = [one for one in sheet.by(sheet.panel) if one.item == item.name]
    answer = item.answer if sheet.closed else None
    whose = {"question": item.question, "answer": answer, "model": item.model, "run": item.run, "seed": item.seed}
    told = {
        "item": item.name,
        **{key: value for key, value in whose.items() if value is not None},
        **_scores(given),
        "comments": [one.comment for one in given if one.comment],
    }
    if sheet.panel == PERSON and MODEL in sheet.kinds.values():
        told["by_models"] = _scores([one for one in sheet.by(MODEL) if one.item == item.name])
    return told


def _scores(given: Sequence[Given]) -> dict[str, Any]:
    """Of one item: Final Score and its interval, sums and means by criterion, and how many gave what."""
    marks = [one.marks for one in given]
    columns = {name: _given(marks, name) for name in CRITERIA}
    totals = [one.total for one in marks if one.total is not None]
    return {
        "final_score": final_score(marks),
        "interval": _interval(given),
        **{name: sum(column) if column else None for name, column in columns.items()},
        "means": _means(marks),
        "given": {name: len(column) for name, column in columns.items()},
        "evaluators": len(marks),
        "complete": len(totals),
        "incomplete": sum(one.total is None for one in marks),
    }


def _means(marks: Sequence[Marks]) -> dict[str, float | None]:
    """The mean of each criterion over those who gave it."""
    return {name: fmean(found) if (found := _given(marks, name)) else None for name in CRITERIA}


def _given(marks: Sequence[Marks], criterion: str) -> list[int]:
    found = (getattr(one, criterion) for one in marks)
    return [mark for mark in found if mark is not None]


def _by_item(given: Iterable[Given]) -> dict[str, list[Marks]]:
    found: dict[str, list[Marks]] = defaultdict(list)
    for one in given:
        found[one.item].append(one.marks)
    return found


def _alpha(sheet: Sheet, given: Sequence[Given]) -> dict[str, Any]:
    items = [item.name for item in sheet.items]
    return {
        name: agreement(_array(items, given, lambda marks, name=name: getattr(marks, name))).as_json()
        for name in CRITERIA
    }


def _array(items: Sequence[str], given: Sequence[Given], value: Any) -> Array:
    """Raters × items; nan where nothing was given."""
    raters = list(dict.fromkeys(one.evaluator for one in given))
    array = np.full((len(raters), len(items)), np.nan)
    row, column = ({name: i for i, name in enumerate(names)} for names in (raters, items))
    for one in given:
        mark = value(one.marks)
        array[row[one.evaluator], column[one.item]] = np.nan if mark is None else mark
    return array


def _evaluator(sheet: Sheet, name: str) -> dict[str, Any]:
    own = [one for one in sheet.given if one.evaluator == name]
    first = {one.item: one.marks for one in own if one.occasion == 0}
    twice = [(first[one.item], one.marks) for one in own if one.occasion and one.item in first]
    return {
        "name": name,
        "kind": sheet.kinds[name],
        "places": sheet.places[name],
        "rated": len(own),
        "incomplete": sum(one.marks.total is None for one in own),
        "consistency": consistency(twice).as_json(),
    }


def _models(sheet: Sheet, given: Sequence[Given]) -> list[dict[str, Any]]:
    """Each model's mean over its items, best first, then by name; nothing while the round is open."""
    items: dict[str, list[str]] = defaultdict(list)
    for item in sheet.items:
        if item.model is not None:
            items[item.model].append(item.name)
    found = [_model(model, names, given) for model, names in items.items()]
    return sorted(found, key=lambda one: (-(one["final_score"] or 0), one["model"]))


def _model(model: str, items: Sequence[str], given: Sequence[Given]) -> dict[str, Any]:
    own = [one for one in given if one.item in items]
    scores = [score for marks in _by_item(own).values() if (score := final_score(marks)) is not None]
    return {
        "model": model,
        "items": len(scores),
        "final_score": fmean(scores) if scores else None,
        "interval": _interval(own),
        "means": _means([one.marks for one in own]),
    }


def _interval(given: Sequence[Given]) -> list[float] | None:
    """95 % of the Final Score, over the raters and items that these are of."""
    items = list(dict.fromkeys(one.item for one in given))
    found = mean_interval(_array(items, given, lambda marks: marks.total)) if given else None
    return list(found) if found else None

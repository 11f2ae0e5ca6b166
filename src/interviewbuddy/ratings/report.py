"""What evaluators said, as plain data: every item's sums and Final Score, every criterion's agreement."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewbuddy.errors import NotFoundError
from interviewbuddy.ratings.agreement import alpha_with_interval, matrix, mean_interval
from interviewbuddy.ratings.scale import CRITERIA, Marks, final_score
from interviewbuddy.ratings.tables import RatedItem, Round


def report(session: Session, name: str | None = None) -> dict[str, Any]:
    """`{"rounds": [...]}`; one round where it is named.

    :raise NotFoundError: if no round has the name.
    """
    rounds = list(session.scalars(select(Round).order_by(Round.created_at, Round.name)))
    chosen = [one for one in rounds if name in (None, one.name)]
    if name is not None and not chosen:
        raise NotFoundError("round_missing", name=name, known=", ".join(one.name for one in rounds) or "-")
    return {"rounds": [_round(one) for one in chosen]}


def _round(one: Round) -> dict[str, Any]:
    marks = [[rating.marks for rating in item.ratings] for item in one.items]
    return {
        "round": one.name,
        "closed": one.closed,
        "evaluators": len({mark.evaluator for found in marks for mark in found}),
        "items": [_item(item, found, one.closed) for item, found in zip(one.items, marks, strict=True)],
        "alpha": {name: alpha_with_interval(matrix(marks, at)) for at, name in enumerate(CRITERIA)},
    }


def _item(item: RatedItem, marks: list[Marks], closed: bool) -> dict[str, Any]:
    """Sums over all marks given; the Final Score over those evaluators who gave all three."""
    sums = {
        name: sum(mark for one in marks if (mark := one.values[at]) is not None) for at, name in enumerate(CRITERIA)
    }
    totals = [float(one.total) for one in marks if one.complete]
    found = {
        "item": item.name,
        "final_score": final_score(marks),
        "interval": mean_interval(totals),
        **sums,
        "evaluators": len(marks),
        "complete": len(totals),
    }
    return found | ({"model": item.model} if closed and item.model else {})

"""The rating page's requests → plain data, or one clear sentence about what is wrong with one."""

import re
from typing import Any

from interviewbuddy.errors import InputError, NotFoundError
from interviewbuddy.ratings.scale import CRITERIA, POINTS, Marks
from interviewbuddy.ratings.seats import Save
from interviewbuddy.web import fields

MAX_COMMENT = 2000
"""Characters."""

_ID = re.compile(r"[0-9a-f]{32}")


def known_form(part: str, code: str) -> str:
    """A part of the address that has the form of an id.

    :raise NotFoundError: with that code if it has another: nothing of ours is called so.
    """
    if not _ID.fullmatch(part):
        raise NotFoundError(code)
    return part


def read_save() -> Save:
    """The current request's body: marks, comment, and the revision they grew from.

    :raise InputError: if any of it is not what it must be.
    """
    body = fields.json_object()
    return Save(
        marks=_marks(body),
        comment=fields.text(body, "comment", MAX_COMMENT, required=False),
        revision=fields.number(body, "revision"),
    )


def read_undo() -> int:
    """The number of the save to take back."""
    return fields.number(fields.json_object(), "number")


def _marks(body: dict[str, Any]) -> Marks:
    marks = body.get("marks")
    if not isinstance(marks, dict) or set(marks) - set(CRITERIA):
        raise InputError("field_not_an_object", field="marks", expected=", ".join(CRITERIA))
    return Marks(**{name: _mark(name, marks.get(name)) for name in CRITERIA})


def _mark(name: str, value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value not in POINTS):
        raise InputError("field_not_a_mark", field=name)
    return value

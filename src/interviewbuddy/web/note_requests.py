"""The note's requests → plain data, or one clear sentence about what is wrong with one."""

import re
from typing import Any

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.errors import InputError
from interviewbuddy.korean import same_text_key, squeeze
from interviewbuddy.web import fields
from interviewbuddy.web.notebook import GRADES, Change
from interviewbuddy.web.requests import MAX_NOTES, MAX_QUESTION

MAX_PASTED = 60_000
MAX_ANSWER = 8000
MAX_KEYWORDS = 20
MAX_KEYWORD = 60
"""Characters, and cards an answer."""

# "1.", "2)", "(3)", "①", "-", "•", "Q.", "Q1:", "질문 2." before a question; "1분 자기소개" has none.
_MARKER = re.compile(
    r"^(?:[-*+•·‣▪◦○●□■▶>–—]+\s*|[(\[]?\d{1,3}[.)\]:](?!\d)\s*|[①-⑳]\s*|Q\d{0,3}\s*[.:)]\s*|Q\d{0,3}\s+|질문\s?\d{0,3}\s*[.:)]\s*)",
    re.IGNORECASE,
)


def questions_in(pasted: str) -> list[str]:
    """The questions of a text, one a line, without list markers; lines that ask nothing are left out."""
    return [question for line in pasted.splitlines() if same_text_key(question := _unmarked(squeeze(line)))]


def _unmarked(line: str) -> str:
    while match := _MARKER.match(line):
        line = line[match.end() :]
    return line


def read_questions(body: dict[str, Any]) -> list[str]:
    """What is to be added, from `text`.

    :raise InputError: if there is no question in it, or one is longer than a question may be.
    """
    found = questions_in(fields.text(body, "text", MAX_PASTED, required=True))
    if not found:
        raise InputError("field_missing", field="text")
    for question in found:
        if len(question) > MAX_QUESTION:
            raise InputError("note_question_long", limit=MAX_QUESTION, length=len(question), start=question[:30])
    return found


def read_change() -> Change:
    """The current request's body: any of question, answer (with the revision it grew from), done, keywords.

    Keywords that are null are taken from the answer again. `question_was` and `keywords_was`, which may be
    left out, say what stood there: what another tab made of it meanwhile is then not written over.
    """
    body = fields.json_object()
    if not body.keys() & {"question", "answer", "done", "keywords"}:
        raise InputError("field_missing", field="answer")
    return Change(
        question=_question(body) if "question" in body else None,
        question_was=fields.text(body, "question_was", MAX_QUESTION, required=False) or None,
        answer=fields.text(body, "answer", MAX_ANSWER, required=True, strip=False) if "answer" in body else None,
        revision=fields.number(body, "revision") if "answer" in body else None,
        done=fields.flag(body, "done") if "done" in body else None,
        keywords=_keywords(body) if body.get("keywords") is not None else None,
        keywords_was=_keywords_was(body) if body.get("keywords_was") is not None else None,
        derive_keywords="keywords" in body and body["keywords"] is None,
    )


def _question(body: dict[str, Any]) -> str:
    question = squeeze(fields.text(body, "question", MAX_QUESTION, required=True))
    if not same_text_key(question):
        raise InputError("field_missing", field="question")
    return question


def _keywords(body: dict[str, Any]) -> list[str]:
    cards = [squeeze(card) for card in fields.texts(body, "keywords", MAX_KEYWORD, MAX_KEYWORDS)]
    return list({same_text_key(card) or card: card for card in cards}.values())


def _keywords_was(body: dict[str, Any]) -> list[str]:
    """As the service gave them: those taken from an answer may be longer than a typed one."""
    return fields.texts(body, "keywords_was", MAX_ANSWER, MAX_KEYWORDS)


def read_conditions() -> tuple[str | None, str | None]:
    """Occupation and experience."""
    body = fields.json_object()
    return fields.choice(body, "occupation", OCCUPATIONS), fields.choice(body, "experience", EXPERIENCES)


def read_notes() -> str:
    """What the person says of themselves, for an example."""
    return fields.text(fields.json_object(), "notes", MAX_NOTES, required=False)


def read_grade() -> str:
    """How an answer went.

    :raise InputError: if it says nothing, or no grade.
    """
    grade = fields.choice(fields.json_object(), "grade", GRADES)
    if grade is None:
        raise InputError("field_missing", field="grade")
    return grade


def read_before() -> str | None:
    """The id of the item to stand before; None is last."""
    return fields.identity(fields.json_object(), "before")

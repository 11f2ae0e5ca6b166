"""A request's JSON → plain data, or one clear sentence about what is wrong with it."""

from dataclasses import dataclass

from flask import request

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.errors import InputError
from interviewbuddy.web import fields

MAX_QUESTION = 500
MAX_NOTES = 4000
"""Characters. A long interview question has about a hundred; notes are a page."""

MAX_DOCUMENT = 20_000
"""Characters of an application or a job posting: ten pages."""


@dataclass(frozen=True)
class ChatRequest:
    """A question as a visitor sent it; ids are ours, `replace` names the message to answer anew."""

    question: str
    conversation_id: str | None
    replace: str | None
    occupation: str | None
    experience: str | None
    notes: str


def read_chat_request() -> ChatRequest:
    """The current request's body.

    :raise InputError: if it is not JSON, lacks a question, or any field is not what it must be.
    """
    body = fields.json_object()
    question = fields.text(body, "question", MAX_QUESTION, required=True)
    return ChatRequest(
        question=question,
        conversation_id=fields.identity(body, "conversation_id"),
        replace=fields.identity(body, "replace"),
        occupation=fields.choice(body, "occupation", OCCUPATIONS),
        experience=fields.choice(body, "experience", EXPERIENCES),
        notes=fields.text(body, "notes", MAX_NOTES, required=False),
    )


@dataclass(frozen=True)
class PredictionRequest:
    """What to predict questions for: a document, or ("" as text) an occupation and experience."""

    text: str
    occupation: str | None
    experience: str | None


def read_prediction_request() -> PredictionRequest:
    """The current request's body.

    :raise InputError: if it is not JSON, any field is not what it must be, or there is nothing to go by.
    """
    body = fields.json_object()
    asked = PredictionRequest(
        text=fields.text(body, "text", MAX_DOCUMENT, required=False),
        occupation=fields.choice(body, "occupation", OCCUPATIONS),
        experience=fields.choice(body, "experience", EXPERIENCES),
    )
    if not (asked.text or asked.occupation or asked.experience):
        raise InputError("nothing_to_predict")
    return asked


def choice_from_query(name: str, choices: dict[str, str]) -> str | None:
    """One of AI Hub's codes from the query string; None where it is absent or empty."""
    return fields.choice({name: request.args.get(name) or None}, name, choices)


def number_from_query(name: str, default: int, most: int) -> int:
    """A whole number of at least 1 and at most `most` from the query string; `default` where it is absent or empty.

    :raise InputError: if it is something else.
    """
    value = request.args.get(name) or str(default)
    if not (value.isascii() and value.isdecimal() and len(value) <= 9 and 1 <= int(value) <= most):
        raise InputError("field_out_of_range", field=name, least=1, most=most)
    return int(value)

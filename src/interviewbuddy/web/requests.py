"""A request's JSON → plain data, or one clear sentence about what is wrong with it."""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from flask import request

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.errors import InputError

MAX_QUESTION = 500
MAX_NOTES = 4000
"""Characters. A long interview question has about a hundred; notes are a page."""

MAX_DOCUMENT = 20_000
"""Characters of an application or a job posting: ten pages."""

_ID = re.compile(r"[0-9a-f]{32}")


class NotJsonError(InputError):
    """The body is not declared as JSON."""

    status = 415


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
    body = _json_object()
    question = _text(body, "question", MAX_QUESTION, required=True)
    return ChatRequest(
        question=question,
        conversation_id=_id(body, "conversation_id"),
        replace=_id(body, "replace"),
        occupation=_choice(body, "occupation", OCCUPATIONS),
        experience=_choice(body, "experience", EXPERIENCES),
        notes=_text(body, "notes", MAX_NOTES, required=False),
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
    body = _json_object()
    asked = PredictionRequest(
        text=_text(body, "text", MAX_DOCUMENT, required=False),
        occupation=_choice(body, "occupation", OCCUPATIONS),
        experience=_choice(body, "experience", EXPERIENCES),
    )
    if not (asked.text or asked.occupation or asked.experience):
        raise InputError("nothing_to_predict")
    return asked


def require_json() -> None:
    """:raise NotJsonError: if the request does not declare JSON, which no foreign form can."""
    if not request.is_json:
        raise NotJsonError("not_json")


def choice_from_query(name: str, choices: dict[str, str]) -> str | None:
    """One of AI Hub's codes from the query string; None where it is absent or empty."""
    return _choice({name: request.args.get(name) or None}, name, choices)


def _json_object() -> dict[str, Any]:
    require_json()
    try:
        body = json.loads(request.get_data().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise InputError("malformed_json") from error
    if not isinstance(body, dict):
        raise InputError("not_an_object")
    return body


def _text(body: dict[str, Any], name: str, limit: int, *, required: bool) -> str:
    value = body.get(name)
    if value is None and not required:
        return ""
    if value is None:
        raise InputError("field_missing", field=name)
    if not isinstance(value, str):
        raise InputError("field_not_text", field=name)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if any(_is_forbidden(character) for character in text):
        raise InputError("field_control_characters", field=name)
    text = text.strip()
    if required and not text:
        raise InputError("field_missing", field=name)
    if len(text) > limit:
        raise InputError("field_too_long", field=name, limit=limit, length=len(text))
    return text


def _is_forbidden(character: str) -> bool:
    """Control characters but line break and tab, and halves of broken surrogate pairs."""
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}


def _choice(body: dict[str, Any], name: str, choices: dict[str, str]) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in choices:
        raise InputError("field_not_a_choice", field=name, choices=", ".join(choices))
    return value


def _id(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InputError("field_not_an_id", field=name)
    return value

"""Fields of a request's JSON → plain values, or one clear sentence about what is wrong with one of them."""

import json
import re
import unicodedata
from typing import Any

from flask import request

from interviewbuddy.errors import InputError

_ID = re.compile(r"[0-9a-f]{32}")


class NotJsonError(InputError):
    """The body is not declared as JSON."""

    status = 415


def require_json() -> None:
    """:raise NotJsonError: if the request does not declare JSON, which no foreign form can."""
    if not request.is_json:
        raise NotJsonError("not_json")


def json_object() -> dict[str, Any]:
    """The current request's body.

    :raise InputError: if it is no JSON object in UTF-8.
    """
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


def text(body: dict[str, Any], name: str, limit: int, *, required: bool, strip: bool = True) -> str:
    """A text of at most `limit` characters, composed (NFC) and without white space around it.

    :param strip: False keeps every space and line break as they were typed.
    :raise InputError: if it is missing though required, is no text, too long, or has control characters.
    """
    value = body.get(name)
    if value is None and not required:
        return ""
    if value is None:
        raise InputError("field_missing", field=name)
    if not isinstance(value, str):
        raise InputError("field_not_text", field=name)
    found = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if any(_is_forbidden(character) for character in found):
        raise InputError("field_control_characters", field=name)
    if strip:
        found = found.strip()
    if required and strip and not found:
        raise InputError("field_missing", field=name)
    if len(found) > limit:
        raise InputError("field_too_long", field=name, limit=limit, length=len(found))
    return found


def _is_forbidden(character: str) -> bool:
    """Control characters but line break and tab, and halves of broken surrogate pairs."""
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}


def choice(body: dict[str, Any], name: str, choices: dict[str, str]) -> str | None:
    """One of `choices`; None where it is absent or empty."""
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in choices:
        raise InputError("field_not_a_choice", field=name, choices=", ".join(choices))
    return value


def identity(body: dict[str, Any], name: str) -> str | None:
    """An id as this service gives them; None where it is absent."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InputError("field_not_an_id", field=name)
    return value


def flag(body: dict[str, Any], name: str) -> bool:
    """True or false.

    :raise InputError: if it is neither.
    """
    value = body.get(name)
    if not isinstance(value, bool):
        raise InputError("field_not_true_or_false", field=name)
    return value


def number(body: dict[str, Any], name: str) -> int:
    """A whole number from 0 on, as a database's integer holds it.

    :raise InputError: if it is none.
    """
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise InputError("field_not_a_number", field=name)
    return value


def texts(body: dict[str, Any], name: str, limit: int, most: int) -> list[str]:
    """At most `most` texts of at most `limit` characters each; empty ones left out.

    :raise InputError: if it is no list, too long a list, or a text in it is not what it must be.
    """
    value = body.get(name)
    if not isinstance(value, list):
        raise InputError("field_not_a_list", field=name)
    if len(value) > most:
        raise InputError("field_too_many", field=name, limit=most, length=len(value))
    return [found for one in value if (found := text({name: one}, name, limit, required=one is None))]

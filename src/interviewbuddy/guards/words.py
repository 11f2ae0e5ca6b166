"""Names as data: `words.toml`, and patterns made of it."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("interviewbuddy.guards").joinpath("words.toml").read_text("utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """The words under `name`."""
    return frozenset(_data()[name])


def usual(text: str) -> str:
    """`text` in small letters, with the usual name for what has several."""
    text = text.casefold()
    for other, name in _data()["same"].items():
        text = text.replace(other, name)
    return text


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of `names`, the longest first; a space in one may be left out."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s?") for name in longest_first)

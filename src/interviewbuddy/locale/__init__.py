"""Every sentence the product says, Korean and English, kept as data beside this file.

`ko.toml` and `en.toml` hold the same keys (a test compares them). Nothing here knows
who speaks: pages, errors and the command line all look their words up with `text`.
"""

import os
import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("ko", "en")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All sentences of one language as `section.key` → text."""
    sections = tomllib.loads(files(__package__).joinpath(f"{lang}.toml").read_text("utf-8"))
    return {f"{section}.{key}": value for section, keys in sections.items() for key, value in keys.items()}


def text(key: str, lang: str, **values: object) -> str:
    """The sentence for `key`, its `{names}` filled in.

    :raise KeyError: if the catalogue lacks the key or a value is missing.
    """
    return catalogue(lang)[key].format(**values)


def section(name: str, lang: str) -> dict[str, str]:
    """The sentences of one section by their keys, as they are written."""
    found = (key.partition(".") for key in catalogue(lang))
    return {key: catalogue(lang)[f"{name}.{key}"] for own, _, key in found if own == name}


def terminal_language() -> str:
    """The command line's language: `BUDDY_LANG`, else the locale's if English, else Korean."""
    chosen = os.environ.get("BUDDY_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "ko"

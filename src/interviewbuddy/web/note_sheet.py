"""A note as Markdown: questions are headings, and nobody takes an example for their own answer."""

import re
from typing import Any

from interviewbuddy import locale

# What Markdown would take for a heading, rule, list, quote or code where a line begins with it.
_BLOCK = re.compile(r"^(\s*(?:\d+(?=[.)]\s))?)([#>\-+*=`~|.)])")
_INLINE = re.compile(r"([\\`*_<>\[\]#|])")


def markdown(note: dict[str, Any], lang: str) -> str:
    """The whole note, in its order."""
    lines = [f"# {locale.text('note.heading', lang)}", ""]
    if conditions := _conditions(note, lang):
        lines += [conditions, ""]
    for number, item in enumerate(note["items"], 1):
        lines += _item(number, item, lang)
    return "\n".join(lines)


def _conditions(note: dict[str, Any], lang: str) -> str:
    names = [(name, note[name]) for name in ("occupation", "experience") if note[name]]
    return " · ".join(locale.text(f"page.{name}_{code}", lang) for name, code in names)


def _item(number: int, item: dict[str, Any], lang: str) -> list[str]:
    mark = " ✓" if item["done"] else ""
    lines = [f"## {number}. {_escaped(item['question'])}{mark}", ""]
    if item["keywords"]:
        cards = " · ".join(map(_escaped, item["keywords"]))
        lines += [f"**{locale.text('note.keywords', lang)}**: {cards}", ""]
    if item["answer"].strip():
        lines += [*_paragraphs(item["answer"]), ""]
    elif item["example"]:
        said = [f"**{locale.text('note.example', lang)}** — {locale.text('note.example_not_yours', lang)}", ""]
        lines += [f"> {line}" if line else ">" for line in (*said, *_paragraphs(item["example"]["answer"]))] + [""]
    else:
        lines += [f"_{locale.text('note.no_answer_yet', lang)}_", ""]
    return lines


def _escaped(text: str) -> str:
    return _INLINE.sub(r"\\\1", text)


def _paragraphs(text: str) -> list[str]:
    """Lines as they were typed: a break stays one (two spaces), and none becomes a heading or a list."""
    lines = [_BLOCK.sub(r"\1\\\2", line.rstrip()) for line in text.strip().splitlines()]
    return [f"{line}  " if line and after else line for line, after in zip(lines, [*lines[1:], ""], strict=True)]

"""A pasted document → its sentences and lines, each with the section it stands in.

Knows headings, bullets, tables, markup and wrapped lines; knows nothing of claims or questions.
Offsets count characters of what `plain` makes of the text, which for a text without markup is its composed form.
"""

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from interviewbuddy.korean import kiwi, nfc

if TYPE_CHECKING:
    from kiwipiepy import Token

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,300}|!--.*?--)>", re.DOTALL)
_UNSPOKEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|br|tr|table|h[1-6]|section|article|dt|dd|dl)\b", re.IGNORECASE)
_BULLET = re.compile(
    r"[\s#]*(?:(?:[-–—•·∙‣▪■□●○◦◆◇※*▶▷√✓✔☑>]+|\d{1,2}[.)](?!\d)|\(\d{1,2}\)|[①-⑳]|[가나다라마바사아][.)](?=\s))\s*)*(?:\*\*)?"
)
_BRACKETED = re.compile(r"[\[【<〈「『《]([^\]】>〉」』》]{1,40})[\]】>〉」』》]\s*$")
_LABEL = re.compile(r"([^:：\t]{2,14}?)\s*(?:[:：](?!\d|//)|\t)\s*(?=\S)")
_WRAPPED = re.compile(
    r"(?<=[을를은는이가에의와과로고며여서해아어도면지만한인된될할,])[ \t]*(\n)(?=[ \t]*[가-힣A-Za-z0-9(])"
)
_ITEM = re.compile(r"[-–—•·∙‣*✓✔☑√]")
_NUMBERED = re.compile(r"[\d#■□◆◇▶●○①-⑳]")
_SENTENCE = re.compile(r"(?:니다|[어아해예]요|[은는한인] ?분|있음)$")
_CALLING = re.compile(r"(?:이런|어떤|무슨|합류|함께할)\s.*(?:니다|요|은|까|분|분들?)$|.*소개$")
_TABLE_HEAD = re.compile(r"[^\d\t]{1,6}(?:\s*\t\s*[^\d\t]{1,6})+")
_LONG_LINE = 30
_LONGEST = 160
"""Characters; a longer stretch without an end is cut behind a clause, as people write who dictate."""
_CLAUSE_END = re.compile(r"(?:고|며|면서|서|지만|는데|니다|어요|[했았었]다)(?=\s)")
_HEADING = 26
_MARKS = frozenset({"SF", "SP", "SS", "SE", "SO", "SSC", "SSO", "SW"})


@dataclass(frozen=True)
class Sentence:
    """A sentence or line, its place in the text, its section ("" if none) and its morphemes.

    Token offsets count from the sentence's start. `bare` says that it is a line, not a sentence in 다 or 요.
    """

    text: str
    start: int
    section: str
    bare: bool
    tokens: "tuple[Token, ...]"

    @property
    def end(self) -> int:
        """The index just after it."""
        return self.start + len(self.text)


@cache
def language() -> dict[str, Any]:
    """What `claims.toml` says, its patterns compiled: table → name → one expression for all its patterns."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("claims.toml").read_text("utf-8"))
    words = data.pop("words")
    sections = {side: _compiled(table) for side, table in data.pop("sections").items()}
    return {name: _compiled(table) for name, table in data.items()} | {"sections": sections, "words": words}


def first_match(table: dict[str, re.Pattern[str]], text: str) -> str:
    """The first name of a table whose expression occurs in `text`; "" if none does."""
    return next((name for name, pattern in table.items() if pattern.search(text)), "")


def plain(text: str) -> str:
    """The same text, composed and without markup: tags of blocks become line breaks. All else keeps its length."""
    text = nfc(text).replace("\r", " ").replace("\u200b", " ").replace("\ufeff", " ")
    if "<" not in text and "&" not in text:
        return text
    text = _TAG.sub(lambda tag: "\n" if _BLOCK.match(tag[0]) else "", _UNSPOKEN.sub("", text))
    return html.unescape(text)


def read(text: str, side: str) -> list[Sentence]:
    """The sentences of a text that `plain` made; `side` ("posting" or "statement") says which headings to expect."""
    spans = list(_spans(text, language()["sections"][side]))
    pieces = [piece for span in spans for piece in _pieces(text, *span)]
    tokenized = kiwi().tokenize([text[start:end] for start, end, _section in pieces])
    return [
        Sentence(text[start:end], start, section, _is_bare(tokens), tuple(tokens))
        for (start, end, section), tokens in zip(pieces, tokenized, strict=True)
        if any(token.tag[0] in "NVX" or token.tag == "SL" for token in tokens)
    ]


def bullet_length(line: str) -> int:
    """How many characters of a line stand before its words: white space, bullets, numbers."""
    bullet = _BULLET.match(line)
    return bullet.end() if bullet else 0


def _spans(text: str, sections: dict[str, re.Pattern[str]]) -> Iterator[tuple[int, int, str]]:
    """Lines without their bullets, headings left out, each with the section it stands in."""
    section = ""
    for match in re.finditer(r"[^\n]+", _joined(text)):
        start, end = match.start() + bullet_length(match[0]), match.end()
        line = text[start:end].strip(" \t*#")
        label = _LABEL.match(text, start, end)
        named = first_match(sections, label[1]) if label else ""
        heading = None if label else _heading(line, match[0].lstrip(), sections)
        if label and named:
            # A condition's label, or one under its own heading, is part of what is said: 연봉: 회사 내규에 따름.
            yield (start if named in {section, "condition"} else label.end(), end, named)
        elif heading is not None:
            section = heading
        elif line and not _TABLE_HEAD.fullmatch(line):
            yield (start, end, section)


def _heading(line: str, marked: str, sections: dict[str, re.Pattern[str]]) -> str | None:
    """The section that a heading opens; None for a line that is no heading. `marked` is the line with its bullet."""
    bracketed = _BRACKETED.match(line)
    if bracketed:
        return first_match(sections, bracketed[1])
    title = re.sub(r"\([^()]*\)|[\s:：?!.]+$", "", line).strip()
    named = first_match(sections, title)
    listed = _ITEM.match(marked) and not line.endswith((":", "："))
    if not named or listed or len(title) > _HEADING or re.search(r"\d{2}", title):
        return None
    words, numbered = len(title.split()), _NUMBERED.match(marked)
    short = (words <= 2 or (numbered and words <= 7)) and not _SENTENCE.search(title)
    return named if short or (words <= 6 and _CALLING.match(title)) else None


def _joined(text: str) -> str:
    """Lines that a PDF broke in the middle of a sentence, whole again; lengths stay."""

    def join(match: re.Match[str]) -> str:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        return match[0].replace("\n", " ") if len(line) >= _LONG_LINE else match[0]

    return _WRAPPED.sub(join, text)


def _pieces(text: str, start: int, end: int, section: str) -> Iterator[tuple[int, int, str]]:
    """A line's sentences, trimmed of white space."""
    line = text[start:end]
    for sentence in kiwi().split_into_sents(line):
        for first, last in _cut(line, sentence.start, sentence.end):
            words = line[first:last]
            left, right = len(words) - len(words.lstrip()), len(words.rstrip())
            if right > left:
                yield (start + first + left, start + first + right, section)


def _cut(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        ends = [match.end() for match in _CLAUSE_END.finditer(line, start + 1, start + _LONGEST)]
        space = line.rfind(" ", start, start + _LONGEST)
        cut = ends[-1] if ends else space if space > start else start + _LONGEST
        yield (start, cut)
        start = cut
    yield (start, end)


def _is_bare(tokens: "list[Token]") -> bool:
    """Ends as a line of a list does, in a noun or 함, and not as a sentence or clause."""
    last = next((token for token in reversed(tokens) if token.tag not in _MARKS), None)
    return last is None or last.tag not in {"EF", "EC"} or last.form in {"ᆷ", "음"}


def _compiled(table: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in table.items()}

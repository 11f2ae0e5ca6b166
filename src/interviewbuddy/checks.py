"""What is wrong with a text as an answer, whoever wrote it: broken, looping, beside the question.

Thresholds were set on the first 2,100 bundled answers, none of which loops by these rules and 4 in 1,000 of
which count as beside their question; of answers to a question of another kind, 57 in 100 do
(docs/diary.md). Knows nothing of engines, of the bank, or of what is done about a bad answer.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from interviewbuddy.korean import HANGUL, content_morphemes, kiwi

if TYPE_CHECKING:
    from kiwipiepy import Token

RUNS = ((16, 2), (12, 3), (6, 6))
"""So many morphemes in a row, so many times, are a loop. One of 8,918 bundled answers says 14 twice, the others 11 at
most; "…하는 것이 중요하다고 생각합니다", which people say three times, has 10."""

UNSAID_AGAIN = 12
"""So many in a row are not said again while an answer is being written."""

SHORTEST = 15
"""Hangul syllables; with fewer nothing has been answered."""

_PERIODS = 12
_TURNS = 4
_SHORTEST_STAMMER = 6
_RELATED = 0.10
_HANGUL_SHARE = 0.5
_LETTER = re.compile(r"[^\W\d_]")
_LONE_JAMO = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]{3,}")
_OTHER_LANGUAGE = re.compile(r"영어|영문|외국어|중국어|일본어|일어|제2 ?외국어")


def is_broken(question: str, text: str) -> bool:
    """Whether `text` is no Korean answer at all: empty, a few words, broken characters, another script.

    A question that asks for another language, or is asked in one, may be answered in it.
    """
    if not text.strip() or "\ufffd" in text or _LONE_JAMO.search(text):
        return True
    if _OTHER_LANGUAGE.search(question) or not HANGUL.search(question):
        return False
    hangul = len(HANGUL.findall(text))
    return hangul < SHORTEST or hangul < _HANGUL_SHARE * len(_LETTER.findall(text))


def is_looping(text: str) -> bool:
    """Whether `text` says the same run of morphemes over and over."""
    return loop_start(text) is not None


def loop_start(text: str) -> int | None:
    """The character at which `text` begins to say again what it said; None if it does not loop."""
    tokens = kiwi().tokenize(text)
    forms = [f"{token.form}/{token.tag}" for token in tokens]
    starts = [start for length, times in RUNS if (start := _said_again(forms, length, times)) is not None]
    if (start := _stammer(forms)) is not None:
        starts.append(start)
    if not starts:
        return None
    # Two sentences end alike before they go on alike: the end of the first is no part of the loop.
    begun = (token.start for token in tokens[min(starts) :] if not token.tag.startswith(("E", "S")))
    return int(next(begun, tokens[min(starts)].start))


def says_again(before: str, word: str) -> bool:
    """Whether `word`, said after `before`, completes a run of morphemes that was said before.

    A run is the shorter of what makes a loop, once more: 12 morphemes, or the fourth turn of a few. Of 8,918 bundled
    answers one says 12 twice.
    """
    words = before.split()
    if not words or not _follows(words, word.strip()):
        return False
    tokens = kiwi().tokenize(before + word)
    forms = [f"{token.form}/{token.tag}" for token in tokens]
    new = sum(token.start >= len(before) for token in tokens)
    said = {tuple(forms[at : at + UNSAID_AGAIN]) for at in range(len(forms) - new - UNSAID_AGAIN)}
    ends = range(len(forms) - new + 1, len(forms) + 1)
    return any(tuple(forms[max(0, end - UNSAID_AGAIN) : end]) in said or _ends_a_stammer(forms[:end]) for end in ends)


def is_off_topic(question: str, text: str, related: Iterable[str] = ()) -> bool:
    """Whether `text` shares no content with `question` and hardly any with `related`.

    :param related: what others were asked and answered near this question; where the answer uses
        other words for the same thing, theirs show it.
    """
    asked = _content(question) - _words("asking")
    said = _content(text)
    if not asked or asked & said:
        return False
    own = said - _words("common")
    theirs = set().union(*(_content(one) for one in related)) - _words("common")
    return len(own & theirs) < _RELATED * max(1, len(own))


def shares_content(question: str, text: str) -> bool:
    """Whether `text` uses a content morpheme of `question` at all (words of asking aside)."""
    return bool((_content(question) - _words("asking")) & _content(text))


def _follows(words: Sequence[str], word: str) -> bool:
    """Whether the last of `words` was said before, and then something that begins as `word` does."""
    return any(one == words[-1] and other[:1] == word[:1] for one, other in pairwise(words))


def _said_again(forms: Sequence[str], length: int, times: int) -> int | None:
    """Where the second of at least `times` runs of `length` equal morphemes begins."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(forms) - length + 1):
        found = places.setdefault(tuple(forms[at : at + length]), [])
        found.append(at)
        if len(found) == times:
            return found[1]
    return None


def _turns(period: int) -> int:
    """How many times a run of `period` morphemes comes without a break before that is a stammer."""
    return max(_TURNS, -(-_SHORTEST_STAMMER // period))


def _ends_a_stammer(forms: Sequence[str]) -> bool:
    """Whether the last of `forms` ends such a run's last turn."""
    for period in range(1, _PERIODS + 1):
        turns = forms[-period * _turns(period) :]
        if len(turns) == period * _turns(period) and all(a == b for a, b in zip(turns, turns[period:], strict=False)):
            return True
    return False


def _stammer(forms: Sequence[str]) -> int | None:
    """Where the second turn of a short run begins that comes at least four times without a break."""
    for period in range(1, _PERIODS + 1):
        wanted = _turns(period) - 1
        run = 0
        for at in range(period, len(forms)):
            run = run + 1 if forms[at] == forms[at - period] else 0
            if run == wanted * period:
                return at - run + 1
    return None


def _content(text: str) -> set[str]:
    tokens: Sequence[Token] = kiwi().tokenize(text)
    return {form for form in content_morphemes(tokens) if not form.isdigit()}


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files("interviewbuddy").joinpath("checks.toml").read_text("utf-8"))
    return frozenset(data[name])

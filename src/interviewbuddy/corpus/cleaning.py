"""Spoken noise out of a transcript: fillers, repeated words, restarts, runs of white space.

Works on whole 어절 and only ever removes; what it removed stays listed, so that the change can be
shown and undone. A filler is decided by Kiwi's tag (IC, 감탄사) and not by its letters: "그" in
"그 팀에서" is a determiner (MM) and stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewbuddy.batching import batched
from interviewbuddy.corpus.stumbles import NOUN_TAGS, Word, repetitions, restarts
from interviewbuddy.korean import kiwi, nfc

if TYPE_CHECKING:
    from kiwipiepy import Token

FILLERS = frozenset({"어", "음", "아", "에", "그", "저", "뭐", "엄", "흠", "어어", "음음", "으음", "아아", "에에"})
"""Interjections that carry nothing. "네", "아니요" or "글쎄요" are answers and stay."""

NEVER_WORDS = frozenset({"어", "음", "엄", "어어", "음음", "으음"})
"""Fillers that are no word of their own as a lone 어절, whatever Kiwi makes of broken speech."""

_DETERMINERS = frozenset({"그", "저"})

_WORD = re.compile(r"\S+")
_PUNCTUATION = "".join(chr(c) for c in range(33, 127) if not chr(c).isalnum()) + "…·“”‘’、。？！"


@dataclass(frozen=True)
class Removal:
    """A stretch of the raw text that was taken out; `kind` is filler, repetition or restart."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Cleaning:
    """A cleaned text, the NFC raw text it came from, and what was removed (offsets into `raw`)."""

    raw: str
    text: str
    removals: tuple[Removal, ...]


def clean(text: str) -> Cleaning:
    """One transcript without its spoken noise."""
    raw = nfc(text)
    return _clean(raw, kiwi().tokenize(raw))


def clean_many(texts: Iterable[str], batch: int = 512) -> Iterator[Cleaning]:
    """Many transcripts, in order; Kiwi works on all cores, `batch` texts are held at a time."""
    for chunk in batched(texts, batch):
        raws = [nfc(text) for text in chunk]
        for raw, tokens in zip(raws, kiwi().tokenize(raws), strict=True):
            yield _clean(raw, tokens)


def marked(cleaning: Cleaning, open_mark: str = "[-", close_mark: str = "-]") -> str:
    """The raw text with each removal between marks, for reading what cleaning did."""
    pieces, at = [], 0
    for removal in cleaning.removals:
        pieces += [cleaning.raw[at : removal.start], open_mark]
        pieces += [cleaning.raw[removal.start : removal.end], close_mark]
        at = removal.end
    return "".join([*pieces, cleaning.raw[at:]])


def _clean(raw: str, tokens: "Sequence[Token]") -> Cleaning:
    words = _words(raw, tokens)
    removals: list[Removal] = []
    for find, kind in ((_fillers, "filler"), (repetitions, "repetition"), (restarts, "restart")):
        drop = find(words)
        removals += [Removal(words[i].start, words[i].end, kind) for i in sorted(drop)]
        words = [word for i, word in enumerate(words) if i not in drop]
    removals.sort(key=lambda removal: removal.start)
    return Cleaning(raw, " ".join(word.text for word in words), tuple(removals))


def _words(raw: str, tokens: "Sequence[Token]") -> list[Word]:
    words, at = [], 0
    for match in _WORD.finditer(raw):
        inside = []
        while at < len(tokens) and tokens[at].start < match.end():
            inside.append(tokens[at])
            at += 1
        speech = [token for token in inside if not (token.tag.startswith("S") and token.tag not in {"SL", "SN"})]
        words.append(
            Word(
                match.start(),
                match.end(),
                match[0],
                match[0].strip(_PUNCTUATION),
                tuple(token.tag for token in speech),
                tuple(token.form for token in speech),
            )
        )
    return words


def _fillers(words: list[Word]) -> set[int]:
    """Fillers are judged by the word that comes after them, other pauses between them left out: 그 어 두 개."""
    drop: set[int] = set()
    after: Word | None = None
    for i in reversed(range(len(words))):
        if _is_filler(words[i], after):
            drop.add(i)
        if i not in drop or words[i].core in _DETERMINERS:
            after = words[i]
    return drop


def _is_filler(word: Word, after: Word | None) -> bool:
    if word.core not in FILLERS:
        return False
    if word.core in NEVER_WORDS or (word.text.endswith(",") and word.core != "저"):
        return True
    if word.core in _DETERMINERS and _can_follow_determiner(word, after):
        return False
    return word.tags in {("IC",), ("MM",)}


def _can_follow_determiner(word: Word, after: Word | None) -> bool:
    """False for "그 말하고", "그 저희", "그 그런": no determiner stands there, so it was a pause.

    True for "그 팀" and "그 낮은 쪽"; whoever pauses there is not to be told from who points.
    """
    if after is None or not after.tags:
        return False
    if after.tags[0] == "MM" and after.core.startswith(word.core):
        return False
    return after.tags[0] in NOUN_TAGS or after.tags[-1] == "ETM"

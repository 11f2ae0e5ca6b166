"""Spoken noise out of a transcript: fillers, repeated words, restarts, runs of white space.

Works on whole 어절 and only ever removes; what it removed stays listed, so that the change can be
shown and undone. A filler is decided by Kiwi's tag (IC, 감탄사) and not by its letters: "그" in
"그 팀에서" is a determiner (MM) and stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from interviewbuddy.batching import batched
from interviewbuddy.korean import kiwi, nfc

if TYPE_CHECKING:
    from kiwipiepy import Token

FILLERS = frozenset({"어", "음", "아", "에", "그", "저", "뭐", "엄", "흠", "어어", "음음", "으음", "아아", "에에"})
"""Interjections that carry nothing. "네", "아니요" or "글쎄요" are answers and stay."""

NEVER_WORDS = frozenset({"어", "음", "엄", "어어", "음음", "으음"})
"""Fillers that are no word of their own as a lone 어절, whatever Kiwi makes of broken speech."""

EMPHATIC = frozenset(
    {"정말", "진짜", "아주", "너무", "매우", "점점", "조금", "차근", "천천히", "꼭", "더", "많이"}
    | {"훨씬", "자꾸", "계속", "차츰", "하나", "하루", "조목", "구석"}
)
"""Words that Korean doubles on purpose: 하나 하나, 하루 하루, 정말 정말."""

_WORD = re.compile(r"\S+")
_PUNCTUATION = "".join(chr(c) for c in range(33, 127) if not chr(c).isalnum()) + "…·“”‘’、。？！"
_ENDS_SENTENCE = (".", "?", "!", "。", "？", "！")
# A stem without an ending is not a word: "담당했", "정리하".
_STEM_TAGS = frozenset({"VV", "VA", "VX", "XSV", "XSA", "EP", "Z_CODA", "VV-I", "VA-I", "VV-R", "VA-R"})
# One syllable that is a word by itself before another word: 이 이유, 제 제품, 두 두부.
_WORD_TAGS = frozenset({"MM", "NP", "NNB", "MAG", "MAJ", "NR", "SN", "JKG", "VCP", "SL"})
# What a determiner (관형사) can stand before.
_NOUN_TAGS = frozenset({"NNG", "NNP", "NNB", "NR", "SN", "SL", "XR", "XPN", "MM"})
_LONGEST_REPEAT = 4


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


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    core: str
    tags: tuple[str, ...]
    forms: tuple[str, ...]


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
    for find, kind in ((_fillers, "filler"), (_repetitions, "repetition"), (_restarts, "restart")):
        drop = find(words)
        removals += [Removal(words[i].start, words[i].end, kind) for i in sorted(drop)]
        words = [word for i, word in enumerate(words) if i not in drop]
    removals.sort(key=lambda removal: removal.start)
    return Cleaning(raw, " ".join(word.text for word in words), tuple(removals))


def _words(raw: str, tokens: "Sequence[Token]") -> list[_Word]:
    words, at = [], 0
    for match in _WORD.finditer(raw):
        inside = []
        while at < len(tokens) and tokens[at].start < match.end():
            inside.append(tokens[at])
            at += 1
        speech = [token for token in inside if not (token.tag.startswith("S") and token.tag not in {"SL", "SN"})]
        words.append(
            _Word(
                match.start(),
                match.end(),
                match[0],
                match[0].strip(_PUNCTUATION),
                tuple(token.tag for token in speech),
                tuple(token.form for token in speech),
            )
        )
    return words


def _fillers(words: list[_Word]) -> set[int]:
    following = [*words[1:], None] if words else []
    return {i for i, (word, after) in enumerate(zip(words, following, strict=True)) if _is_filler(word, after)}


def _is_filler(word: _Word, after: _Word | None) -> bool:
    if word.core not in FILLERS:
        return False
    if word.tags == ("IC",) or word.core in NEVER_WORDS:
        return True
    return word.tags == ("MM",) and not _can_follow_determiner(word, after)


def _can_follow_determiner(word: _Word, after: _Word | None) -> bool:
    """False for "그 말할", "그 저희", "그 그런": no determiner stands there, so it was a pause."""
    if after is None or not after.tags or after.tags[0] not in _NOUN_TAGS:
        return False
    return not (after.tags[0] == "MM" and after.core.startswith(word.core))


def _repetitions(words: list[_Word]) -> set[int]:
    """The earlier copy of one to four words said twice in a row within a sentence."""
    drop: set[int] = set()
    at = 0
    while at < len(words):
        length = next((n for n in range(_LONGEST_REPEAT, 0, -1) if _repeats(words, at, n)), 0)
        drop.update(range(at, at + length))
        at += length or 1
    return drop


def _repeats(words: list[_Word], at: int, length: int) -> bool:
    """Whether the words from `at` are said again at once; of several, the last may be broken off."""
    first, second = words[at : at + length], words[at + length : at + 2 * length]
    if len(second) < length or any(word.text.endswith(_ENDS_SENTENCE) for word in first):
        return False
    pairs = list(zip(first, second, strict=True))
    if not all(one.core and one.core == other.core for one, other in pairs[: max(1, length - 1)]):
        return False
    if length == 1:
        return first[0].core not in EMPHATIC
    if not first[-1].core or not second[-1].core.startswith(first[-1].core):
        return False
    # "한 명 한 명에게" counts people; "한 번은 한 번은", particle and all, is a stumble.
    return first[0].core != "한" or _has_particle(first[-1])


def _restarts(words: list[_Word]) -> set[int]:
    """Fragments broken off and said again: "담당했 담당했습니다", "고 고객이", "의뢰 의뢰인과"."""
    return {i for i, (word, following) in enumerate(pairwise(words)) if _is_fragment(word, following)}


def _is_fragment(word: _Word, following: _Word) -> bool:
    core, next_core = word.core, following.core
    if not core or core == next_core or word.text.endswith(_ENDS_SENTENCE):
        return False
    last = word.tags[-1] if word.tags else ""
    if last in _STEM_TAGS and len(core) >= 2:
        return next_core.startswith(core[: max(2, len(core) - 1)])
    if not next_core.startswith(core):
        return False
    if len(core) > 1:
        # "보고 보고서를" may be two words: 보고 has an ending and another stem than 보고서.
        return not last.startswith(("J", "E")) or word.forms[:1] == following.forms[:1]
    return not set(word.tags) & _WORD_TAGS or _is_broken_syllable(word, following)


def _is_broken_syllable(word: _Word, following: _Word) -> bool:
    """ "칠 칠십", "모 모자랐습니다": a numeral or determiner by tag, but not before this word."""
    if word.tags == ("NR",):
        return following.tags[:1] == ("NR",)
    return word.tags == ("MM",) and following.tags[:1] != () and following.tags[0] not in _NOUN_TAGS


def _has_particle(word: _Word) -> bool:
    return bool(word.tags) and word.tags[-1].startswith("J")

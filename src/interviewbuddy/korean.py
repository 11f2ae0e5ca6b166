"""Korean text as every room needs it: one Kiwi, one normal form, one idea of "the same text".

Knows nothing of interviews. Kiwi (https://github.com/bab2min/Kiwi) takes a second or two to
load, so it is made when first asked for and shared; its tokenizer may be called from any thread.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

HANGUL = re.compile(r"[가-힣]")
"""A whole syllable."""

_lock = Lock()
_NOT_LETTERS = re.compile(r"[\W_]+")
# Unpunctuated speech ends where a sentence-final ending does; "보다", "필요" and "했다가" end nothing.
_SENTENCE_END = re.compile(
    r"[.!?…。]+[\"'”’)\]]*(?=\s|$)|(?<=니다|니까|어요|아요|예요|에요|해요|네요|데요|지요|세요)(?=\s*$)"
)

# Parts of speech that carry content: nouns, roots, verbs, adjectives, foreign words, numbers.
CONTENT_TAGS = frozenset({"NNG", "NNP", "NR", "XR", "VV", "VA", "VV-I", "VA-I", "VV-R", "VA-R", "SL", "SN", "MAG"})


@cache
def _make_kiwi() -> "Kiwi":
    from kiwipiepy import Kiwi

    return Kiwi()


def kiwi() -> "Kiwi":
    """The one Kiwi of this process."""
    with _lock:
        return _make_kiwi()


def nfc(text: str) -> str:
    """Text with its Hangul composed (macOS file names and some editors decompose it)."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Runs of white space become one space; none at the ends."""
    return " ".join(text.split())


def same_text_key(text: str) -> str:
    """Equal for two texts that differ only in white space, punctuation, case or width."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def content_morphemes(tokens: "Iterable[Token]") -> list[str]:
    """The dictionary forms that carry meaning, in order, repeated as often as they stand there."""
    return [token.form.casefold() for token in tokens if token.tag in CONTENT_TAGS]


def tokenize_many(texts: Iterable[str]) -> "Iterator[list[Token]]":
    """Each text's morphemes, in order, on all cores and with a bounded number of texts in flight."""
    yield from kiwi().tokenize(texts)


def last_sentence_end(text: str) -> int:
    """The index just after the last whole sentence of `text`; 0 if none is whole."""
    end = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
    return end

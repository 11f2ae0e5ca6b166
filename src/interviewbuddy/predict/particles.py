"""Korean particles after any word: 을/를, 이/가, 은/는, 과/와, (으)로, (이)라.

What decides is the last sound, so Latin words are read as Koreans read them (SQL 에스큐엘, Python
파이썬, GitHub 깃허브) and numbers aloud (3 삼, 3% 퍼센트). Kiwi's `join` takes every word that is
not Hangul to end in a vowel ("SQL를"), hence these rules. Knows nothing of interviews.
"""

import re
from collections.abc import Mapping

_PAIRS = {
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라": ("이라", "라"),
    "(이)나": ("이나", "나"),
    "(이)여야": ("이어야", "여야"),
}
"""How templates write a particle → after a consonant, after a vowel."""

_SLOT = re.compile(r"\{(?P<name>\w+)\}(?P<quote>['’]?)(?P<particle>" + "|".join(map(re.escape, _PAIRS)) + r")?")
_CLOSING = re.compile(r"(?:[\s'\"’”)\]}」』>.,!?…]|\([^()]*\))+$")
_HANGUL = ("가", "힣")
_RIEUL = 8
_DIGITS = {"0": 21, "1": _RIEUL, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": _RIEUL, "8": _RIEUL, "9": 0}
_LETTERS = {"l": _RIEUL, "r": _RIEUL, "m": 16, "n": 4}
_SIGNS = {"#": 17, "g": 16}
_NOUN = 4
# As spoken in Korean: 깃 0, 챗 0, 슬랙, 노트북, 포토샵; a 't' after two vowels or a consonant is 트.
_LATIN = (
    (re.compile(r"(?:le|l)$"), _RIEUL),
    (re.compile(r"(?:me|m)$"), 16),
    (re.compile(r"(?:[aeiou]ne|n|gn)$"), _NOUN),
    (re.compile(r"ng$"), 21),
    (re.compile(r"(?:ck|ook|[^aeiou][aeiou]k)$"), 1),
    (re.compile(r"(?:^|[^aeiou])[aeiou](?:p|pp)$"), 17),
    (re.compile(r"(?:^|[^aeiou])[aeiou]tt?$"), 19),
    (re.compile(r"[ae]b$"), 17),
)


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with its {slots} filled and the particle behind each in the form its word asks for."""
    return _SLOT.sub(lambda slot: _filled(slot, values[slot["name"]]), template)


def attach(word: str, particle: str) -> str:
    """`word` and the right form of `particle`, which is written as templates do: 을(를)."""
    after_consonant, after_vowel = _PAIRS[particle]
    final = final_consonant(word)
    closed = final not in {0, _RIEUL} if particle == "(으)로" else final != 0
    return word + (after_consonant if closed else after_vowel)


def final_consonant(word: str) -> int:
    """The last syllable's final consonant by its number in Unicode's Hangul block; 0 for a vowel."""
    spoken = _CLOSING.sub("", word) or word
    last = spoken[-1:]
    if _HANGUL[0] <= last <= _HANGUL[1]:
        return (ord(last) - ord(_HANGUL[0])) % 28
    if last in _DIGITS:
        return _DIGITS[last]
    if re.search(r"\d\s?k?g$", spoken) or last == "#":
        return _SIGNS[last]
    return _latin(spoken)


def _latin(spoken: str) -> int:
    match = re.search(r"[A-Za-z]+$", spoken)
    if not match:
        return 0
    word = match[0]
    if word.isupper() or len(word) == 1 or re.search(r"[A-Z]{2}$", word):
        return _LETTERS.get(word[-1].lower(), 0)
    return next((final for pattern, final in _LATIN if pattern.search(word.lower())), 0)


def _filled(slot: re.Match[str], value: str) -> str:
    if not slot["particle"]:
        return value + slot["quote"]
    whole = attach(value, slot["particle"])
    return value + slot["quote"] + whole[len(value) :]

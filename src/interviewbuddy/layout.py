"""Korean typed while the keyboard was set to Latin letters: wldnjsehdrl is 지원동기 (the two-set layout, 두벌식)."""

import re

from interviewbuddy.korean import kiwi

_CONSONANTS = dict(zip("rRseEfaqQtTdwWczxvg", "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", strict=True))
_VOWELS = dict(zip("koiOjpuPhynbml", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ", strict=True))
_VOWELS |= {"hk": "ㅘ", "ho": "ㅙ", "hl": "ㅚ", "nj": "ㅝ", "np": "ㅞ", "nl": "ㅟ", "ml": "ㅢ"}
_FINALS = {key: letter for key, letter in _CONSONANTS.items() if letter not in "ㄸㅃㅉ"}
_FINALS |= dict(
    zip(["rt", "sw", "sg", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "qt"], "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ", strict=True)
)

_INITIAL_ORDER = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIAL_ORDER = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL_ORDER = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

_LEAST = 6  # letters: a shorter English word may look like Korean by chance (fork is 래가)
_LIKELY = -9.0
"""Kiwi's log probability a syllable from which it is Korean: 지원동기 has -5.7, django (어무해) -9.7, theorem -11.7."""


def _any(keys: dict[str, str]) -> str:
    return "|".join(sorted(keys, key=len, reverse=True))


_SYLLABLE = re.compile(f"({_any(_CONSONANTS)})({_any(_VOWELS)})(?:({_any(_FINALS)})(?![koiOjpuPhynbml]))?")
_WORD = re.compile(r"[A-Za-z]+")


def in_hangul(text: str) -> str:
    """The text with words that were meant as Hangul turned into it; English words stay."""
    return _WORD.sub(lambda found: _word(found.group()), text)


def _word(word: str) -> str:
    if len(word) < _LEAST or _SYLLABLE.sub("", word):
        return word
    meant = "".join(_composed(*found.groups()) for found in _SYLLABLE.finditer(word))
    return meant if kiwi().analyze(meant)[0][1] >= _LIKELY * len(meant) else word


def _composed(initial: str, medial: str, final: str | None) -> str:
    first = _INITIAL_ORDER.index(_CONSONANTS[initial])
    second = _MEDIAL_ORDER.index(_VOWELS[medial])
    third = _FINAL_ORDER.index(_FINALS[final]) if final else 0
    return chr(0xAC00 + (first * 21 + second) * 28 + third)

"""Korean as it is mistyped: vowels and consonants taken for each other, spaces lost."""

import random
import unicodedata

_ALIKE = (
    "ᅢᅦ", "ᅬᅫ", "ᅴᅵ", "ᅨᅦ", "ᅣᅡ", "ᅩᅮ", "ᅥᅡ",
    "ᆻᆺ", "ᆪᆨ", "ᆭᆫ", "ᇂᆺ", "ᆩᆨ", "ᇀᆺ", "ᆽᆺ", "ᆾᆺ", "ᇁᆸ", "ᆼᆫ",
    "ᄁᄀ", "ᄄᄃ", "ᄈᄇ", "ᄊᄉ", "ᄍᄌ",
)  # fmt: skip
_TAKEN_FOR: dict[str, str] = {}
for _pair in _ALIKE:
    for _letter in _pair:
        _TAKEN_FOR[_letter] = _TAKEN_FOR.get(_letter, "") + _pair.replace(_letter, "")

LETTER, SPACE = 0.08, 0.3
"""How often a letter (자모) is mistaken, and a space lost."""


def misspelt(text: str, draw: random.Random) -> str:
    """The text with some letters mistaken and some spaces lost, NFC."""
    letters = (
        draw.choice(_TAKEN_FOR[letter]) if letter in _TAKEN_FOR and draw.random() < LETTER else letter
        for letter in unicodedata.normalize("NFD", text)
        if letter != " " or draw.random() >= SPACE
    )
    return unicodedata.normalize("NFC", "".join(letters))

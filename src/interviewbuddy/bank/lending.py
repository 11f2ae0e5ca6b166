"""Questions of a corpus that may not be shown, lent to the shown records as further ways to ask them.

AI Hub's licence lets nobody see its text, and its 70,000 questions are how people really ask. So each of them
that lies near enough to a shown record's question leads there; what a visitor reads is the shown record.
"""

from collections.abc import Sequence

import numpy as np

from interviewbuddy.bank.encoder import encoder
from interviewbuddy.bank.language import Phrase

LENT = 0.7
"""Cosine from which on two questions are taken for the same (docs/diary.md weighs it)."""

_AT_ONCE = 1024


def lend(asked: Sequence[Sequence[Phrase]], hidden: Sequence[Phrase]) -> list[list[Phrase]]:
    """The shown records' ways to be asked, each hidden question added to the record it lies nearest to.

    One that is near none is left out. The order of a record's own ways is kept, its own question first.
    """
    found = [list(own) for own in asked]
    if not asked or not hidden:
        return found
    owners = np.repeat(np.arange(len(asked)), [len(own) for own in asked])
    kept = encoder().encode([one for own in asked for one in own])
    meanings = encoder().encode(hidden)
    for start in range(0, len(hidden), _AT_ONCE):
        likeness = meanings[start : start + _AT_ONCE] @ kept.T
        nearest = likeness.argmax(axis=1)
        for place, best in enumerate(nearest):
            if likeness[place, best] >= LENT:
                found[owners[best]].append(hidden[start + place])
    return found

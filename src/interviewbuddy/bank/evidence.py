"""What speaks for each record as the answer to a question: shared words, spelling, meaning, type,
and what holds of it whatever is asked.

Arrays over all records, so that a question is one pass of numpy. How much each kind of evidence counts
is not known here (`relevance.py`).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from interviewbuddy.bank.encoder import Encoder
from interviewbuddy.bank.index import Rows, Scores, by_spelling, covered
from interviewbuddy.bank.language import Phrase


class Meanings:
    """What the records' ways to be asked mean to one encoder; read-only once made."""

    def __init__(self, encoder: Encoder, asked: Sequence[Sequence[Phrase]]) -> None:
        """:param asked: each record's ways to be asked."""
        self._encoder = encoder
        self._vectors = encoder.encode([one for own in asked for one in own])
        self._ways = np.array([len(own) for own in asked])
        self._firsts = np.cumsum(self._ways) - self._ways

    def of(self, asked: Phrase) -> dict[str, Scores]:
        """The cosine of each record's nearest way to be asked and its square, and that of all its ways on average."""
        every = np.maximum(self._vectors @ self._encoder.encode_question(asked), 0.0)
        meant = np.maximum.reduceat(every, self._firsts)
        return {
            "meant": meant,
            "meant_squared": meant * meant,
            "meant_by_all": (np.add.reduceat(every, self._firsts) / self._ways).astype(np.float32),
        }


class Evidence:
    """An index over the records' phrasings and types; read-only once made."""

    def __init__(
        self,
        meanings: Meanings,
        asked: Sequence[Sequence[Phrase]],
        types: Sequence[frozenset[str]],
        standing: Mapping[str, Scores],
    ) -> None:
        """:param asked: each record's ways to be asked. :param standing: evidence that holds whatever is asked."""
        self._meanings = meanings
        self._firsts = np.cumsum([0, *map(len, asked)])[:-1]
        self._words = Rows([[form for one in own for form in one.forms] for own in asked])
        self._grams = Rows([one.grams for own in asked for one in own])
        names = {name for own in types for name in own}
        self._standing = standing
        self._of_type = {name: np.array([name in own for own in types], dtype=np.float32) for name in names}

    def of(self, asked: Phrase, types: Mapping[str, float]) -> dict[str, Scores]:
        """Each kind of evidence, one number a record. A word counts in whichever of the phrasings it stands.

        :param types: how likely the question is of each type.
        """
        kind = np.zeros(len(self._firsts), dtype=np.float32)
        for name, share in types.items():
            kind += share * self._of_type.get(name, 0.0)
        return {
            "words": covered(self._words, asked.forms),
            "spelling": np.maximum.reduceat(by_spelling(self._grams, asked.grams), self._firsts),
            "kind": kind,
            **self._standing,
            **self._meanings.of(asked),
        }

"""What speaks for each record as the answer to a question: shared words, spelling, meaning, type of question.

Arrays over all records, so that a question is one pass of numpy. How much each kind of evidence counts
is not known here (`relevance.py`).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from interviewbuddy.bank.encoder import encoder
from interviewbuddy.bank.index import Rows, Scores, by_spelling, covered
from interviewbuddy.bank.language import Phrase


class Evidence:
    """An index over the records' phrasings, summaries and types; read-only once made."""

    def __init__(
        self,
        asked: Sequence[Sequence[Phrase]],
        told: Sequence[Phrase],
        types: Sequence[frozenset[str]],
        fair: Sequence[bool],
    ) -> None:
        """:param asked: each record's ways to be asked. :param told: its summary. :param fair: a merely fair answer."""
        phrases = [one for own in asked for one in own]
        self._firsts = np.cumsum([0, *map(len, asked)])[:-1]
        self._words = Rows([one.forms for one in phrases])
        self._grams = Rows([one.grams for one in phrases])
        self._meanings = encoder().encode(phrases)
        self._told = encoder().encode(told)
        names = {name for own in types for name in own}
        self._fair = np.array(fair, dtype=np.float32)
        self._of_type = {name: np.array([name in own for own in types], dtype=np.float32) for name in names}

    def of(self, asked: Phrase, types: Mapping[str, float]) -> dict[str, Scores]:
        """Each kind of evidence, 0 to 1, one number a record; of several phrasings the strongest counts.

        :param types: how likely the question is of each type.
        """
        meaning = encoder().encode_question(asked)
        meant = self._best(np.maximum(self._meanings @ meaning, 0.0))
        kind = np.zeros(len(meant), dtype=np.float32)
        for name, share in types.items():
            kind += share * self._of_type.get(name, 0.0)
        return {
            "words": self._best(covered(self._words, asked.forms)),
            "spelling": self._best(by_spelling(self._grams, asked.grams)),
            "kind": kind,
            "meant": meant,
            "meant_squared": meant * meant,
            "meant_of_kind": meant * kind,
            "told": np.maximum(self._told @ meaning, 0.0),
            "fair": self._fair,
        }

    def _best(self, values: Scores) -> Scores:
        """The largest of each record's phrasings."""
        return np.maximum.reduceat(values, self._firsts)

"""What a question means, as a vector: questions asked in other words lie near each other.

A table of vectors for words and spelling grams, hashed into buckets and added up, as in fastText (Bojanowski
et al. 2017, "Enriching word vectors with subword information"); trained on the bundled corpus's paraphrases by
`training/encoder.py`, tuned to readers' judgements by `training/tuning.py` and kept as bytes in `encoder.npz`, so
that searching needs numpy alone.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from interviewbuddy.bank.language import Phrase
from interviewbuddy.bank.meaning import similar

BUCKETS = 2**15
WIDTH = 128

_WORD, _LIKE_WORD, _GRAM = 3.0, 1.8, 0.7
_NEIGHBOURS = 8

Vectors = NDArray[np.float32]
"""One unit vector a text, shape (texts, `WIDTH`)."""


def pieces(phrase: Phrase) -> dict[int, float]:
    """Bucket → weight of what a phrase is made of: its words and its spelling grams."""
    return _buckets(
        [*((f"w {form}", _WORD) for form in phrase.forms), *((gram, _GRAM) for gram in phrase.grams if gram)]
    )


def widened(phrase: Phrase) -> dict[int, float]:
    """The same with words of nearly the same meaning added, for a question whose own words nobody may have used."""
    near: dict[str, float] = {}
    for term in phrase.terms:
        for form, closeness in list(similar(term).items())[:_NEIGHBOURS]:
            near.setdefault(form, _LIKE_WORD * closeness)
    found = pieces(phrase)
    for bucket, weight in _buckets((f"w {form}", near[form]) for form in near.keys() - set(phrase.forms)).items():
        found[bucket] = found.get(bucket, 0.0) + weight
    return found


def _buckets(named: Iterable[tuple[str, float]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for name, weight in named:
        bucket = zlib.crc32(name.encode()) % BUCKETS
        found[bucket] = found.get(bucket, 0.0) + weight
    return found


class Encoder:
    """Turns phrases into unit vectors; read-only, so any thread may use it."""

    def __init__(self, table: Vectors) -> None:
        """:param table: a vector for each bucket, shape (`BUCKETS`, `WIDTH`)."""
        self._table = table

    def encode(self, phrases: Sequence[Phrase]) -> Vectors:
        """A unit vector for each phrase of a record; zeros for one with nothing in it."""
        return self._units([pieces(phrase) for phrase in phrases])

    def encode_question(self, asked: Phrase) -> Vectors:
        """The unit vector of what a person asks, shape (`WIDTH`,), its words widened by their neighbours."""
        return np.asarray(self._units([widened(asked)])[0])

    def _units(self, made_of: Sequence[Mapping[int, float]]) -> Vectors:
        found = np.zeros((len(made_of), self._table.shape[1]), dtype=np.float32)
        for row, weights in enumerate(made_of):
            found[row] = np.array(list(weights.values()), dtype=np.float32) @ self._table[list(weights)]
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), dtype=np.float32)


@cache
def encoder() -> Encoder:
    """The encoder that comes with the project."""
    with files("interviewbuddy.bank").joinpath("encoder.npz").open("rb") as file:
        kept = np.load(file)
        return Encoder(np.asarray(kept["rows"] * kept["scales"][:, None], dtype=np.float32))

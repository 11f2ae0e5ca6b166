"""What a text shows without any reference: variety, repetition, length, and whether it came to an end."""

from collections.abc import Sequence
from itertools import pairwise

from interviewbuddy.korean import last_sentence_end
from interviewbuddy.metrics.base import MeanMetric
from interviewbuddy.metrics.tokenization import Tokenization, tokenization


class _Alone(MeanMetric):
    compares = False

    def each(self, hypotheses: Sequence[str], references: Sequence[str]) -> list[float]:
        """One figure for each hypothesis; references are not looked at."""
        return [self.one(text) for text in hypotheses]

    def one(self, text: str) -> float:
        """The figure of one text."""
        raise NotImplementedError


class Distinct(_Alone):
    """Share of a text's n-grams that are distinct (Li et al. 2016, https://aclanthology.org/N16-1014), averaged.

    The paper counts over all texts together; within each text it does not depend on how many there are.
    """

    def __init__(self, order: int, tokens: Tokenization | None = None) -> None:
        self.name = f"distinct-{order}"
        self._order = order
        self._tokens = tokens or tokenization("ko-mecab")

    @property
    def signature(self) -> str:
        """Order and tokenisation."""
        return f"within-text|n:{self._order}|{self._tokens.signature}"

    def one(self, text: str) -> float:
        """0 to 100; a text too short for a single n-gram has 0."""
        grams = _grams(self._tokens(text), self._order)
        return 100 * len(set(grams)) / len(grams) if grams else 0.0


class Repetition(_Alone):
    """Share of 4-grams that stood in the text before (seq-rep-4, Welleck et al. 2020, arXiv:1908.04319)."""

    name = "repetition"

    def __init__(self, tokens: Tokenization | None = None) -> None:
        self._tokens = tokens or tokenization("ko-mecab")

    @property
    def signature(self) -> str:
        """Order and tokenisation."""
        return f"seq-rep-4|{self._tokens.signature}"

    def one(self, text: str) -> float:
        """0 (nothing twice) to 100."""
        grams = _grams(self._tokens(text), 4)
        return 100 * (1 - len(set(grams)) / len(grams)) if grams else 0.0


class Length(_Alone):
    """어절 in a text; the one measure that is no share of 100."""

    name = "length"

    @property
    def signature(self) -> str:
        """The unit."""
        return "unit:eojeol"

    def one(self, text: str) -> float:
        """A count."""
        return float(len(text.split()))


class Ended(_Alone):
    """Share of texts that end with a whole Korean sentence; where an engine says why it stopped, that is better."""

    name = "ended"

    @property
    def signature(self) -> str:
        """How it is told."""
        return "by:last-sentence"

    def one(self, text: str) -> float:
        """0 or 100."""
        told = text.strip()
        return 100.0 if told and last_sentence_end(told) == len(told) else 0.0


def _grams(tokens: Sequence[str], order: int) -> list[tuple[str, ...]]:
    if order == 2:
        return list(pairwise(tokens))
    return [tuple(tokens[at : at + order]) for at in range(len(tokens) - order + 1)]

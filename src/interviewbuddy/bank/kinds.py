"""What sort of text this is, learnt from examples: multinomial naive Bayes over words and spelling grams.

McCallum & Nigam 1998, "A comparison of event models for naive Bayes text classification". Trained in
well under a second on some ten thousand short lines, so it is fitted to the records at hand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_SMOOTHING = 0.3


class Kinds:
    """Tells kinds of text apart by their features (any strings)."""

    def __init__(self, examples: Iterable[tuple[Sequence[str], Iterable[str]]]) -> None:
        """:param examples: features of a text, and the kinds it is of (its weight is shared among them)."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for features, kinds in examples:
            named = tuple(kinds)
            for kind in named:
                for feature in set(features):
                    counts[kind][feature] += 1 / len(named)  # type: ignore[assignment]
        self.names = tuple(counts)
        self._features = {feature: i for i, feature in enumerate(dict.fromkeys(f for c in counts.values() for f in c))}
        self._weights = self._log_ratios(counts)

    def _log_ratios(self, counts: Mapping[str, Counter[str]]) -> NDArray[np.float64]:
        """log P(feature | kind) − log P(feature), shape (kinds, features)."""
        table = np.zeros((len(self.names), len(self._features)))
        for row, name in enumerate(self.names):
            for feature, count in counts[name].items():
                table[row, self._features[feature]] = count
        table += _SMOOTHING
        own = table / table.sum(axis=1, keepdims=True)
        every = table.sum(axis=0) / table.sum()
        return np.asarray(np.log(own) - np.log(every))

    def shares(self, features: Sequence[str]) -> dict[str, float]:
        """Kind → probability, summing to 1; all 0 where nothing in the text was ever seen.

        Evidence is divided by the root of its amount, since neighbouring grams are not independent.
        """
        known = [self._features[feature] for feature in set(features) if feature in self._features]
        if not known:
            return dict.fromkeys(self.names, 0.0)
        evidence = self._weights[:, known].sum(axis=1) / np.sqrt(len(known))
        likely = np.exp(evidence - evidence.max())
        return dict(zip(self.names, (likely / likely.sum()).tolist(), strict=True))

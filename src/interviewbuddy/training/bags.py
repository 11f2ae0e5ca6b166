"""Many short texts as bags of weighted buckets, encoded a batch at a time by a table of vectors."""

from collections.abc import Sequence

import torch
from torch.nn.functional import embedding_bag, normalize

Pieces = dict[int, float]
"""Bucket → weight of what a text is made of (`bank/encoder.py`)."""


class Bags:
    """The pieces of some texts, one after another, so that a batch is made without a loop."""

    def __init__(self, texts: Sequence[Pieces], rarity: torch.Tensor | None = None) -> None:
        """:param rarity: a factor for each bucket's weight, shape (`BUCKETS`,)."""
        self._buckets = torch.tensor([bucket for text in texts for bucket in text])
        weights = torch.tensor([weight for text in texts for weight in text.values()], dtype=torch.float32)
        self._weights = weights if rarity is None else weights * rarity[self._buckets]
        self._lengths = torch.tensor([len(text) for text in texts])
        self._starts = self._lengths.cumsum(0) - self._lengths

    def __len__(self) -> int:
        return len(self._lengths)

    def encode(self, table: torch.Tensor, rows: Sequence[int] | None = None, dropped: float = 0.0) -> torch.Tensor:
        """A unit vector for each of `rows` (all if None), shape (rows, width).

        :param dropped: share of the pieces left out at random, so that no single word carries a text.
        """
        chosen = torch.arange(len(self)) if rows is None else torch.tensor(rows)
        lengths = self._lengths[chosen]
        ends = lengths.cumsum(0)
        places = torch.arange(int(ends[-1])) + (self._starts[chosen] - (ends - lengths)).repeat_interleave(lengths)
        weights = self._weights[places]
        if dropped:
            weights = weights * (torch.rand(len(weights)) >= dropped)
        bags = embedding_bag(self._buckets[places], table, ends - lengths, mode="sum", per_sample_weights=weights)
        return normalize(bags, dim=-1)

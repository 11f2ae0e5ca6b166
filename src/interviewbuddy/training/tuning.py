"""Readers' judgements brought to bear on the encoder: what fits a question lies nearer to it than what does not.

Of the records a reader judged and some drawn at random, those that fit shall have the largest share of the
softmax over cosines (each record's nearest way to be asked), as in dense retrieval (Karpukhin et al. 2020).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch

from interviewbuddy.bank.encoder import Vectors, pieces, widened
from interviewbuddy.bank.language import Phrase
from interviewbuddy.training.bags import Bags

EPOCHS = 6
BATCH = 32
_LEARNING_RATE = 2e-2
_TEMPERATURE = 0.1
_DROPPED = 0.15
_UNJUDGED = 200  # records drawn at random for each batch, taken not to fit


@dataclass(frozen=True)
class Judged:
    """A question, the places of the records that a reader looked at, and which of them fit."""

    asked: Phrase
    records: tuple[int, ...]
    fits: tuple[bool, ...]


def tune(
    table: Vectors, ways: Sequence[Sequence[Phrase]], questions: Sequence[Judged], epochs: int = EPOCHS, seed: int = 0
) -> Vectors:
    """The table after these judgements; questions that nothing fits teach nothing and are left out.

    :param ways: each record's ways to be asked.
    """
    torch.manual_seed(seed)
    draw = random.Random(seed)
    taught = [one for one in questions if any(one.fits)]
    asked, kept = Bags([widened(one.asked) for one in taught]), _Kept(ways)
    tuned = torch.nn.Parameter(torch.from_numpy(table.copy()))
    optimizer = torch.optim.Adam([tuned], lr=_LEARNING_RATE)
    for _ in range(epochs):
        order = draw.sample(range(len(taught)), len(taught))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = [taught[row] for row in rows]
            drawn = draw.sample(range(len(ways)), min(_UNJUDGED, len(ways)))
            pool = sorted({place for one in batch for place in one.records}.union(drawn))
            likeness = kept.likeness(asked.encode(tuned, rows, _DROPPED), tuned, pool)
            loss = _surprise(likeness / _TEMPERATURE, _fitting(batch, pool))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return tuned.detach().numpy()


class _Kept:
    """The records' ways to be asked, as the index keeps them."""

    def __init__(self, ways: Sequence[Sequence[Phrase]]) -> None:
        self._bags = Bags([pieces(phrase) for own in ways for phrase in own])
        self._lengths = [len(own) for own in ways]
        self._firsts = [0, *accumulate(self._lengths)]

    def likeness(self, questions: torch.Tensor, table: torch.Tensor, pool: Sequence[int]) -> torch.Tensor:
        """Each question's cosine with the nearest way to ask for each record of `pool`, shape (questions, pool)."""
        rows = [row for place in pool for row in range(self._firsts[place], self._firsts[place + 1])]
        every = questions @ self._bags.encode(table, rows).T
        owners = torch.arange(len(pool)).repeat_interleave(torch.tensor([self._lengths[place] for place in pool]))
        none = every.new_full((len(questions), len(pool)), -1.0)
        return none.scatter_reduce(1, owners.expand_as(every), every, "amax")


def _fitting(batch: Sequence[Judged], pool: Sequence[int]) -> torch.Tensor:
    """Which records of `pool` fit which question, shape (questions, pool)."""
    columns = {place: column for column, place in enumerate(pool)}
    found = torch.zeros((len(batch), len(pool)), dtype=torch.bool)
    for row, one in enumerate(batch):
        found[row, [columns[place] for place, fits in zip(one.records, one.fits, strict=True) if fits]] = True
    return found


def _surprise(likeness: torch.Tensor, fitting: torch.Tensor) -> torch.Tensor:
    """How small a share of each question's softmax falls to what fits, in nats."""
    of_fitting = likeness.masked_fill(~fitting, -torch.inf)
    return (likeness.logsumexp(dim=1) - of_fitting.logsumexp(dim=1)).mean()

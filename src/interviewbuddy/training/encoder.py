"""Trains the bank's encoder (`bank/encoder.py`) on a corpus's ways to ask; readers' judgements come after (`tuning`).

Two ways to ask for the same record, or a question and its answer's summary, shall lie near each other, and
far from those of other records: InfoNCE with the batch as negatives (van den Oord et al. 2018). Some questions
are misspelt on purpose. Many records are asked the same; those that have come to lie near each other and are
of one type are no longer pushed apart.
"""

import random
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize

from interviewbuddy.bank.encoder import BUCKETS, WIDTH, Vectors, pieces, widened
from interviewbuddy.bank.language import read_phrases
from interviewbuddy.corpus.record import Record
from interviewbuddy.progress import track
from interviewbuddy.training.bags import Bags
from interviewbuddy.training.misspelling import misspelt

EPOCHS = 60
BATCH = 256
_LEARNING_RATE = 2e-2
_TEMPERATURE = 0.1
_SUMMARY = 0.25  # how often a question is set beside a summary instead of another question
_MISSPELT = 0.4  # how often the question is a misspelt one
_DROPPED = 0.15
_ALIKE = 0.55  # cosine from which two records of one type are taken to be asked the same
_SETTLED = 15  # epochs after which that is looked at


class Views:
    """Each record's ways to be asked, as a person asks them and as the index keeps them, and its summary."""

    def __init__(self, records: Sequence[Record], draw: random.Random) -> None:
        lines = [[one.question, *one.paraphrases] for one in records]
        flat = [line for own in lines for line in own]
        asked = [widened(phrase) for phrase in read_phrases(flat)]
        wrong = [widened(phrase) for phrase in read_phrases(misspelt(line, draw) for line in flat)]
        kept = [pieces(phrase) for phrase in read_phrases(flat)]
        told = [pieces(phrase) for phrase in read_phrases(one.summary for one in records)]
        seen = [*asked, *wrong, *kept, *told]
        counts = np.bincount([bucket for view in seen for bucket in view], minlength=BUCKETS)
        self.rarity = np.log(1 + len(seen) / np.maximum(counts, 1)).astype(np.float32)
        self.seen = counts > 0
        rarity = torch.from_numpy(self.rarity)
        self.asked = Bags([*asked, *wrong], rarity)
        self.kept = Bags([*kept, *told], rarity)
        self.lengths = [len(own) for own in lines]
        self._firsts = [0, *accumulate(self.lengths)]
        self.types = [frozenset(intent.expression for intent in one.intents) for one in records]

    def pair(self, number: int, draw: random.Random) -> tuple[int, int]:
        """A question for one record (its row in `asked`), and what it shall find (its row in `kept`)."""
        ways = range(self._firsts[number], self._firsts[number + 1])
        one = draw.choice(ways)
        others = [way for way in ways if way != one]
        other = draw.choice(others) if others and draw.random() >= _SUMMARY else self._firsts[-1] + number
        return one + self._firsts[-1] * (draw.random() < _MISSPELT), other


def train(records: Sequence[Record], *, epochs: int = EPOCHS, seed: int = 0) -> tuple[Vectors, list[float]]:
    """The table of vectors, shape (`BUCKETS`, `WIDTH`), rarity folded in; and each epoch's mean loss."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    views = Views(records, draw)
    table = torch.nn.Parameter(torch.randn(BUCKETS, WIDTH) * 0.1)
    optimizer = torch.optim.Adam([table], lr=_LEARNING_RATE)
    same = torch.zeros((len(records), len(records)), dtype=torch.bool)
    losses = []
    for epoch in track(range(epochs), "encoder", total=epochs):
        if epoch == _SETTLED:
            same = _asked_the_same(table.detach(), views)
        order = draw.sample(range(len(records)), len(records))
        total = 0.0
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            questions, sought = zip(*(views.pair(number, draw) for number in batch), strict=True)
            asked, found = views.asked.encode(table, questions, _DROPPED), views.kept.encode(table, sought)
            likeness = asked @ found.T / _TEMPERATURE
            loss = _contrast(likeness.masked_fill(same[batch][:, batch], -torch.inf))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(records))
    kept = table.detach().numpy() * views.rarity[:, None]
    kept[~views.seen] = 0.0
    return kept, losses


def save(table: Vectors, path: Path) -> None:
    """Keeps the table as bytes with one scale a row."""
    scales = np.maximum(np.abs(table).max(axis=1), 1e-9).astype(np.float32) / 127
    np.savez_compressed(path, rows=np.round(table / scales[:, None]).astype(np.int8), scales=scales)


def _asked_the_same(table: torch.Tensor, views: Views) -> torch.Tensor:
    """Which two records, other than one and itself, are near and of one type; shape (records, records)."""
    own = views.kept.encode(table, range(sum(views.lengths))).split(views.lengths)
    middles = normalize(torch.stack([vectors.mean(dim=0) for vectors in own]), dim=-1)
    of_one_type = torch.tensor([[bool(one & other) for other in views.types] for one in views.types])
    return (middles @ middles.T > _ALIKE) & of_one_type & ~torch.eye(len(middles), dtype=torch.bool)


def _contrast(likeness: torch.Tensor) -> torch.Tensor:
    """Each question belongs to its own partner, both ways round."""
    own = torch.arange(len(likeness))
    return (cross_entropy(likeness, own) + cross_entropy(likeness.T, own)) / 2

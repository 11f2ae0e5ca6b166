"""Trains the bank's encoder (`bank/encoder.py`) on the bundled corpus: `make bank`, two minutes on two cores.

Two ways to ask for the same record, or a question and its answer's summary, shall lie near each other, and
far from those of other records: InfoNCE with the batch as negatives (van den Oord et al. 2018). Some questions
are misspelt on purpose. Many records are asked the same; those that have come to lie near each other and are
of one type are no longer pushed apart.
"""

import random
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from interviewbuddy.bank import read_records
from interviewbuddy.bank.encoder import BUCKETS, WIDTH, Vectors, pieces, widened
from interviewbuddy.bank.language import Phrase, read_phrases
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.record import Record
from interviewbuddy.progress import track
from interviewbuddy.training.misspelling import misspelt

EPOCHS = 60
BATCH = 256
_LEARNING_RATE = 2e-2
_TEMPERATURE = 0.1
_SUMMARY = 0.25  # how often a question is set beside a summary instead of another question
_MISSPELT = 0.4  # how often the question is a misspelt one
_DROPPED = 0.15  # share of a question's pieces left out, so that no single word carries it
_ALIKE = 0.55  # cosine from which two records of one type are taken to be asked the same
_SETTLED = 15  # epochs after which that is looked at

Pieces = dict[int, float]


class Views:
    """Each record's ways to be asked, as a person asks them and as the index keeps them, and its summary."""

    def __init__(self, records: Sequence[Record], draw: random.Random) -> None:
        lines = [[one.question, *one.paraphrases] for one in records]
        flat = [line for own in lines for line in own]
        asked = [[widened(one), widened(wrong)] for one, wrong in zip(*_both(flat, draw), strict=True)]
        kept = [pieces(phrase) for phrase in read_phrases(flat)]
        starts = np.cumsum([0, *map(len, lines)])
        self.asked = [asked[start:end] for start, end in pairwise(starts)]
        self.kept = [kept[start:end] for start, end in pairwise(starts)]
        self.told = [pieces(phrase) for phrase in read_phrases(one.summary for one in records)]
        self.types = [frozenset(intent.expression for intent in one.intents) for one in records]
        seen = [*(view for both in asked for view in both), *kept, *self.told]
        counts = np.bincount([bucket for view in seen for bucket in view], minlength=BUCKETS)
        self.rarity = np.log(1 + len(seen) / np.maximum(counts, 1)).astype(np.float32)
        self.seen = counts > 0

    def pair(self, number: int, draw: random.Random) -> tuple[Pieces, Pieces]:
        """A question for one record, some of its pieces left out, and what it shall find."""
        asked, kept = self.asked[number], self.kept[number]
        one = draw.randrange(len(asked))
        others = [view for place, view in enumerate(kept) if place != one]
        other = draw.choice(others) if others and draw.random() >= _SUMMARY else self.told[number]
        question = asked[one][draw.random() < _MISSPELT]
        return {bucket: weight for bucket, weight in question.items() if draw.random() > _DROPPED}, other


def train(records: Sequence[Record], *, epochs: int = EPOCHS, seed: int = 0) -> tuple[Vectors, list[float]]:
    """The table of vectors, shape (`BUCKETS`, `WIDTH`), rarity folded in; and each epoch's mean loss."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    views = Views(records, draw)
    table = torch.nn.Parameter(torch.randn(BUCKETS, WIDTH) * 0.1)
    rarity = torch.from_numpy(views.rarity)
    optimizer = torch.optim.Adam([table], lr=_LEARNING_RATE)
    same = torch.zeros((len(records), len(records)), dtype=torch.bool)
    losses = []
    for epoch in track(range(epochs), "encoder", total=epochs):
        if epoch == _SETTLED:
            same = _asked_the_same(table.detach(), rarity, views)
        order = draw.sample(range(len(records)), len(records))
        total = 0.0
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            pairs = [views.pair(number, draw) for number in batch]
            asked, found = (_encode(table, rarity, side) for side in zip(*pairs, strict=True))
            likeness = asked @ found.T / _TEMPERATURE
            loss = _contrast(likeness.masked_fill(same[batch][:, batch], -torch.inf))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(pairs)
        losses.append(total / len(records))
    kept = (table.detach() * rarity[:, None]).numpy()
    kept[~views.seen] = 0.0
    return kept, losses


def save(table: Vectors, path: Path) -> None:
    """Keeps the table as bytes with one scale a row."""
    scales = np.maximum(np.abs(table).max(axis=1), 1e-9).astype(np.float32) / 127
    np.savez_compressed(path, rows=np.round(table / scales[:, None]).astype(np.int8), scales=scales)


def _both(lines: Sequence[str], draw: random.Random) -> tuple[list[Phrase], list[Phrase]]:
    """Each line as it is written, and misspelt."""
    return read_phrases(lines), read_phrases(misspelt(line, draw) for line in lines)


def _encode(table: torch.Tensor, rarity: torch.Tensor, views: Sequence[Pieces]) -> torch.Tensor:
    buckets = torch.tensor([bucket for view in views for bucket in view])
    weights = torch.tensor([weight for view in views for weight in view.values()])
    starts = torch.tensor(np.cumsum([0, *(len(view) for view in views)])[:-1])
    bags = embedding_bag(buckets, table, starts, mode="sum", per_sample_weights=weights * rarity[buckets])
    return normalize(bags, dim=-1)


def _asked_the_same(table: torch.Tensor, rarity: torch.Tensor, views: Views) -> torch.Tensor:
    """Which two records, other than one and itself, are near and of one type; shape (records, records)."""
    middles = normalize(torch.stack([_encode(table, rarity, own).mean(dim=0) for own in views.kept]), dim=-1)
    of_one_type = torch.tensor([[bool(one & other) for other in views.types] for one in views.types])
    return (middles @ middles.T > _ALIKE) & of_one_type & ~torch.eye(len(middles), dtype=torch.bool)


def _contrast(likeness: torch.Tensor) -> torch.Tensor:
    """Each question belongs to its own partner, both ways round."""
    own = torch.arange(len(likeness))
    return (cross_entropy(likeness, own) + cross_entropy(likeness.T, own)) / 2


def main() -> None:
    """Trains on the bundled corpus and writes `bank/encoder.npz`."""
    table, losses = train(read_records(SAMPLE))
    path = Path(str(files("interviewbuddy.bank").joinpath("encoder.npz")))
    save(table, path)
    print(f"{path}: loss {losses[0]:.2f} → {losses[-1]:.2f}, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

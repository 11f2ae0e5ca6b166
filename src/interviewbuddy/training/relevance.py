"""Learns anew all that the bank's search has learnt: `make bank`, some half an hour on two cores.

First the encoder, on the ways to ask for the bundled records and the written pieces (`encoder`); then readers'
judgements are brought to bear on it (`tuning`); then logistic regression finds how much each kind of evidence counts
(`bank/relevance.toml`). Last, each record is given the judged questions that it fits (`question.asked`): as
further ways to ask for it, and since their number counts too.
An encoder tuned to a question, and a record that knows it, are too sure of it for that, so the judged questions are
parted in five: an encoder tuned to four parts and records that know these give the evidence for the fifth, and the
weights are fitted to that (as in Wolpert 1992, "Stacked generalization").
"""

import argparse
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits

from interviewbuddy.bank import NEAR, Bank, read_records
from interviewbuddy.bank.encoder import Encoder, Vectors
from interviewbuddy.bank.evidence import Meanings
from interviewbuddy.bank.indexing import ways_to_ask
from interviewbuddy.bank.language import Phrase, read_phrases
from interviewbuddy.bank.pieces import advice, replies
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.record import Record
from interviewbuddy.progress import track
from interviewbuddy.training.encoder import save, train
from interviewbuddy.training.judgements import Judgement, knowing, named, read_judgements
from interviewbuddy.training.tuning import Judged, tune

PARTS = 5
PENALTY = 0.3
"""Of the squared weights; a tenth or ten times as much moves hit@1 by less than a point."""

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Learnt:
    """The encoder's table; names and weights of the evidence, and the bias; how well they tell what fits, in words."""

    table: Vectors
    weights: Mapping[str, float]
    bias: float
    told: tuple[str, ...]


class Lesson:
    """Records and questions judged on them: what there is to learn from, and to measure by."""

    def __init__(self, records: Sequence[Record], judgements: Sequence[Judgement]) -> None:
        self._records = records
        self._judgements = judgements
        self.ways = _ways(knowing(records, []))
        asked = read_phrases(one.question for one in judgements)
        self.judged = [Judged(phrase, one.records, one.fits) for phrase, one in zip(asked, judgements, strict=True)]

    def rows_of(self, split: str) -> list[int]:
        """Which questions are for measuring only (`test`), or to learn from (anything else)."""
        return [row for row, one in enumerate(self._judgements) if (one.split == "test") == (split == "test")]

    def knowing(self, rows: Iterable[int]) -> list[Record]:
        """The records, each with those of these questions that it fits."""
        return knowing(self._records, [self._judgements[row] for row in rows])

    def evidence(self, table: Vectors, records: Sequence[Record], rows: Sequence[int]) -> tuple[list[str], list[Table]]:
        """Names of the evidence; for each of these questions its evidence, shape (judged records, names).

        :param records: those of the lesson, with what they know (`knowing`).
        """
        bank, meanings = Bank(records), Meanings(Encoder(table), _ways(records))
        names: list[str] = []
        found = []
        for row in rows:
            one = self._judgements[row]
            reading = bank.read(one.question)
            every = reading.evidence | bank.applicant(reading, one.occupation, one.experience)
            every |= meanings.of(self.judged[row].asked)
            names = list(every)
            found.append(np.array([every[name][list(one.records)] for name in names], dtype=float).T)
        return names, found


def _ways(records: Sequence[Record]) -> list[list[Phrase]]:
    """Each record's ways to be asked."""
    phrases = iter(read_phrases(way for record in records for way in ways_to_ask(record)))
    return [[next(phrases) for _ in ways_to_ask(record)] for record in records]


def learn(lesson: Lesson, table: Vectors, seed: int = 0) -> Learnt:
    """Tunes the encoder and fits the weights; `told` says how well that holds on the questions set apart."""
    rows = lesson.rows_of("train")
    random.Random(seed).shuffle(rows)
    names: list[str] = []
    evidence: list[Table] = []
    parts = [part for place in range(PARTS) if (part := rows[place::PARTS])]
    for part in track(parts, "tuning", total=len(parts)):
        apart = set(part)
        others = [row for row in rows if row not in apart]
        tuned = tune(table, lesson.ways, [lesson.judged[row] for row in others])
        names, found = lesson.evidence(tuned, lesson.knowing(others), part)
        evidence += found
    fits = _fits(lesson.judged[row] for part in parts for row in part)
    weights = fitted(np.concatenate(evidence), fits)
    tuned = tune(table, lesson.ways, [lesson.judged[row] for row in rows])
    told = [f"fitted to: {_said(evidence, fits, weights)}"]
    if unseen := lesson.rows_of("test"):
        _, measured = lesson.evidence(tuned, lesson.knowing(rows), unseen)
        told.append(f"unseen:    {_said(measured, _fits(lesson.judged[row] for row in unseen), weights)}")
    return Learnt(tuned, dict(zip(names, weights[:-1].tolist(), strict=True)), float(weights[-1]), tuple(told))


def fitted(evidence: Table, fits: Table) -> Table:
    """Weights of the evidence and, last, the bias: logistic regression with a squared penalty."""
    rows = torch.from_numpy(np.hstack([evidence, np.ones((len(evidence), 1))]))
    sought = torch.from_numpy(fits)
    weights = torch.zeros(rows.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=1000, tolerance_grad=1e-6, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = binary_cross_entropy_with_logits(rows @ weights, sought, reduction="sum") + PENALTY * weights @ weights
        value.backward()
        return value

    optimizer.step(loss)
    return np.asarray(weights.detach().numpy())


def write(learnt: Learnt, folder: Path) -> None:
    """Writes `encoder.npz` and `relevance.toml` there."""
    save(learnt.table, folder / "encoder.npz")
    lines = ["# Fitted by training/relevance.py; log odds.", f"bias = {learnt.bias:.3f}", "", "[weights]"]
    lines += [f"{name} = {weight:.3f}" for name, weight in learnt.weights.items()]
    (folder / "relevance.toml").write_text("\n".join(lines) + "\n", "utf-8")


def write_asked(records: Iterable[Record], folder: Path) -> None:
    """Writes what these records were asked into their labels, JSON lines, in this folder; all else stays as it is."""
    asked = {named(record): list(record.asked) for record in records}
    for path in sorted(folder.glob("*.jsonl")):
        labels = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for number, label in enumerate(labels, 1):
            question = label["dataSet"]["question"]
            question.pop("asked", None)
            if known := asked.get(f"{path.stem}:{number}"):
                question["asked"] = known
        lines = [json.dumps(label, ensure_ascii=False, separators=(",", ":")) for label in labels]
        path.write_text("\n".join(lines) + "\n", "utf-8")


def _fits(judged: Iterable[Judged]) -> Table:
    return np.array([fits for one in judged for fits in one.fits], dtype=float)


def _said(evidence: Sequence[Table], fits: Table, weights: Table) -> str:
    """How well probabilities of these weights tell what fits: cross entropy, and what `NEAR` lets through."""
    odds = np.concatenate(evidence) @ weights[:-1] + weights[-1]
    loss = (np.logaddexp(0, odds) - fits * odds).mean()
    near = odds >= np.log(NEAR / (1 - NEAR))
    return (
        f"{loss:.3f} nats a judgement ({_entropy(fits.mean()):.3f} by chance); from {NEAR} on "
        f"{fits[near].mean():.0%} fit, {fits[near].sum() / fits.sum():.0%} of those that fit are there"
    )


def _entropy(share: float) -> float:
    return float(-share * np.log(share) - (1 - share) * np.log(1 - share))


def main() -> None:
    """Learns from the bundled records and a file of judged questions, and writes into the package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, help="judged questions, JSON lines")
    questions = parser.parse_args().questions
    records = read_records(SAMPLE)
    table, losses = train([*records, *advice(), *replies()])
    print(f"encoder: loss {losses[0]:.2f} → {losses[-1]:.2f}")
    lesson = Lesson(records, read_judgements(questions, records))
    learnt = learn(lesson, table)
    print("\n".join(learnt.told))
    write(learnt, Path(str(files("interviewbuddy.bank"))))
    write_asked(lesson.knowing(lesson.rows_of("train")), SAMPLE)


if __name__ == "__main__":
    main()

"""Fits how much each kind of evidence counts (`bank/relevance.toml`) to readers' judgements of records.

`tests/data/questions.jsonl` has for some 900 questions the records that readers judged, and which of them fit. Those
of the split `train` and `dev` are fitted to; `test` says how well that holds. `make bank`.
"""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from interviewbuddy.bank import NEAR, Bank, read_records
from interviewbuddy.corpus import SAMPLE
from search import named, read_questions

PENALTY = 0.3  # of the squared weights; a tenth or ten times as much moves hit@1 by less than a point

Table = NDArray[np.float64]


def judged(bank: Bank, questions: Iterable[dict[str, Any]]) -> tuple[list[str], Table, Table]:
    """Names of the evidence; the evidence, shape (judgements, names); whether each judged record fits, 0 or 1."""
    places = {name: place for place, name in enumerate(map(named, bank.records))}
    rows, fits = [], []
    for one in questions:
        reading = bank.read(one["question"])
        evidence = reading.evidence | bank.applicant(reading, one["occupation"], one["experience"])
        chosen = [places[name] for name in one["judged"]]
        rows.append(np.array(list(evidence.values()))[:, chosen].T)
        fits += [name in one["fits"] for name in one["judged"]]
    return list(evidence), np.concatenate(rows).astype(float), np.array(fits, dtype=float)


def fitted(evidence: Table, fits: Table) -> Table:
    """Weights of the evidence and, last, the bias: logistic regression with a squared penalty."""
    rows = np.hstack([evidence, np.ones((len(evidence), 1))])

    def loss(weights: Table) -> tuple[float, Table]:
        odds = rows @ weights
        value = np.logaddexp(0, odds).sum() - fits @ odds + PENALTY * weights @ weights
        return float(value), rows.T @ (1 / (1 + np.exp(-odds)) - fits) + 2 * PENALTY * weights

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x)


def said(evidence: Table, fits: Table, weights: Table) -> str:
    """How well probabilities of these weights tell what fits: cross entropy, and what `NEAR` lets through."""
    odds = evidence @ weights[:-1] + weights[-1]
    loss = (np.logaddexp(0, odds) - fits * odds).mean()
    near = odds >= np.log(NEAR / (1 - NEAR))
    return (
        f"{loss:.3f} nats a judgement ({_entropy(fits.mean()):.3f} by chance); from {NEAR} on "
        f"{fits[near].mean():.0%} fit, {fits[near].sum() / fits.sum():.0%} of those that fit are there"
    )


def _entropy(share: float) -> float:
    return float(-share * np.log(share) - (1 - share) * np.log(1 - share))


def main() -> None:
    bank = Bank(read_records(SAMPLE))
    questions = [one for one in read_questions() if one.get("judged")]
    names, evidence, fits = judged(bank, (one for one in questions if one["split"] != "test"))
    weights = fitted(evidence, fits)
    _, unseen, unseen_fits = judged(bank, (one for one in questions if one["split"] == "test"))
    print(f"fitted to: {said(evidence, fits, weights)}")
    print(f"unseen:    {said(unseen, unseen_fits, weights)}")
    path = Path(str(files("interviewbuddy.bank").joinpath("relevance.toml")))
    lines = ["# Fitted by benchmarks/relevance.py; log odds.", f"bias = {weights[-1]:.3f}", "", "[weights]"]
    lines += [f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=False)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""How likely a reader finds that a record fits a question: logistic regression over the evidence.

The weights (`relevance.toml`) are fitted to readers' judgements by `training/relevance.py`, each question's evidence
by an encoder that was not tuned to it; so a similarity is a probability, and a threshold on it means the same for
every question.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from interviewbuddy.bank.index import Scores

_SURELY_NOT = 1e-5

APPLICANT = ("same_occupation", "other_trade", "any_occupation", "same_experience", "any_experience")


@dataclass(frozen=True)
class Relevance:
    """Weights by name of the evidence, in log odds."""

    bias: float
    weights: Mapping[str, float]

    def log_odds(self, evidence: Mapping[str, Scores]) -> Scores:
        """What all the evidence for a question comes to, whoever asks it; one number a record."""
        total = sum(self.weights.get(name, 0.0) * values for name, values in evidence.items())
        return np.asarray(self.bias + total, dtype=np.float32)

    def of_applicant(self, evidence: Mapping[str, Scores]) -> Scores:
        """What the applicant's own occupation and experience add to it."""
        return np.asarray(sum(self.weights.get(name, 0.0) * evidence[name] for name in APPLICANT), dtype=np.float32)

    @property
    def of_nobody(self) -> float:
        """What it adds that nothing is known of the applicant."""
        return sum(self.weights.get(name, 0.0) for name in ("any_occupation", "any_experience"))


def probability(log_odds: Scores) -> Scores:
    """The logistic function: 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def logit(likely: float) -> float:
    """The log odds of a probability; 0 and 1 as nearly so, since no evidence is that sure."""
    bounded = min(max(likely, _SURELY_NOT), 1 - _SURELY_NOT)
    return math.log(bounded / (1 - bounded))


@cache
def relevance() -> Relevance:
    """The weights that come with the project."""
    data = tomllib.loads(files("interviewbuddy.bank").joinpath("relevance.toml").read_text("utf-8"))
    return Relevance(data["bias"], data["weights"])

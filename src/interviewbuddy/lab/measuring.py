"""Additive statistics of every measure for a list of generations, under every tokenisation, kept as JSON.

From these rows every table is made: values, intervals, differences of two systems on the same questions.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from interviewbuddy.checks import is_looping, shares_content
from interviewbuddy.copies import CopyIndex
from interviewbuddy.guards import unsupported_facts
from interviewbuddy.lab.asking import Generation
from interviewbuddy.metrics import families
from interviewbuddy.metrics.base import Array, Metric
from interviewbuddy.metrics.overlap import Bleu, Rouge
from interviewbuddy.metrics.tokenization import TOKENIZATIONS, tokenization

TARGETS = ("reference", "summary")
"""What answers are scored against: the applicant's full answer, and its summary."""

Rows = dict[str, dict[str, Array]]
"""Target → measure → rows."""

OF_ANSWERS = ("copied", "ended", "topical", "looping", "facts")
"""Told of an answer beside its question and not of texts alone, a figure an answer each; all but `facts` are shares."""


def main_metrics() -> dict[str, Metric]:
    """The measures of the main tables, on ko-mecab's morphemes."""
    return {metric.name: metric for metric in families.make(list(families.METRICS)) if metric.name not in OF_ANSWERS}


def order_metrics() -> dict[str, Metric]:
    """BLEU and ROUGE-1 under every tokenisation, and as the deck scored; named measure@tokenisation."""
    made: dict[str, Metric] = {}
    for name in TOKENIZATIONS:
        made |= {f"bleu@{name}": Bleu(tokenization(name)), f"rouge1@{name}": Rouge("rouge1", tokenization(name))}
    deck = {metric.name: metric for metric in families.as_the_deck()}
    return made | {f"{name}@deck": deck[name] for name in ("bleu", "rouge1", "rougeL")}


def require_sound() -> None:
    """:raise RuntimeError: if a measure of the main tables fails its self-test."""
    if faults := families.self_test(list(main_metrics().values())):
        raise RuntimeError("; ".join(faults))


def measure(said: Sequence[Generation], copies: CopyIndex | None) -> dict[str, Any]:
    """Rows as plain lists, by target and measure; shares of copied and ended answers beside them."""
    scored = [one for one in said if one.scored]
    texts = [one.answer for one in scored]
    every = main_metrics() | order_metrics()
    rows = {
        target: {
            name: metric.statistics(texts, [getattr(one, target) for one in scored]).tolist()
            for name, metric in every.items()
            if metric.compares or target == TARGETS[0]
        }
        for target in TARGETS
    }
    rows[TARGETS[0]] |= {
        "copied": [[100.0 * bool(copies and copies.contains(text)), 1.0] for text in texts],
        "ended": [[100.0 * (one.finish_reason == "stop"), 1.0] for one in scored],
        **beside_questions(scored),
    }
    return rows


def beside_questions(said: Sequence[Generation]) -> dict[str, list[list[float]]]:
    """Whether each answer that can be scored uses a word of its question, whether it loops, and facts nobody gave."""
    scored = [one for one in said if one.scored]
    return {
        "topical": [[100.0 * shares_content(one.question, one.answer), 1.0] for one in scored],
        "looping": [[100.0 * is_looping(one.answer), 1.0] for one in scored],
        "facts": [[float(len(unsupported_facts(one.answer, one.question))), 1.0] for one in scored],
    }


def rows_of(metric: Metric, said: Sequence[Generation], target: str) -> Array:
    """One measure's statistics of what can be scored, (texts, statistics)."""
    scored = [one for one in said if one.scored]
    return metric.statistics([one.answer for one in scored], [getattr(one, target) for one in scored])


def as_arrays(rows: dict[str, Any]) -> Rows:
    """Rows of JSON as arrays again."""
    return {
        target: {name: np.asarray(values, dtype=np.float64) for name, values in found.items()}
        for target, found in rows.items()
    }

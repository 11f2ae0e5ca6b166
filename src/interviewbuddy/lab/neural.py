"""Measures that need an encoder: BERTScore where one can be had, else the base model's own states, so named."""

from pathlib import Path

from interviewbuddy.metrics import families
from interviewbuddy.metrics.base import Metric
from interviewbuddy.metrics.bertscore import BertScore, HiddenStates

HIDDEN = HiddenStates.name


def neural_metrics(encoder: str | None, base: str) -> dict[str, Metric]:
    """By name, `bertscore` or `hidden-states`, never both; none where neither can be had or trusted.

    :param base: the model before any fine-tuning, the same for all who are compared.
    :raise InputError: if an encoder was named and cannot be had.
    """
    found = families.bertscore(encoder, None, False)
    if isinstance(found, BertScore):
        return _sound(found)
    return _sound(HiddenStates(base)) if Path(base).is_dir() else {}


def _sound(metric: BertScore) -> dict[str, Metric]:
    return {} if families.self_test([metric]) else {metric.name: metric}

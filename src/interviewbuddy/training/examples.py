"""Records → examples ready for a trainer: composed, conditions dropped for a share or found, encoded, batched."""

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import torch

from interviewbuddy.corpus.record import Record
from interviewbuddy.encoding import IGNORED, Example, encode, fitting, padded
from interviewbuddy.prompts import CONDITIONS, Prompt, composition, parts_of, render
from interviewbuddy.training.base import Base
from interviewbuddy.training.config import TrainConfig
from interviewbuddy.training.neighbours import Conditions


def examples_of(records: Iterable[Record], config: TrainConfig, base: Base) -> tuple[list[Example], int]:
    """Encoded examples, and how many did not fit the model or the recipe's `max_length`.

    A record without the part to be learned (no summary, say) makes no example and counts as none.
    """
    prompts = prompts_of(list(records), config)
    encoded = (encode(base.tokenizer, prompt, base.special) for prompt in prompts if prompt.learned)
    return fitting(encoded, min(config.max_length, base.context))


def prompts_of(records: Sequence[Record], config: TrainConfig) -> Iterator[Prompt]:
    """What the model reads and learns of each record, in order; the same for the same seed."""
    how = composition(config.composition)
    chance = random.Random(config.seed)
    parts = (_thinned(record, config, chance) for record in records)
    if "conditions" in how.given:
        found = Conditions(records, config.seed)
        return (render(how, {**own, **conditions}) for own, conditions in zip(parts, found, strict=True))
    return (render(how, own) for own in parts)


def _thinned(record: Record, config: TrainConfig, chance: random.Random) -> dict[str, str | None]:
    parts = parts_of(record)
    if config.transcript == "raw":
        parts["answer"] = record.answer_raw
    for name in CONDITIONS:
        if chance.random() < config.condition_dropout:
            parts[name] = None
    return parts


class Rows(torch.utils.data.Dataset[dict[str, list[int]]]):
    """Examples as a map-style dataset of ids and labels."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._examples = examples

    def __len__(self) -> int:
        return len(self._examples)

    def __getitem__(self, index: int) -> dict[str, list[int]]:
        example = self._examples[index]
        return {"input_ids": list(example.ids), "labels": example.labels}


class Collator:
    """Rows → tensors of shape (rows, longest), padded on the right; padding bears no loss."""

    def __init__(self, pad: int) -> None:
        self._pad = pad

    def __call__(self, rows: list[dict[str, list[int]]]) -> dict[str, Any]:
        """`input_ids`, `attention_mask` and `labels`, all int64."""
        lengths = [len(row["input_ids"]) for row in rows]
        return {
            "input_ids": torch.tensor(padded([row["input_ids"] for row in rows], self._pad)),
            "attention_mask": torch.tensor(padded([[1] * length for length in lengths], 0)),
            "labels": torch.tensor(padded([row["labels"] for row in rows], IGNORED)),
        }

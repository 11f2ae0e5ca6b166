"""BERTScore (Zhang et al. 2020, https://arxiv.org/abs/1904.09675) with any encoder, equal to `bert-score` 0.3.13.

Each token is matched with the nearest of the other text by cosine over the hidden states of one layer;
F1 of both directions, without idf weights. The first and the last special token may be matched but do
not count, as in the published code.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from interviewbuddy.batching import batched
from interviewbuddy.errors import InputError
from interviewbuddy.korean import nfc
from interviewbuddy.metrics.base import MeanMetric

ENCODER = "klue/roberta-base"
LAYERS = {"klue/roberta-base": 9, "bert-base-multilingual-cased": 9}
"""Layers stated for known encoders: bert-score's own choice for multilingual BERT; the same depth for KLUE's."""

_BATCH = 32


class BertScore(MeanMetric):
    """F1, 0 to 100.

    `encoder` is a hub's name or a folder; `layer` counts from 1 and defaults to three quarters of the
    depth. With `rescale` the mean F1 of texts and references paired wrongly becomes 0, as the paper's
    rescaling does with random pairs; it then depends on the references given.
    """

    name = "bertscore"
    floor = 90.0

    def __init__(self, encoder: str = ENCODER, layer: int | None = None, *, rescale: bool = False) -> None:
        """:raise InputError: if the encoder cannot be had or has no such layer."""
        self.encoder = encoder
        self._tokenizer, self._model = _load(encoder)
        self.layer = layer or LAYERS.get(encoder) or max(1, round(0.75 * self._depth))
        self._rescale = rescale
        if not 1 <= self.layer <= self._depth:
            raise InputError("encoder_layer", encoder=encoder, layer=self.layer, layers=self._depth)

    @property
    def _depth(self) -> int:
        return int(self._model.config.num_hidden_layers)

    @property
    def signature(self) -> str:
        """Encoder, layer, rescaling, versions."""
        name = Path(self.encoder).name if Path(self.encoder).is_dir() else self.encoder
        rescaled = "wrong-pairs" if self._rescale else "no"
        return f"f1|model:{name}|layer:{self.layer}|idf:no|rescaled:{rescaled}|transformers:{version('transformers')}"

    def each(self, hypotheses: Sequence[str], references: Sequence[str]) -> list[float]:
        """F1 for each text, times 100."""
        found = self.pairs(hypotheses, references)[:, 2]
        if self._rescale and len(references) > 1:
            wrong = self.pairs([*references[1:], references[0]], references)[:, 2].mean()
            found = (found - wrong) / max(1e-6, 1 - wrong)
        return list(100 * found)

    def pairs(self, hypotheses: Sequence[str], references: Sequence[str]) -> Any:
        """Precision, recall and F1, 0 to 1: (texts, 3)."""
        both = list(zip(hypotheses, references, strict=True))
        rows = [row for batch in batched(both, _BATCH) for row in self._batch(batch)]
        return np.array(rows, dtype=np.float64).reshape(-1, 3)

    def _batch(self, pairs: list[tuple[str, str]]) -> list[tuple[float, float, float]]:
        ours, theirs = (self._vectors([pair[side] for pair in pairs]) for side in (0, 1))
        return [_matched(*one) for one in zip(ours, theirs, strict=True)]

    def _vectors(self, texts: list[str]) -> list[tuple[Any, Any]]:
        """For each text: unit vectors (tokens, width), and which tokens count."""
        import torch

        inputs = self._tokenizer(
            [nfc(text).strip() for text in texts],
            return_tensors="pt",
            padding=True,
            truncation=True,
            max_length=_longest(self._tokenizer, self._model),
        )
        with torch.inference_mode():
            states = self._model(**inputs, output_hidden_states=True).hidden_states[self.layer]
        states = torch.nn.functional.normalize(states, dim=-1)
        found = []
        for ids, mask, vectors in zip(inputs["input_ids"], inputs["attention_mask"], states, strict=True):
            keep = mask.bool()
            ends = {self._tokenizer.cls_token_id, self._tokenizer.sep_token_id}
            counts = torch.tensor([int(number) not in ends for number in ids[keep]])
            found.append((vectors[keep], counts))
        return found


class HiddenStates(BertScore):
    """The same matching in the hidden states of a causal model, such as the base of an experiment.

    Its states were never made for meaning, nearly all of them point one way, and what a token's state knows
    of its sentence is what stands before it: no BERTScore, and never in one column with it. Rescaled, so
    that texts that have nothing to do with each other are near 0.
    """

    name = "hidden-states"
    floor = 50.0

    def __init__(self, model: str, layer: int | None = None) -> None:
        """:raise InputError: if the model cannot be had or has no such layer."""
        super().__init__(model, layer, rescale=True)


def _matched(ours: tuple[Any, Any], theirs: tuple[Any, Any]) -> tuple[float, float, float]:
    if not ours[1].any() or not theirs[1].any():
        return 0.0, 0.0, 0.0
    alike = ours[0] @ theirs[0].T
    precision = float(alike.max(dim=1).values[ours[1]].mean())
    recall = float(alike.max(dim=0).values[theirs[1]].mean())
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _longest(tokenizer: Any, model: Any) -> int:
    positions = int(getattr(model.config, "max_position_embeddings", 512))
    # RoBERTa counts positions from the padding id on.
    offset = int(model.config.pad_token_id or 0) + 1 if "roberta" in model.config.model_type else 0
    return min(int(tokenizer.model_max_length), positions - offset)


def _load(encoder: str) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModel, AutoTokenizer

    if not has_encoder(encoder):
        raise InputError("encoder_missing", encoder=encoder)
    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(encoder)
        model: Any = AutoModel.from_pretrained(encoder, dtype=torch.float32)
    except (OSError, ValueError) as error:
        raise InputError("encoder_missing", encoder=encoder) from error
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer, model.eval()


def has_encoder(encoder: str) -> bool:
    """Whether the encoder can be had: a folder, in the cache, or (one quick question) on the hub."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url, try_to_load_from_cache

    if Path(encoder).is_dir():
        return True
    try:
        if isinstance(try_to_load_from_cache(encoder, "config.json"), str):
            return True
        get_hf_file_metadata(hf_hub_url(encoder, "config.json"), timeout=5)
    except Exception:  # whatever the client raises: it cannot be had
        return False
    return True

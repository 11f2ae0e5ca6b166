"""The model a fine-tune starts from: a causal model by name or folder, or one from nothing."""

import logging
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import get_hf_file_metadata, hf_hub_url, try_to_load_from_cache
from tokenizers import Tokenizer
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedTokenizerFast,
)

from interviewbuddy.encoding import SpecialIds
from interviewbuddy.errors import InputError
from interviewbuddy.training.config import SCRATCH, Scratch, TrainConfig
from interviewbuddy.training.tokenizer import train_tokenizer

log = logging.getLogger("interviewbuddy")

KOGPT2_TOKENS = {
    "bos_token": "</s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
"""KoGPT2's roles: it told start from end apart nowhere in training, so </s> is both, and pad is another."""

KOGPT2_ROWS = 51200
KOGPT2_LICENCE = "CC-BY-NC-SA-4.0"


@dataclass(frozen=True)
class Base:
    """A model, its tokenizer and the ids looked up by name; `licence` is what a fine-tune inherits."""

    model: Any
    tokenizer: Tokenizer
    wrapped: Any
    special: SpecialIds
    licence: str

    @property
    def context(self) -> int:
        """How many tokens the model can read."""
        return int(getattr(self.model.config, "max_position_embeddings", 1024))


def load_base(config: TrainConfig, texts: Iterable[str]) -> Base:
    """The base of a recipe; `texts` (the training split) teach a scratch model's tokenizer.

    :raise InputError: if the model cannot be had or its special tokens are not where they must be.
    """
    torch.manual_seed(config.seed)
    if config.base == SCRATCH:
        return make_scratch(config.scratch, texts)
    _require_reachable(config.base)
    try:
        model = AutoModelForCausalLM.from_pretrained(config.base, dtype=torch.float32)
        wrapped = _load_tokenizer(config.base)
    except (OSError, ValueError) as error:
        raise InputError("base_unreachable", base=config.base, reason=_reason(error)) from error
    return Base(
        model,
        wrapped.backend_tokenizer,
        wrapped,
        _special_ids(config.base, model, wrapped),
        _licence(config.base, wrapped),
    )


def _require_reachable(name: str) -> None:
    """One quick question to the hub, where the model is neither a folder nor in the cache.

    The hub's client would retry for half a minute before it says that there is no network.
    """
    if Path(name).is_dir() or isinstance(try_to_load_from_cache(name, "config.json"), str):
        return
    try:
        get_hf_file_metadata(hf_hub_url(name, "config.json"), timeout=5)
    except Exception as error:  # whatever the client raises, the person needs the same sentence
        raise InputError("base_unreachable", base=name, reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def make_scratch(shape: Scratch, texts: Iterable[str]) -> Base:
    """A GPT-2 with random weights and a tokenizer of KoGPT2's kind.

    :raise InputError: if there is too little text for a tokenizer, or a text file is missing.
    """
    tokenizer = train_tokenizer(_chained(texts, shape), shape.vocabulary)
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **KOGPT2_TOKENS)
    config = gpt2_config(shape, tokenizer.get_vocab_size())
    config.bos_token_id = config.eos_token_id = tokenizer.token_to_id("</s>")
    config.pad_token_id = tokenizer.token_to_id("<pad>")
    model = GPT2LMHeadModel(config)
    return Base(model, tokenizer, wrapped, _special_ids(SCRATCH, model, wrapped), "MIT")


def gpt2_config(shape: Scratch, rows: int) -> GPT2Config:
    """GPT-2's shape in small, with so many rows in the embedding; the special tokens' ids are not set yet."""
    return GPT2Config(
        vocab_size=rows,
        n_positions=shape.context,
        n_embd=shape.width,
        n_layer=shape.layers,
        n_head=shape.heads,
        resid_pdrop=shape.dropout,
        embd_pdrop=shape.dropout,
        attn_pdrop=shape.dropout,
        bos_token_id=None,
        eos_token_id=None,
    )


def read_text(shape: Scratch) -> Iterator[str]:
    """The paragraphs of the recipe's text files, at most `characters` of each.

    :raise InputError: if a file is missing.
    """
    for name in shape.text:
        path = Path(name)
        if not path.is_file():
            raise InputError("text_missing", path=path)
        opener: Any = lzma.open if path.suffix == ".xz" else open
        left = shape.characters
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if left <= 0:
                    break
                left -= len(line)
                if line.strip():
                    yield line.strip()


def _chained(texts: Iterable[str], shape: Scratch) -> Iterator[str]:
    yield from texts
    yield from read_text(shape)


def _load_tokenizer(name: str) -> Any:
    """KoGPT2's tokens where the vocabulary has them; AutoTokenizer would add a token past the embedding."""
    fast: Any = PreTrainedTokenizerFast.from_pretrained(name)
    vocabulary = fast.get_vocab()
    if set(KOGPT2_TOKENS.values()) <= set(vocabulary):
        return type(fast).from_pretrained(name, **KOGPT2_TOKENS)
    return AutoTokenizer.from_pretrained(name)


def _special_ids(name: str, model: Any, wrapped: Any) -> SpecialIds:
    rows = model.get_input_embeddings().weight.shape[0]
    eos = wrapped.eos_token_id
    bos = wrapped.bos_token_id if wrapped.bos_token_id is not None else eos
    pad = wrapped.pad_token_id if wrapped.pad_token_id is not None else eos
    found = {"bos": bos, "eos": eos, "pad": pad}
    wrong = [role for role, number in found.items() if number is None or not 0 <= number < rows]
    if wrong:
        raise InputError("base_tokens", base=name, tokens=", ".join(wrong), rows=rows)
    return SpecialIds(**found)


def _licence(name: str, wrapped: Any) -> str:
    """KoGPT2's own, told by its tokens too, since a folder's name says nothing."""
    looks_like_kogpt2 = "kogpt2" in name.lower() or (len(wrapped) == KOGPT2_ROWS and "<unused0>" in wrapped.get_vocab())
    return KOGPT2_LICENCE if looks_like_kogpt2 else "see the base model's licence"

"""How much of a model is trained, and the proof of what stayed as it was.

all         every parameter
last-block  the last transformer block and the final layer norm
head        the output layer alone. GPT-2 ties it to the input embedding; it is untied first, so that
            the embedding stays frozen and "the last layer" means just that
lora        low-rank updates beside the attention and MLP matrices (Hu et al. 2021,
            https://arxiv.org/abs/2106.09685), merged into the weights at the end
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from torch import nn

from interviewbuddy.errors import InputError

_BLOCK = re.compile(r"^(.*?\.(\d+))\.")
_FINAL_NORM = re.compile(r"(?:^|\.)(?:ln_f|norm|final_layer_norm|final_layernorm)\.")
LORA_RANK = 16


@dataclass(frozen=True)
class Prepared:
    """A model with the right parameters frozen; `proof` is filled in by `prove` after training."""

    model: Any
    method: str
    trainable: int
    total: int
    frozen_hash: str


def prepare(model: Any, method: str, base: str) -> Prepared:
    """Freezes what the method does not train.

    :raise InputError: if nothing in the model matches the method.
    """
    model = _CHOOSERS[method](model)
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    if not trainable:
        raise InputError("nothing_trainable", method=method, base=base, pattern=_BLOCK.pattern)
    total = sum(p.numel() for p in model.parameters())
    return Prepared(model, method, trainable, total, frozen_hash(model))


def prove(prepared: Prepared, model: Any) -> dict[str, Any]:
    """Counts, and the hash of all frozen tensors before and after training.

    :raise RuntimeError: if a frozen tensor changed.
    """
    after = frozen_hash(model)
    if after != prepared.frozen_hash:
        raise RuntimeError(f"frozen tensors changed under {prepared.method}")
    return {
        "trainable_parameters": prepared.trainable,
        "all_parameters": prepared.total,
        "frozen_sha256_before": prepared.frozen_hash,
        "frozen_sha256_after": after,
    }


def merged(model: Any) -> Any:
    """A plain model again: LoRA's updates added to the weights they belong to."""
    return model.merge_and_unload() if hasattr(model, "merge_and_unload") else model


def frozen_hash(model: Any) -> str:
    """sha256 over the frozen parameters, names and bytes, in name order."""
    digest = hashlib.sha256()
    for name, parameter in sorted(model.named_parameters()):
        if not parameter.requires_grad:
            digest.update(name.encode())
            digest.update(parameter.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _all(model: Any) -> Any:
    model.requires_grad_(True)
    return model


def _last_block(model: Any) -> Any:
    names = [match for name, _ in model.named_parameters() if (match := _BLOCK.match(name))]
    last = max((int(match[2]) for match in names), default=-1)
    prefixes = tuple(f"{match[1]}." for match in names if int(match[2]) == last)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(prefixes) or bool(_FINAL_NORM.search(name)))
    return model


def _head(model: Any) -> Any:
    head = model.get_output_embeddings()
    head.weight = nn.Parameter(head.weight.detach().clone())
    model.config.tie_word_embeddings = False
    model.requires_grad_(False)
    head.weight.requires_grad_(True)
    return model


def _lora(model: Any) -> Any:
    from peft import LoraConfig, get_peft_model

    conv1d = any(type(module).__name__ == "Conv1D" for module in model.modules())
    targets: Any = ["c_attn", "c_proj", "c_fc"] if conv1d else "all-linear"
    adapter = LoraConfig(
        r=LORA_RANK,
        lora_alpha=2 * LORA_RANK,
        lora_dropout=0.05,
        target_modules=targets,
        fan_in_fan_out=conv1d,
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, adapter)


_CHOOSERS = {"all": _all, "last-block": _last_block, "head": _head, "lora": _lora}

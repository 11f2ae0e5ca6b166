"""A finished run → a bundle: GPT-2's tensors written as GGUF, the tokenizer beside them, the card.

The tensors map one to one (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): GPT-2's Conv1D
keeps weights as (in, out), GGUF wants (out, in). A head tied to the embedding is left out and
llama.cpp ties it again. The vocabulary goes in as its real strings, though llama.cpp never encodes
with it: prompts arrive as ids, made by `tokenizer.json`.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from interviewbuddy import bundles
from interviewbuddy.copies import CopyIndex
from interviewbuddy.corpus import store
from interviewbuddy.encoding import SpecialIds, load_tokenizer
from interviewbuddy.errors import InputError
from interviewbuddy.training.config import MODEL, RUN, SAMPLE

QUANTIZATIONS = {
    "f32": (gguf.GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
    "f16": (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "q8_0": (gguf.GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
}

_BLOCK_TENSORS = {
    "ln_1": "attn_norm",
    "attn.c_attn": "attn_qkv",
    "attn.c_proj": "attn_output",
    "ln_2": "ffn_norm",
    "mlp.c_fc": "ffn_up",
    "mlp.c_proj": "ffn_down",
}


def export(
    run: Path, out: Path, quantization: str, name: str | None = None, demonstration: bool = False
) -> bundles.Bundle:
    """Writes the bundle `out` from the run folder `run`.

    :raise InputError: if the run is no GPT-2, its corpus is gone or another, or the quantization is unknown.
    """
    if quantization not in QUANTIZATIONS:
        raise InputError("quantization_unknown", name=quantization, known=", ".join(QUANTIZATIONS))
    record = json.loads((run / RUN).read_text("utf-8"))
    model = AutoModelForCausalLM.from_pretrained(run / MODEL, dtype=torch.float32)
    if model.config.model_type != "gpt2":
        raise InputError("not_gpt2", run=run, architecture=model.config.model_type)
    corpus = _corpus(record, run)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(run / MODEL / "tokenizer.json")
    write_gguf(model, tokenizer, SpecialIds(**record["special"]), out / bundles.MODEL, quantization)
    tokenizer.save(str(out / bundles.TOKENIZER))
    _copies(corpus).save(out / bundles.COPIED)
    showable = bool(store.load_report(corpus)["showable"])
    return bundles.save(out, _card(record, name or run.name, quantization, demonstration, showable))


def _corpus(record: dict[str, Any], run: Path) -> Path:
    """The folder of the records that the run learned from."""
    named = record["config"]["corpus"]
    folder = run / "corpus" if named == SAMPLE else Path(named)
    if store.load_report(folder)["corpus_hash"] != record["corpus_hash"]:
        raise InputError("corpus_differs", folder=folder, run=run)
    return folder


def _copies(corpus: Path) -> CopyIndex:
    """What the model could repeat: every text it learned to write or, as a condition, read."""
    records = store.load_split(corpus, "train")
    return CopyIndex.of(text for record in records for text in (record.answer, record.summary))


def _card(record: dict[str, Any], name: str, quantization: str, demonstration: bool, showable: bool) -> bundles.Bundle:
    config = record["config"]
    return bundles.Bundle(
        name=name,
        base=config["base"],
        composition=config["composition"],
        method=config["method"],
        context=record["context"],
        special=SpecialIds(**record["special"]),
        licence=record["licence"],
        attribution=record["attribution"],
        quantization=quantization,
        demonstration=demonstration,
        showable=showable,
        corpus_hash=record["corpus_hash"],
        training={
            **{key: value for key, value in config.items() if key not in {"out", "corpus"}},
            "examples": record["examples"],
            "steps": record["steps"],
        },
        scores={"validation_loss": record["validation_loss"]},
    )


def write_gguf(model: Any, tokenizer: Tokenizer, special: SpecialIds, path: Path, quantization: str) -> None:
    """Writes a GPT-2 as GGUF, whole or not at all."""
    kind, file_type = QUANTIZATIONS[quantization]
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        writer = gguf.GGUFWriter(part, "gpt2")
        _write_shape(writer, model.config, file_type)
        _write_vocabulary(writer, tokenizer, special, model.config.vocab_size)
        for name, tensor in _tensors(model):
            _write_tensor(writer, name, tensor, kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        part.replace(path)


def _write_shape(writer: Any, config: Any, file_type: Any) -> None:
    writer.add_name("interviewbuddy")
    writer.add_block_count(config.n_layer)
    writer.add_context_length(config.n_positions)
    writer.add_embedding_length(config.n_embd)
    writer.add_feed_forward_length(config.n_inner or 4 * config.n_embd)
    writer.add_head_count(config.n_head)
    writer.add_layer_norm_eps(config.layer_norm_epsilon)
    writer.add_file_type(file_type)


def _write_vocabulary(writer: Any, tokenizer: Tokenizer, special: SpecialIds, rows: int) -> None:
    """Every row's own string, special ones marked; rows past the tokenizer's end are unused."""
    added = tokenizer.get_added_tokens_decoder()
    names = [tokenizer.id_to_token(i) for i in range(rows)]
    tokens = [name if name is not None else f"<unused-row-{i}>" for i, name in enumerate(names)]
    types = [gguf.TokenType.CONTROL if i in added or names[i] is None else gguf.TokenType.NORMAL for i in range(rows)]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token.encode() for token in tokens])
    writer.add_token_scores([-float(i) for i in range(rows)])
    writer.add_token_types(types)
    writer.add_bos_token_id(special.bos)
    writer.add_eos_token_id(special.eos)
    writer.add_pad_token_id(special.pad)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def _tensors(model: Any) -> Any:
    """GGUF names and float32 arrays; matrices of blocks turned to (out, in)."""
    body = model.transformer
    yield "token_embd.weight", _array(body.wte.weight)
    yield "position_embd.weight", _array(body.wpe.weight)
    for number, block in enumerate(body.h):
        for ours, theirs in _BLOCK_TENSORS.items():
            module = block.get_submodule(ours)
            weight = _array(module.weight)
            turned = np.ascontiguousarray(weight.T) if weight.ndim == 2 else weight
            yield f"blk.{number}.{theirs}.weight", turned
            yield f"blk.{number}.{theirs}.bias", _array(module.bias)
    yield "output_norm.weight", _array(body.ln_f.weight)
    yield "output_norm.bias", _array(body.ln_f.bias)
    if model.lm_head.weight.data_ptr() != body.wte.weight.data_ptr():
        yield "output.weight", _array(model.lm_head.weight)


def _array(tensor: torch.Tensor) -> np.ndarray[Any, np.dtype[np.float32]]:
    return tensor.detach().to(torch.float32).cpu().numpy()


def _write_tensor(writer: Any, name: str, array: Any, kind: Any) -> None:
    """Matrices are quantized; vectors and positions, and rows no block divides, stay as they are."""
    keep = array.ndim == 1 or name.startswith("position_embd")
    if keep or kind == gguf.GGMLQuantizationType.F32:
        writer.add_tensor(name, array)
    elif kind == gguf.GGMLQuantizationType.F16 or array.shape[-1] % 32:
        writer.add_tensor(name, array.astype(np.float16))
    else:
        writer.add_tensor(name, gguf.quants.quantize(array, kind), raw_dtype=kind)

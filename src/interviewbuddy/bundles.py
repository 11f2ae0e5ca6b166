"""A bundle: a folder with a served model and all it needs. Nothing in it runs code.

    model.gguf       weights
    tokenizer.json   what makes ids of text
    copied.bin       hashes of what the training answers say word for word (`copies`); bundles of format 1 lack it
    bundle.json      what it is, how it was made, how to sample, and the sha256 of the other files

A bundle whose files do not match their hashes is refused.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from interviewbuddy.copies import CopyIndex
from interviewbuddy.encoding import SpecialIds
from interviewbuddy.errors import InputError

FORMAT_VERSION = 2
MODEL, TOKENIZER, COPIED, CARD = "model.gguf", "tokenizer.json", "copied.bin", "bundle.json"


@dataclass(frozen=True)
class Sampling:
    """How tokens are drawn. The defaults suit a Korean GPT-2, which loops when greedy.

    `max_tokens` caps an answer. DRY (https://github.com/oobabooga/text-generation-webui/pull/5677) fines
    runs said before, the longer the more, and leaves single tokens alone; it looks `dry_penalty_last_n`
    tokens back, a whole answer. The penalty on single tokens is faint, since in Korean it falls on
    particles and endings, which every sentence needs, and, prompts being counted in, on the very words
    of the question and its conditions.
    """

    temperature: float = 0.8
    top_k: int = 50
    top_p: float = 0.92
    min_p: float = 0.02
    repeat_penalty: float = 1.05
    repeat_last_n: int = 256
    dry_multiplier: float = 0.8
    dry_base: float = 1.75
    dry_allowed_length: int = 4
    dry_penalty_last_n: int = 512
    max_tokens: int = 320


@dataclass(frozen=True)
class Bundle:
    """What `bundle.json` says. `special` are token ids by role; `context` is in tokens.

    `showable`: whether the licence lets visitors see the training answers word for word.
    """

    name: str
    base: str
    composition: str
    method: str
    context: int
    special: SpecialIds
    licence: str
    attribution: str
    quantization: str
    sampling: Sampling = field(default_factory=Sampling)
    demonstration: bool = False
    showable: bool = False
    corpus_hash: str = ""
    training: dict[str, Any] = field(default_factory=dict)
    scores: dict[str, Any] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION
    sha256: dict[str, str] = field(default_factory=dict)


def save(folder: Path, bundle: Bundle) -> Bundle:
    """Writes `bundle.json` over the files that lie in `folder`, and returns it with their hashes."""
    hashes = {name: _sha256(folder / name) for name in (MODEL, TOKENIZER, COPIED) if (folder / name).is_file()}
    complete = Bundle(**{**_shallow(bundle), "sha256": hashes})
    text = json.dumps(asdict(complete), ensure_ascii=False, indent=2)
    (folder / CARD).write_text(text + "\n", "utf-8")
    return complete


def load(folder: Path) -> Bundle:
    """Reads and verifies a bundle.

    :raise InputError: if a file is missing, does not match its hash, or the card is of a newer format.
    """
    _require(folder, CARD, MODEL, TOKENIZER)
    bundle = _read_card(folder)
    listed = (MODEL, TOKENIZER, COPIED) if COPIED in bundle.sha256 else (MODEL, TOKENIZER)
    _require(folder, *listed)
    for name in listed:
        if bundle.sha256.get(name) != _sha256(folder / name):
            raise InputError("bundle_changed", path=folder, file=name)
    return bundle


def copies(folder: Path, bundle: Bundle) -> CopyIndex | None:
    """What the training answers say word for word; None for a bundle that does not know."""
    return CopyIndex.open(folder / COPIED) if COPIED in bundle.sha256 else None


def _require(folder: Path, *names: str) -> None:
    for name in names:
        if not (folder / name).is_file():
            raise InputError("bundle_missing", path=folder, file=name)


def _read_card(folder: Path) -> Bundle:
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        version = card.get("format_version")
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise InputError("bundle_format", path=folder, version=version, known=FORMAT_VERSION)
        card["special"] = SpecialIds(**card["special"])
        card["sampling"] = Sampling(**card.get("sampling", {}))
        bundle = Bundle(**card)
        dict(bundle.sha256)
        return bundle
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError("bundle_invalid", path=folder, reason=error) from error


def _shallow(bundle: Bundle) -> dict[str, Any]:
    return {name: getattr(bundle, name) for name in bundle.__dataclass_fields__}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

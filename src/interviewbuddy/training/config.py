"""A recipe for one fine-tune, as a TOML file or flags give it. Knows nothing of torch."""

import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from interviewbuddy.errors import InputError
from interviewbuddy.prompts import composition

METHODS = ("all", "last-block", "head", "lora")
"""How much is trained; `methods` says what each means."""

RECIPE, RUN, MODEL, CHECKPOINTS = "recipe.json", "run.json", "model", "checkpoints"
"""What a run folder holds."""

TRANSCRIPTS = ("clean", "raw")
"""Which version of an answer is learned: without spoken noise, or as it was spoken."""

SCRATCH = "scratch"
SAMPLE = "sample"


@dataclass(frozen=True)
class Scratch:
    """A model made from nothing: GPT-2's shape in small, and what it reads before fine-tuning.

    `vocabulary` counts tokens, `context` is in tokens. `text` are plain UTF-8 files (.xz too), a
    paragraph a line, of which at most `characters` are read from each.
    """

    layers: int = 4
    heads: int = 4
    width: int = 256
    context: int = 512
    vocabulary: int = 8000
    dropout: float = 0.1
    text: tuple[str, ...] = ()
    characters: int = 4_000_000
    pretrain_epochs: float = 1.0
    pretrain_learning_rate: float = 1e-3
    pretrain_batch_size: int = 16


@dataclass(frozen=True)
class TrainConfig:
    """One fine-tune. The defaults are the deck's: learning rate 5e-5, batch 32, 6 epochs.

    `corpus` is a built corpus folder, or "sample" for the bundled records. `condition_dropout` is the
    share of training examples whose occupation and experience are left out, each by itself.
    `device_batch_size` is what fits in memory at once; the rest of a batch is accumulated. 0 chooses.
    """

    base: str = "skt/kogpt2-base-v2"
    corpus: str = SAMPLE
    composition: str = "question-answer"
    method: str = "all"
    transcript: str = "clean"
    epochs: float = 6.0
    learning_rate: float = 5e-5
    batch_size: int = 32
    device_batch_size: int = 0
    warmup_steps: int = 0
    weight_decay: float = 0.0
    max_length: int = 1024
    max_steps: int = -1
    condition_dropout: float = 0.1
    seed: int = 42
    out: str = "runs/run"
    scratch: Scratch = field(default_factory=Scratch)

    def __post_init__(self) -> None:
        """:raise InputError: for a value that contradicts itself, with the rule it breaks."""
        composition(self.composition)
        if self.method not in METHODS:
            raise InputError("method_unknown", name=self.method, known=", ".join(METHODS))
        _require("transcript", self.transcript, self.transcript in TRANSCRIPTS, " / ".join(TRANSCRIPTS))
        _require("epochs", self.epochs, self.epochs > 0, "> 0")
        _require("learning_rate", self.learning_rate, 0 < self.learning_rate < 1, "0 < x < 1")
        _require("batch_size", self.batch_size, self.batch_size >= 1, ">= 1")
        _require("max_length", self.max_length, self.max_length >= 16, ">= 16")
        _require("max_steps", self.max_steps, self.max_steps == -1 or self.max_steps >= 1, "-1, >= 1")
        _require("condition_dropout", self.condition_dropout, 0 <= self.condition_dropout <= 1, "0 <= x <= 1")
        shape = self.scratch
        _require("scratch.heads", shape.heads, shape.heads >= 1, ">= 1")
        _require("scratch.width", shape.width, shape.width % shape.heads == 0, f"% {shape.heads} == 0")

    @property
    def identity(self) -> dict[str, Any]:
        """All that decides what is learned: everything but where it is written."""
        return {name: value for name, value in asdict(self).items() if name not in {"out", "device_batch_size"}}


def load_config(path: Path | None, flags: dict[str, Any]) -> TrainConfig:
    """The recipe of a TOML file (or the defaults), overridden by flags; `text` is the scratch base's.

    :raise InputError: if the file is missing, is no TOML, or names something unknown.
    """
    values = _read(path) if path else {}
    scratch = values.pop("scratch", {})
    if not isinstance(scratch, dict):
        raise InputError("config_invalid", path=path, reason="[scratch]")
    _refuse_unknown(path, values, TrainConfig)
    _refuse_unknown(path, scratch, Scratch)
    values |= {name: str(value) if isinstance(value, Path) else value for name, value in flags.items()}
    text = values.pop("text", None) or scratch.get("text", ())
    scratch["text"] = tuple(text)
    try:
        return replace(TrainConfig(**values), scratch=replace(Scratch(), **scratch))
    except TypeError as error:
        raise InputError("config_invalid", path=path, reason=error) from error


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise InputError("config_missing", path=path)
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("config_invalid", path=path, reason=error) from error


def _refuse_unknown(path: Path | None, values: dict[str, Any], kind: type) -> None:
    known = [one.name for one in fields(kind)]
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise InputError("config_unknown_key", path=path, keys=", ".join(unknown), known=", ".join(known))


def _require(name: str, value: object, holds: bool, rule: str) -> None:
    if not holds:
        raise InputError("config_value", field=name, value=value, rule=rule)

"""One fine-tune from recipe to run folder.

run.json       the recipe, what was trained on, the losses, the proof of what stayed frozen
model/         the best checkpoint as Hugging Face saves it, tokenizer included
checkpoints/   what an interrupted run resumes from
corpus/        the bundled records, built, where the recipe says corpus = "sample"
"""

import json
import platform
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import Trainer, TrainerCallback

from interviewbuddy.corpus import SAMPLE as SAMPLE_RECORDS
from interviewbuddy.corpus import store
from interviewbuddy.corpus.build import build
from interviewbuddy.corpus.record import Record
from interviewbuddy.encoding import Example, show
from interviewbuddy.errors import InputError
from interviewbuddy.prompts import COMPOSITIONS, LABELS, parts_of, render
from interviewbuddy.training import methods, trainer
from interviewbuddy.training.base import Base, load_base
from interviewbuddy.training.config import CHECKPOINTS, MODEL, RECIPE, RUN, SAMPLE, SCRATCH, TrainConfig
from interviewbuddy.training.examples import Collator, Rows, examples_of
from interviewbuddy.training.pretrain import pretrain


@dataclass(frozen=True)
class Data:
    """The encoded splits, how many examples were too long, and how many records had nothing to learn."""

    train: list[Example]
    validation: list[Example]
    skipped: int
    without_learned_part: int


def fine_tune(config: TrainConfig, callbacks: Sequence[TrainerCallback] = ()) -> dict[str, Any]:
    """Runs the recipe and returns `run.json`; a finished run is returned as it is, a broken one resumed.

    :param callbacks: told of every evaluation, as Hugging Face's Trainer does.
    :raise InputError: if the folder holds another recipe's run, or nothing can be trained on.
    """
    out = Path(config.out)
    corpus = _corpus_folder(config, out)
    recipe = _recipe(config, corpus)
    if finished := _finished(recipe, out):
        return finished
    out.mkdir(parents=True, exist_ok=True)
    _write(out / RECIPE, recipe)
    transformers.set_seed(config.seed)
    records = {split: store.load_split(corpus, split) for split in ("train", "validation")}
    base = _base(config, records["train"], out)
    data = _encode(config, base, records)
    return _train(config, base, data, out, store.load_report(corpus), callbacks)


def preview(config: TrainConfig, count: int) -> list[str]:
    """The first training examples as `encoding.show` draws them: tokens, ids, and what bears loss."""
    records = store.load_split(_corpus_folder(config, Path(config.out)), "train")
    base = load_base(config, _texts(records))
    return [show(base.tokenizer, example) for example in examples_of(records, config, base)[0][:count]]


def _recipe(config: TrainConfig, corpus: Path) -> dict[str, Any]:
    """All that decides what is learned: the configuration, the records and their split, the texts' sizes."""
    report = store.load_report(corpus)
    sizes = {name: Path(name).stat().st_size for name in config.scratch.text if Path(name).is_file()}
    recipe = {
        **config.identity,
        "corpus_hash": report["corpus_hash"],
        "corpus_split": f"{report['split_by']} {report['seed']}",
        "text_bytes": sizes,
    }
    plain: dict[str, Any] = json.loads(json.dumps(recipe))
    return plain


def _finished(recipe: dict[str, Any], out: Path) -> dict[str, Any] | None:
    """The run that `out` already holds, if it is this recipe's and whole."""
    if not (out / RECIPE).is_file():
        return None
    found = json.loads((out / RECIPE).read_text("utf-8"))
    differing = sorted(key for key in recipe if found.get(key) != recipe[key])
    if differing:
        raise InputError("run_differs", out=out, keys=", ".join(differing))
    if not (out / RUN).is_file():
        return None
    run: dict[str, Any] = json.loads((out / RUN).read_text("utf-8"))
    return run


def _corpus_folder(config: TrainConfig, out: Path) -> Path:
    if config.corpus != SAMPLE:
        return Path(config.corpus)
    folder = out / "corpus"
    build([SAMPLE_RECORDS], folder, seed=config.seed)
    return folder


def _base(config: TrainConfig, records: list[Record], out: Path) -> Base:
    base = load_base(config, _texts(records))
    if config.base == SCRATCH and config.scratch.text:
        pretrain(base, config.scratch, out / "pretrained", config.seed)
    return base


def _texts(records: list[Record]) -> Iterator[str]:
    """What a scratch tokenizer learns from: every part of a prompt, labels and conditions included."""
    yield from [" ".join(f"{label}:" for label in LABELS.values())] * 2
    for record in records:
        for how in (COMPOSITIONS["occupation-experience-question-answer"], COMPOSITIONS["question-summary"]):
            prompt = render(how, parts_of(record))
            yield f"{prompt.given} {prompt.learned}"


def _encode(config: TrainConfig, base: Base, records: dict[str, list[Record]]) -> Data:
    train, long_train = examples_of(records["train"], config, base)
    validation, long_validation = examples_of(records["validation"], config, base)
    for split, kept in (("train", train), ("validation", validation)):
        if not kept:
            raise InputError("no_examples", split=split, skipped=long_train + long_validation)
    skipped = long_train + long_validation
    given = sum(map(len, records.values()))
    return Data(train, validation, skipped, given - len(train) - len(validation) - skipped)


def _train(
    config: TrainConfig,
    base: Base,
    data: Data,
    out: Path,
    report: dict[str, Any],
    callbacks: Sequence[TrainerCallback],
) -> dict[str, Any]:
    prepared = methods.prepare(base.model, config.method, config.base)
    started = time.time()

    def make(size: int) -> Trainer:
        return Trainer(
            model=prepared.model,
            args=_arguments(config, out / CHECKPOINTS, size),
            data_collator=Collator(base.special.pad),
            train_dataset=Rows(data.train),
            eval_dataset=Rows(data.validation),
            callbacks=list(callbacks),
        )

    length = max(len(example.ids) for example in data.train)
    size = config.device_batch_size or trainer.batch_that_fits(length, base.model.config.vocab_size)
    done = trainer.run(make, config.batch_size, size, config.composition, out / CHECKPOINTS)
    proof = methods.prove(prepared, done.model)
    model = methods.merged(done.model)
    model.save_pretrained(out / MODEL)
    base.wrapped.save_pretrained(out / MODEL)
    run = _describe(config, base, data, report) | {
        "method_proof": proof,
        "validation_loss": done.state.best_metric,
        "history": done.state.log_history,
        "steps": done.state.global_step,
        "seconds": round(time.time() - started, 1),
    }
    _write(out / RUN, run)
    shutil.rmtree(out / CHECKPOINTS, ignore_errors=True)
    return run


def _arguments(config: TrainConfig, out: Path, size: int) -> Any:
    return trainer.arguments(
        out,
        batch_size=config.batch_size,
        device_batch_size=size,
        num_train_epochs=config.epochs,
        max_steps=config.max_steps,
        learning_rate=config.learning_rate,
        warmup_steps=config.warmup_steps,
        weight_decay=config.weight_decay,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
        greater_is_better=False,
        train_sampling_strategy="group_by_length",
        seed=config.seed,
    )


def _describe(config: TrainConfig, base: Base, data: Data, report: dict[str, Any]) -> dict[str, Any]:
    return {
        "config": asdict(config),
        "context": base.context,
        "special": asdict(base.special),
        "licence": _licence(base, report),
        "attribution": report["attribution"],
        "corpus_hash": report["corpus_hash"],
        "corpus_name": report["name"],
        "examples": len(data.train),
        "validation_examples": len(data.validation),
        "skipped_too_long": data.skipped,
        "without_learned_part": data.without_learned_part,
        "tokens": _tokens(data.train),
        "environment": {
            "python": platform.python_version(),
            "precision": trainer.precision(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "device": torch.cuda.get_device_name() if torch.cuda.is_available() else platform.processor(),
        },
    }


def _tokens(examples: Sequence[Example]) -> dict[str, int]:
    """How much is given and learned in all, and the longest example."""
    given = sum(one.given for one in examples)
    return {
        "examples": len(examples),
        "given": given,
        "learned": sum(len(one.ids) for one in examples) - given,
        "longest": max(len(one.ids) for one in examples),
    }


def _licence(base: Base, report: dict[str, Any]) -> str:
    return f"weights: {base.licence}; trained on: {report['name']} ({report['licence']})"


def _write(path: Path, value: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8")
    part.replace(path)

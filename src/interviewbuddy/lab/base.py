"""The base and the corpus that all runs of an experiment share, made once."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from transformers import set_seed

from interviewbuddy.corpus import SAMPLE as SAMPLE_RECORDS
from interviewbuddy.corpus import store
from interviewbuddy.corpus.build import build
from interviewbuddy.corpus.record import Record
from interviewbuddy.lab.config import LabConfig
from interviewbuddy.training.base import make_scratch
from interviewbuddy.training.config import SAMPLE, SCRATCH, Scratch
from interviewbuddy.training.pretrain import pretrain

_LABELS = "질문: 답변: 요약: 참고: 메모: 직군: 경력:"
SEED = 42


def shared_corpus(config: LabConfig, out: Path) -> Path:
    """The corpus folder: the one named, or the bundled records, built once."""
    if config.corpus != SAMPLE:
        return Path(config.corpus)
    folder = out / "corpus"
    if not (folder / "report.json").is_file():
        build([SAMPLE_RECORDS], folder, seed=SEED)
    return folder


def shared_base(config: LabConfig, corpus: Path, out: Path) -> str:
    """The base's name or folder. One made from nothing reads every training record as plain text first."""
    if config.base != SCRATCH:
        return config.base
    folder = out / "base"
    if not (folder / "config.json").is_file():
        scratch_base(store.load_split(corpus, "train"), config.cells[0].config.scratch, out, folder)
    return str(folder)


def scratch_base(records: Sequence[Record], shape: Scratch, work: Path, folder: Path) -> None:
    """Pre-trains a scratch model on the records (and on the shape's own texts) and saves it in `folder`."""
    work.mkdir(parents=True, exist_ok=True)
    text = work / "text.txt"
    text.write_text("".join(f"{one.question} {one.answer} {one.summary}\n" for one in records), "utf-8")
    reading = replace(shape, text=(str(text), *shape.text))
    set_seed(SEED)
    base = make_scratch(reading, [_LABELS] * 2)
    pretrain(base, reading, work / "pretrained", SEED)
    base.wrapped.save_pretrained(folder)
    base.model.save_pretrained(folder)


def base_identity(base: str, shape: Scratch) -> dict[str, Any]:
    """What tells one base from another: weights and tokenizer of a folder, else the name."""
    folder = Path(base)
    if not folder.is_dir():
        return {"base": base}
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.safetensors"), *folder.glob("*.bin"), folder / "tokenizer.json"]):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return {"base_sha256": digest.hexdigest(), "shape": asdict(replace(shape, text=()))}

"""A real fine-tune in seconds: a scratch GPT-2 on the bundled records, and what is made of it."""

from dataclasses import replace
from pathlib import Path

from interviewbuddy.training.config import Scratch, TrainConfig

SHAPE = Scratch(layers=2, heads=2, width=64, context=384, vocabulary=2500)


def recipe(out: Path, corpus: Path, **changes) -> TrainConfig:
    """A few steps on a built corpus."""
    config = TrainConfig(
        base="scratch",
        corpus=str(corpus),
        epochs=1,
        max_steps=12,
        learning_rate=2e-3,
        batch_size=8,
        max_length=384,
        out=str(out),
        scratch=SHAPE,
    )
    return replace(config, **changes)


def use_few(corpus: Path, folder: Path, count: int = 40) -> Path:
    """A corpus folder with the first records of another, for tests that train more than once."""
    import pyarrow.parquet as pq

    folder.mkdir()
    for split in ("train", "validation", "test"):
        table = pq.read_table(corpus / f"{split}.parquet")
        pq.write_table(table.slice(0, count if split == "train" else 8), folder / f"{split}.parquet")
    (folder / "report.json").write_bytes((corpus / "report.json").read_bytes())
    return folder

"""What keeps a model from repeating itself: nothing, a penalty on tokens, DRY, runs of morphemes, both as served.

One bundle answers the same questions under each, drawn as it is served and greedy, with the same seeds, through the
engine that serves, with the conditions that the bank finds among the training records, and unguarded. The questions
are of the bundled records' test split, as `make mini` splits them.

    make mini; .venv/bin/python benchmarks/repetition.py runs/mini-bundle
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import mean
from threading import Event
from typing import Any

from rich.console import Console
from rich.table import Table

from interviewbuddy.checks import is_looping
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.build import build
from interviewbuddy.corpus.store import load_split
from interviewbuddy.engines import Piece, Request, repetition
from interviewbuddy.engines.llama import BundleEngine
from interviewbuddy.korean import last_sentence_end
from interviewbuddy.lab.asking import questions_of
from interviewbuddy.lab.conditions import conditions_for
from interviewbuddy.metrics.alone import Distinct, Repetition

SEED = 42
NONE = {"repeat_penalty": 1.0, "dry_multiplier": 0.0}
WAYS: dict[str, tuple[dict[str, float], bool]] = {
    "nothing": (NONE, False),
    "penalty of 1.15 on tokens": ({**NONE, "repeat_penalty": 1.15}, False),
    "DRY": ({}, False),
    "morphemes": (NONE, True),
    "DRY and morphemes, as served": ({}, True),
}
"""How it is held back: changes to the bundle's own sampling, and whether runs of morphemes are taken back."""


def main() -> None:
    """Asks, prints one table, writes one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "repetition.json")
    options = parser.parse_args()
    asked = _asked(options.questions)
    with closing(BundleEngine(options.bundle, 1)) as engine:
        rows = {
            f"{'greedy' if greedy else 'drawn'}, {way}": _row(engine, asked, WAYS[way], greedy)
            for greedy in (False, True)
            for way in WAYS
        }
        report = {"model": engine.name, "answers": len(asked), "rows": rows}
    _print(report)
    options.out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _asked(count: int) -> list[Request]:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        build([SAMPLE], corpus, seed=SEED)
        records = questions_of(load_split(corpus, "test"), count)
        conditioned = conditions_for("own", corpus, records) or (lambda request: request)
        return [conditioned(Request(one.question, one.occupation, one.experience, seed=SEED)) for one in records]


def _row(
    engine: BundleEngine, asked: list[Request], way: tuple[dict[str, float], bool], greedy: bool
) -> dict[str, float]:
    changes, morphemes = way
    started = time.perf_counter()
    with _sampled(engine, {**changes, **({"temperature": 0.0} if greedy else {})}, morphemes):
        texts = [_answer(engine, one) for one in asked]
    took = time.perf_counter() - started
    return {
        "looping": mean(map(is_looping, texts)),
        "distinct-2": mean(Distinct(2).one(text) for text in texts),
        "seq-rep-4": mean(Repetition().one(text) for text in texts),
        "ended": mean(last_sentence_end(text) == len(text) > 0 for text in texts),
        "eojeol": mean(len(text.split()) for text in texts),
        "characters_per_second": sum(map(len, texts)) / took,
    }


@contextmanager
def _sampled(engine: BundleEngine, changes: dict[str, Any], morphemes: bool) -> Iterator[None]:
    """The engine with other sampling, and with or without control of morphemes; its own is put back."""
    own, taken_back = engine.bundle, repetition.TAKEN_BACK
    engine.bundle = replace(own, sampling=replace(own.sampling, **changes))
    repetition.TAKEN_BACK = taken_back if morphemes else 0
    try:
        yield
    finally:
        engine.bundle, repetition.TAKEN_BACK = own, taken_back


def _answer(engine: BundleEngine, request: Request) -> str:
    with closing(engine.stream(request, Event())) as items:
        return "".join(item.text for item in items if isinstance(item, Piece)).strip()


def _print(report: dict[str, Any]) -> None:
    columns = list(next(iter(report["rows"].values())))
    table = Table(title=f"{report['model']}: {report['answers']} answers each")
    for heading in ("", *columns):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, row in report["rows"].items():
        table.add_row(name, *(f"{row[column]:.2f}" for column in columns))
    Console(width=140).print(table)


if __name__ == "__main__":
    main()

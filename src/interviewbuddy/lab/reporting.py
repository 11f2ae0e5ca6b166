"""report.json, report.md and report.html of a lab's folder; and the smaller report of one bundle."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from interviewbuddy.bundles import Bundle
from interviewbuddy.copies import CopyIndex
from interviewbuddy.corpus import store
from interviewbuddy.lab import measuring, runs
from interviewbuddy.lab.asking import Generation, save_generations
from interviewbuddy.lab.comparing import estimate
from interviewbuddy.lab.results import Results, load_results
from interviewbuddy.lab.sections.answers import answers
from interviewbuddy.lab.sections.differences import order, significance
from interviewbuddy.lab.sections.grounding import grounding, is_about_grounding
from interviewbuddy.lab.sections.human import human
from interviewbuddy.lab.sections.length import length
from interviewbuddy.lab.sections.scores import alone, deck, scores
from interviewbuddy.lab.sections.searched import searched
from interviewbuddy.lab.sections.shared import TITLES
from interviewbuddy.lab.sections.training import training
from interviewbuddy.ratings import RatedItem
from interviewbuddy.report.document import Cell, Column, Document, Section, Table, to_json
from interviewbuddy.report.writing import write

_WEAK = (
    "이 보고서는 그 자리에서 만든 아주 작은 모델로 돌린 것입니다. 학습 자료만 읽은 모델이라 "
    "한국어답게 들릴 뿐 뜻이 통하지 않으며, "
    "구성의 좋고 나쁨을 말해 주지 않습니다. 보여 주는 것은 실험의 절차와 지표의 성질입니다."
)


PARTS = (searched, scores, alone, grounding, significance, order, deck, length, training, human, answers)


def write_report(folder: Path, out: Path, encoder: str | None = None, ratings: Sequence[RatedItem] = ()) -> Path:
    """Writes the report of the finished runs, with everything that was said.

    :param encoder: BERTScore's; see `neural_metrics` for what is done without.
    :param ratings: a closed round about these runs' answers.
    :raise InputError: if there is no lab in the folder, nothing is finished, or the encoder cannot be had.
    """
    results = load_results(folder, encoder, ratings)
    document = document_of(results)
    out.mkdir(parents=True, exist_ok=True)
    everything = [one for found in results.generations.values() for said in found for one in said]
    save_generations(out / "generations.jsonl", everything)
    runs.write_json(out / "report.json", {"document": to_json(document), "lab": results.card, "runs": _plain(results)})
    return write(document, out)


def document_of(results: Results) -> Document:
    """The whole report as plain data."""
    scratch = results.card["base"] == "scratch"
    newest = next(iter(results.cells.values()))[-1]["made"]
    made = {
        "date": datetime.now(UTC).date().isoformat(),
        "corpus": f"{results.report['name']} ({results.report['corpus_hash'][:12]})",
        "base": results.card["base"],
        "seeds": ", ".join(map(str, results.card["seeds"])),
        **newest,
    }
    lead = _WEAK if scratch else ""
    absent = set() if "search" in results.card else {searched}
    absent |= set() if is_about_grounding(results) else {grounding}
    found = tuple(part(results) for part in PARTS if part not in absent)
    return Document(results.card["title"], lead, results.report["name"], made, found)


def write_evaluation(
    said: Sequence[Generation], copies: CopyIndex | None, card: Bundle, corpus: Path, split: str, out: Path
) -> dict[str, Any]:
    """Scores one bundle's answers; writes report.json and report.md, returns the scores' values."""
    rows = measuring.as_arrays(measuring.measure(said, copies))
    metrics = measuring.main_metrics()
    measured = {
        target: {
            name: estimate(metrics.get(name, metrics["rouge1"]), [found])
            for name, found in every.items()
            if "@" not in name
        }
        for target, every in rows.items()
    }
    data = store.load_report(corpus)["name"]
    tables = tuple(
        Table(
            f"{TITLES[target]}에 견준 점수",
            (Column("지표"), Column("값")),
            tuple((Cell(text=name), Cell(one.value, one.low, one.high)) for name, one in found.items()),
            data,
            "; ".join(f"{name} {metrics[name].signature}" for name in found if name in metrics),
        )
        for target, found in measured.items()
    )
    made = {"bundle": card.name, "split": split, "questions": str(sum(one.scored for one in said)), **runs.made()}
    document = Document(f"{card.name}", card.attribution, data, made, (Section("scores", "점수", (), (), tables),))
    values = {
        target: {name: {"value": one.value, "interval": [one.low, one.high]} for name, one in found.items()}
        for target, found in measured.items()
    }
    runs.write_json(out / "report.json", {"document": to_json(document), "scores": values})
    write(document, out)
    return {name: round(one.value, 2) for name, one in measured[measuring.TARGETS[0]].items()}


def _plain(results: Results) -> list[dict[str, Any]]:
    """Each run without its rows, which are many; its values instead."""
    metrics = measuring.main_metrics()
    return [
        {name: value for name, value in run.items() if name != "rows"}
        | {
            "scores": {
                target: {
                    name: metrics[name].value(np.asarray(found)) for name, found in every.items() if name in metrics
                }
                for target, every in run["rows"].items()
            }
        }
        for found in results.cells.values()
        for run in json.loads(json.dumps(found))
    ]

"""Loss curves, what was trained, time and memory."""

from statistics import mean
from typing import Any

from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import data, is_run
from interviewbuddy.report.document import Cell, Chart, Column, Point, Section, Series, Table


def training(results: Results) -> Section:
    """Loss curves, trained parameters, time and memory."""
    runs = {name: found for name, found in results.cells.items() if is_run(name)}
    series = tuple(
        Series(f"{name} ({run['config']['seed']})", _curve(run)) for name, found in runs.items() for run in found[:1]
    )
    chart = Chart("line", "학습 손실 (첫 시드)", "걸음", "손실", series)
    rows = []
    for name, found in runs.items():
        proof = found[0]["training"]["method_proof"]
        rows.append(
            (
                Cell(text=name),
                Cell(mean(run["training"]["validation_loss"] for run in found), digits=3),
                Cell(100 * proof["trainable_parameters"] / proof["all_parameters"]),
                Cell(text="같음" if proof["frozen_sha256_before"] == proof["frozen_sha256_after"] else "다름"),
                Cell(mean(run["seconds"]["training"] for run in found), digits=0),
                Cell(mean(run["seconds"]["answering"] for run in found), digits=0),
                Cell(max(run["peak_bytes"] for run in found) / 2**20, digits=0),
            )
        )
    columns = (
        Column("구성"),
        Column("검증 손실"),
        Column("학습한 매개변수", "%"),
        Column("얼린 텐서", "전후 sha256"),
        Column("학습", "초"),
        Column("답변", "초"),
        Column("최대 메모리", "MiB"),
    )
    return Section("training", "학습과 비용", (), (chart,), (Table("비용", columns, tuple(rows), data(results)),))


def _curve(run: dict[str, Any]) -> tuple[Point, ...]:
    return tuple(Point(one["step"], one["loss"]) for one in run["training"]["history"] if "loss" in one)

"""The benchmark runs, in small, and its ratios are what they say. No speed is asserted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the train extra is not installed: make test")

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "engine.py"


def test_ratios_are_quotients_of_medians(tmp_path):
    small = [
        "--tokens",
        "8",
        "--prompt",
        "4",
        "--runs",
        "2",
        "--layers",
        "1",
        "--width",
        "64",
        "--vocabulary",
        "300",
        "--many",
        "2",
    ]
    command = [sys.executable, str(SCRIPT), *small, "--out", str(tmp_path / "engine.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "engine.json").read_text("utf-8"))
    peer = report["rows"]["Hugging Face generate, float32"]["tokens_per_second"]["median"]
    assert len(report["rows"]) == 4
    for row in report["rows"].values():
        speed = row["tokens_per_second"]
        assert speed["min"] <= speed["median"] <= speed["max"]
        assert row["ratio"] == pytest.approx(speed["median"] / peer)
    memory = report["memory"]
    assert memory["tokens_per_second_limit"] == pytest.approx(memory["bytes_per_second"] / memory["weights_bytes"])
    assert report["environment"]["cores"] >= 1
    assert "ratio" in done.stdout

"""The comparison runs, in small; shares are shares. No figure is asserted."""

import json
import runpy
import sys
from pathlib import Path

from interviewbuddy.engines import repetition

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "repetition.py"


def test_every_way_answers_every_question(bundle, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out.json"
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(bundle), "--questions", "2", "--out", str(out)])
    before = repetition.TAKEN_BACK
    runpy.run_path(str(SCRIPT), run_name="__main__")
    assert before == repetition.TAKEN_BACK
    report = json.loads(out.read_text("utf-8"))
    assert report["answers"] == 2
    assert len(report["rows"]) == 10
    for row in report["rows"].values():
        assert 0 <= row["looping"] <= 1
        assert 0 <= row["ended"] <= 1
        assert 0 <= row["distinct-2"] <= 100
    assert "as served" in capsys.readouterr().out

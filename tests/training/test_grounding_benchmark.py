"""The comparison runs, in small; shares are shares. No figure is asserted."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "grounding.py"
SMALL = {"layers": 1, "width": 64, "vocabulary": 800, "questions": 2, "draws": 1, "pretrain-epochs": 1, "steps": 2}


def test_every_contestant_answers_every_question(few, tmp_path):
    options = [word for name, value in SMALL.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, str(SCRIPT), *options, "--corpus", str(few), "--out", str(tmp_path / "out.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert {"plain", "conditioned", "two-stage", "written (reference)"} <= set(report["rows"])
    assert report["answers"] == 2
    for row in report["rows"].values():
        for name in ("relevant", "off_topic", "broken", "looping", "copied", "distinct_2"):
            assert 0 <= row[name] <= 1
        assert 0 <= row["chrf"] <= 100
    written = report["rows"]["written (reference)"]
    assert written["chrf"] == 100
    assert (written["looping"], written["copied"]) == (0, 0)
    assert set(report["losses"]) >= {"question-answer", "conditions-question-answer"}
    assert "conditioned" in done.stdout

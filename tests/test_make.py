"""`make kogpt2`, the deck's work in one command, on a made-up distribution with a scratch base."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from interviewbuddy import bundles
from interviewbuddy.corpus import SAMPLE

ROOT = Path(__file__).parents[1]

pytest.importorskip("torch", reason="the train extra is not installed: make test")
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed: apt-get install make")


def make(*words):
    bin_folder = Path(sys.executable).parent
    return subprocess.run(
        ["make", "-o", ".venv/train.stamp", f"BIN={bin_folder}", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )


def test_from_label_zips_to_a_bundle(tmp_path):
    labels = tmp_path / "129.채용면접 인터뷰 데이터/Training/02.라벨링데이터"
    labels.mkdir(parents=True)
    lines = (SAMPLE / "ict-new.jsonl").read_text("utf-8").splitlines()
    with zipfile.ZipFile(labels / "TL_05.ICT_Female_New.zip", "w") as archive:
        for number, line in enumerate(lines):
            archive.writestr(f"ckmk_d_ict_f_n_{number:06}.json", line)
    out = tmp_path / "out"
    source = labels.parents[1]
    done = make("kogpt2", f"SOURCE={source}", "BASE=scratch", f"OUT={out}", "FLAGS=--max-steps 2 --batch-size 4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"make serve MODEL={out}/bundle" in done.stdout
    card = bundles.load(out / "bundle")
    assert card.composition == "question-answer"
    assert "AI Hub" in card.licence
    assert "aihub.or.kr" in card.attribution


def test_without_a_source_it_says_what_to_give():
    done = make("kogpt2")
    assert done.returncode != 0
    assert "SOURCE" in done.stdout

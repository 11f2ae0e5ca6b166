"""A search as people run it: bad trials stopped, the rest kept, what was found run beside what was begun from."""

import json

import pytest

pytest.importorskip("ray", reason="the ray extra is not installed: make test")

from interviewbuddy.lab.config import load_lab
from interviewbuddy.lab.search import history_of, search, with_found
from interviewbuddy.report.document import from_json
from tests.lab.running import buddy

SEARCH = """
title = "작은 찾기"
seeds = [1]
questions = 3
[search]
trials = 5
seed = 3
[space]
learning_rate = { low = 1e-6, high = 1e-2, log = true }
batch_size = [4, 8]
epochs = [1, 2]
[scratch]
layers = 1
heads = 2
width = 32
context = 384
vocabulary = 1500
pretrain_epochs = 1
pretrain_batch_size = 8
[scratch_train]
max_length = 384
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "search.toml"
    path.write_text(SEARCH, "utf-8")
    return path


@pytest.fixture(scope="module")
def searched(config, few, tmp_path_factory):
    out = tmp_path_factory.mktemp("search") / "out"
    buddy("lab", "run", config, "--out", out, "--corpus", few)
    return out


def trials_of(out):
    return {path: json.loads(path.read_text("utf-8")) for path in out.glob("trials/*/trial.json")}


@pytest.mark.timeout(300)
def test_bad_trials_stop_early_and_the_best_is_run_again(searched):
    trials = list(trials_of(searched).values())
    assert len(trials) == 5
    assert all(trial["validation_loss"] == min(one["validation_loss"] for one in trial["history"]) for trial in trials)
    whole = [trial for trial in trials if not trial["stopped"]]
    assert all(trial["history"][-1]["epoch"] == trial["drawn"]["epochs"] for trial in whole)
    assert 1 <= len(whole) < 5
    best = min(trials, key=lambda trial: trial["validation_loss"])
    cells = list(json.loads((searched / "lab.json").read_text("utf-8"))["cells"])
    assert len(cells) == 2
    assert all(f"{name} {value}" in cells[1] for name, value in best["drawn"].items())
    document = from_json(json.loads((searched / "report.json").read_text("utf-8"))["document"])
    table = document.sections[0].tables[0]
    assert (document.sections[0].name, len(table.rows)) == ("search", 5)
    assert table.rows[0][len(best["drawn"])].best


def test_what_was_tried_is_not_tried_again(config, few, searched):
    before = {path: path.stat().st_mtime_ns for path in trials_of(searched)}
    lab = load_lab(config, {"corpus": str(few)})
    again = search(lab, searched, lambda *_: pytest.fail("a trial was run"), None)
    assert {trial["key"] for trial in again} == {path.parent.name for path in before}
    assert {path: path.stat().st_mtime_ns for path in trials_of(searched)} == before


def test_what_is_found_takes_the_place_of_what_was_begun_from(config):
    lab = load_lab(config, {})
    trials = [
        {"drawn": {"learning_rate": 0.01, "epochs": 2}, "validation_loss": 3.5},
        {"drawn": {"learning_rate": 0.002, "epochs": 1}, "validation_loss": 3.25},
    ]
    begun, found = (cell.config for cell in with_found(lab, trials).cells)
    assert (begun.learning_rate, begun.epochs) == (5e-5, 6)
    assert (found.learning_rate, found.epochs, found.batch_size) == (0.002, 1, 32)


def test_the_history_is_what_was_evaluated():
    log = [{"loss": 9.0, "epoch": 0.5}, {"eval_loss": 8.0, "epoch": 1.0}, {"train_loss": 7.0, "epoch": 1.0}]
    assert history_of(log) == [{"epoch": 1.0, "validation_loss": 8.0}]

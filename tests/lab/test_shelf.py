"""Runs kept at an address beside the folder."""

import pytest

from interviewbuddy.errors import InputError
from interviewbuddy.lab.shelf import Shelf
from tests.lab.running import buddy, results_of, tables_of


def test_another_machine_finds_everything_and_runs_nothing(few, matrix, results, whole, tmp_path):
    out = tmp_path / "elsewhere"
    buddy("lab", "run", matrix, "--out", out, "--corpus", few, "--results", results)
    ours, theirs = results_of(out), results_of(whole)
    matrix_runs = [key for key in theirs if (whole / "runs" / key / "run").is_dir()]
    assert set(ours) == set(theirs)
    assert len(matrix_runs) == 4
    assert all(ours[key].read_bytes() == theirs[key].read_bytes() for key in matrix_runs)
    assert not list(out.glob("runs/*/run/model"))
    assert tables_of(out) == tables_of(whole)


def test_what_is_not_whole_is_not_brought(tmp_path):
    shelf = Shelf.of(f"file://{tmp_path}/kept")
    folder = tmp_path / "folder"
    (folder / "part").mkdir(parents=True)
    (folder / "part" / "일.txt").write_text("하나", "utf-8")
    assert not shelf.bring("runs/a", tmp_path / "b", "last.json")
    shelf.put(folder, "runs/a", "last.json")
    assert not shelf.bring("runs/a", tmp_path / "b", "last.json")
    (folder / "last.json").write_text("{}", "utf-8")
    shelf.put(folder, "runs/a", "last.json")
    assert shelf.bring("runs/a", tmp_path / "b", "last.json")
    assert (tmp_path / "b" / "part" / "일.txt").read_text("utf-8") == "하나"


def test_memory_is_an_address_too(tmp_path):
    shelf = Shelf.of("memory://lab")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "last.json").write_text("{}", "utf-8")
    shelf.put(tmp_path / "a", "runs/a", "last.json")
    assert shelf.bring("runs/a", tmp_path / "b", "last.json")
    assert (tmp_path / "b" / "last.json").read_text("utf-8") == "{}"


def test_an_address_that_nothing_serves():
    with pytest.raises(InputError) as raised:
        Shelf.of("nowhere://lab")
    assert raised.value.code == "results_unreachable"
    assert "nowhere" in raised.value.message("ko")

"""What a bank works out of its records is kept between starts, and never instead of what it would be now."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from interviewbuddy.bank import Bank, indexing, kept, read_records
from interviewbuddy.bank.kept import FILES
from interviewbuddy.bank.kept import kept as keep
from interviewbuddy.corpus import SAMPLE


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache" / "bank"


def never():
    raise AssertionError("it was made again")


def test_what_was_made_is_found_again(folder):
    assert keep(["지원동기", "포부"], lambda: {"단점": 3}) == {"단점": 3}
    assert keep(["지원동기", "포부"], never) == {"단점": 3}


def test_other_text_is_made_anew(folder):
    keep(["지원동기", "포부"], lambda: 1)
    assert keep(["지원동기포부"], lambda: 2) == 2
    assert keep(["지원동기", "포부", ""], lambda: 3) == 3


def test_other_code_is_made_anew(folder, monkeypatch):
    keep(["포부"], lambda: "before")
    monkeypatch.setattr(kept, "CODE", b"a line of the bank was changed")
    assert keep(["포부"], lambda: "after") == "after"


@pytest.mark.parametrize(
    "broken", [lambda _: b"", lambda _: b"not a pickle", lambda c: c[:-1], lambda c: c[:-1] + b"x"]
)
def test_a_broken_file_is_made_again_and_mended(folder, broken, caplog):
    keep(["포부"], lambda: 1)
    (path,) = folder.iterdir()
    path.write_bytes(broken(path.read_bytes()))
    assert keep(["포부"], lambda: 2) == 2
    assert path.name in caplog.text
    assert keep(["포부"], never) == 2


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setattr(kept, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    assert keep(["포부"], lambda: 1) == 1
    assert keep(["포부"], lambda: 2) == 2


def test_a_folder_that_is_only_to_be_read_is_read(folder, monkeypatch):
    keep(["포부"], lambda: 1)

    def refuse(*_, **__):
        raise PermissionError("read-only file system")

    monkeypatch.setattr(os, "utime", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    assert keep(["포부"], never) == 1
    assert keep(["단점"], lambda: 2) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such rights here")
def test_what_others_may_write_is_not_read(folder):
    keep(["포부"], lambda: 1)
    (path,) = folder.iterdir()
    path.chmod(0o666)
    assert keep(["포부"], lambda: 2) == 2
    folder.chmod(0o777)
    assert keep(["포부"], lambda: 3) == 3
    folder.chmod(0o700)


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    keep(["포부"], lambda: 1)

    def refuse(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    assert keep(["단점"], lambda: 2) == 2
    assert [path.suffix for path in folder.iterdir()] == [".pickle"]


def test_without_a_home_it_is_made_each_time(monkeypatch):
    def homeless(*_, **__):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(kept, "user_cache_path", homeless)
    assert keep(["포부"], lambda: 1) == 1


def test_only_the_last_few_stay(folder):
    for number in range(FILES + 3):
        keep([str(number)], lambda: "x")
    assert len(list(folder.iterdir())) == FILES
    assert keep([str(FILES + 2)], never) == "x"


def test_a_kept_bank_finds_what_a_new_one_finds(folder, monkeypatch):
    records = read_records(SAMPLE)[:600]
    asked = ("팀원과 다퉜을 때 어떻게 하셨나요?", "오늘 날씨 어때", "단점")
    new = Bank(records)
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_made", lambda *_: never())
        again = Bank(records)
    assert len(list(folder.iterdir())) == 1
    for question in asked:
        assert new.search(question, "BM", "NEW") == again.search(question, "BM", "NEW")
        assert new.read(question).purpose == again.read(question).purpose
    reworded = [replace(records[0], question="달에 등대를 세운다면요?", paraphrases=()), *records[1:]]
    assert Bank(reworded).search("달에 등대를 세운다면요?")[0].record == reworded[0]
    assert len(list(folder.iterdir())) == 2
    *others, last = records[0].paraphrases
    known = [replace(records[0], paraphrases=tuple(others), asked=(last, *records[0].asked)), *records[1:]]
    Bank(known)
    assert len(list(folder.iterdir())) == 3

"""Sixty inputs nobody had seen: replies keep to the subject by their key words, and none is said too often."""

import runpy
from pathlib import Path

import pytest

from interviewbuddy.checks import is_broken
from interviewbuddy.engines.bank import BankEngine

SIXTY = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "sixty.py"))


@pytest.fixture(scope="module")
def said(bank):
    inputs = SIXTY["read_sixty"]()
    engine = BankEngine(bank, pace=0)
    return inputs, [SIXTY["reply"](engine, one) for one in inputs]


def test_replies_keep_to_the_subject_and_are_not_repeated(said):
    found = SIXTY["report"](*said)
    assert found["inputs"] == 60
    assert found["with_a_key_word"] >= 51
    assert found["most_times_the_same_text"] <= 4


def test_no_reply_is_broken(said):
    inputs, replies = said
    assert [
        one["question"] for one, text in zip(inputs, replies, strict=True) if is_broken(one["question"], text)
    ] == []


def test_every_input_was_read_by_three(said):
    inputs, _ = said
    assert {len(one["marks"]) for one in inputs} == {3}
    marks = [marks for one in inputs for marks in one["marks"].values()]
    assert all(0 <= one[criterion] <= 2 for one in marks for criterion in ("D", "Q", "C"))
    assert all(one["subject"] in {0, 1} for one in marks)

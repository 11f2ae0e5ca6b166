"""What `benchmarks/search.py` reports, held to a floor: the bank finds more than plain BM25 does."""

import json
import runpy
from pathlib import Path

from interviewbuddy.bank import read_records
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.korean import same_text_key

SEARCH = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "search.py"))


def test_on_judged_questions_the_bank_finds_more_than_plain_bm25(bank):
    lines = [json.loads(line) for line in SEARCH["QUESTIONS"].read_text("utf-8").splitlines()]
    asked = [one for one in lines if one["split"] == "test" and one.get("fits")]
    ours = SEARCH["hits"](SEARCH["hybrid"](bank), asked)
    plain = SEARCH["hits"](SEARCH["plain_bm25"](read_records(SAMPLE)), asked)
    assert ours["hit@1"] > plain["hit@1"] + 0.2
    assert ours["hit@3"] > plain["hit@3"] + 0.15


def test_no_question_is_measured_on_that_was_learnt_from():
    lines = [json.loads(line) for line in SEARCH["QUESTIONS"].read_text("utf-8").splitlines()]
    learnt, measured = (
        {same_text_key(one["question"]) for one in lines if (one["split"] == "test") == test} for test in (False, True)
    )
    assert not learnt & measured


def test_records_know_only_what_was_to_be_learnt_from(bank):
    lines = [json.loads(line) for line in SEARCH["QUESTIONS"].read_text("utf-8").splitlines()]
    learnt = {one["question"]: one for one in lines if one["split"] != "test" and one.get("fits")}
    known = [(SEARCH["named"](record), question) for record in bank.records for question in record.asked]
    assert len(known) > 10_000
    assert all(name in learnt[question]["fits"] for name, question in known)


def test_the_judged_questions_name_records_that_exist(bank):
    lines = [json.loads(line) for line in SEARCH["QUESTIONS"].read_text("utf-8").splitlines()]
    names = {SEARCH["named"](record) for record in bank.records}
    assert len(lines) >= 400
    assert all(set(one.get("fits", ())) <= set(one.get("judged", ())) <= names for one in lines)
    for both in (one["together"] for one in lines if "together" in one):
        assert all(pair in both["judged"] for pair in both["fits"])
        assert {name for pair in both["judged"] for name in pair} <= names

"""What `benchmarks/search.py` reports, held to a floor: the bank finds more than plain BM25 does."""

import runpy
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from interviewbuddy.korean import same_text_key

SEARCH = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "search.py"))


LIKE = 0.7
"""Jaccard's coefficient of letter trigrams from which two questions count as nearly the same."""


@pytest.fixture(scope="module")
def lines():
    return SEARCH["read_questions"]()


def test_on_judged_questions_the_bank_finds_more_than_plain_bm25(bank, lines):
    """On the set where next to all first results of plain BM25 have been judged, too."""
    asked = [one for one in lines if one.get("set") == "second" and one["fits"]]
    records = list(bank.records)
    ours, plain = (
        SEARCH["hits"](SEARCH["found_by"](search, asked))
        for search in (SEARCH["hybrid"](bank), SEARCH["plain_bm25"](records, SEARCH["bm25_scores"](records)))
    )
    assert ours["hit@1"] > plain["hit@1"] + 0.3
    assert ours["hit@3"] > plain["hit@3"] + 0.2


def test_no_question_is_measured_on_that_was_learnt_from_or_nearly(lines):
    learnt = [one["question"] for one in lines if one["split"] != "test"]
    measured = [one["question"] for one in lines if one["split"] == "test"]
    assert [pair for pair in _nearest(measured, learnt) if pair[0] >= LIKE] == []


def test_no_question_is_measured_twice(lines):
    measured = [
        (same_text_key(one["question"]), one["occupation"], one["experience"])
        for one in lines
        if one["split"] == "test"
    ]
    assert [one for one, times in Counter(measured).items() if times > 1] == []


def _nearest(questions, others):
    """For each question how alike the likest of the others is, with both."""
    known = [_trigrams(other) for other in others]
    holding = defaultdict(list)
    for place, grams in enumerate(known):
        for gram in grams:
            holding[gram].append(place)
    for question in questions:
        own = _trigrams(question)
        shared = Counter(place for gram in own for place in holding.get(gram, ()))
        likeness = ((both / len(own | known[place]), question, others[place]) for place, both in shared.items())
        yield max(likeness, default=(0.0, question, ""))


def _trigrams(question):
    letters = same_text_key(question)
    return {letters[i : i + 3] for i in range(max(1, len(letters) - 2))}


def test_records_know_only_what_was_to_be_learnt_from(bank, lines):
    learnt = {one["question"]: one for one in lines if one["split"] != "test" and one.get("fits")}
    known = [(SEARCH["named"](record), question) for record in bank.records for question in record.asked]
    assert len(known) > 10_000
    assert all(name in learnt[question]["fits"] for name, question in known)


def test_the_judged_questions_name_records_that_exist(bank, lines):
    names = {SEARCH["named"](record) for record in bank.records}
    assert sum(one["split"] == "test" for one in lines) >= 400
    assert all(("set" in one) == (one["split"] == "test") for one in lines)
    assert all(set(one.get("fits", ())) <= set(one.get("judged", ())) <= names for one in lines)
    for both in (one["together"] for one in lines if "together" in one):
        assert all(pair in both["judged"] for pair in both["fits"])
        assert {name for pair in both["judged"] for name in pair} <= names

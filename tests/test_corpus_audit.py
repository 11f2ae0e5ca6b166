"""The bundled corpus is sound, and an excerpt of it with planted faults is not."""

from collections import defaultdict
from dataclasses import replace

import pytest

from interviewbuddy.bank import read_records
from interviewbuddy.corpus import SAMPLE
from tests.audit import distinct, faults, near_duplicates

LIKE = 150
"""Answers whose distinct n-grams are compared with one another: of more text, fewer are."""

FEW = 24
"""Records of each cell into which a fault is planted."""


@pytest.fixture(scope="module")
def records():
    return read_records(SAMPLE)


def test_the_bundled_corpus_has_no_fault(records):
    assert faults(records) == []
    for cell in _cells(records):
        answers = [record.answer or record.answer_raw for record in cell]
        assert min(distinct(answers[start : start + LIKE]) for start in range(0, len(cell) - LIKE + 1, LIKE)) > 0.93
    noisy = sum(bool(record.answer) for record in records)
    assert 0.28 < noisy / len(records) < 0.38


def _cells(records):
    """The records by occupation and experience."""
    cells = defaultdict(list)
    for record in records:
        cells[record.occupation, record.experience].append(record)
    return cells.values()


def _duplicate(records):
    return [*records[:-1], replace(records[-1], answer=records[0].answer, answer_raw=records[0].answer_raw)]


def _missing_cell(records):
    return [one for one in records if (one.occupation, one.experience) != ("PS", "NEW")]


def _unmarked_abstract(records):
    return [*records[:-1], replace(records[-1], question="취미가 무엇인가요?", answer="네, 그렇습니다. 그것뿐입니다.")]


def _long_summary(records):
    return [*records[:-1], replace(records[-1], summary=(records[-1].answer or records[-1].answer_raw)[:-20])]


def _without_intent(records):
    return [*records[:-1], replace(records[-1], intents=())]


def _without_summary(records):
    return [*records[:-1], replace(records[-1], summary=" ")]


def _same_opening(records):
    half = len(records) // 2
    changed = [replace(one, answer="저는 항상 최선을 " + (one.answer or one.answer_raw)) for one in records[:half]]
    return changed + list(records[half:])


def _few_words(records):
    return [replace(one, answer=" ".join((one.answer or one.answer_raw).split()[:30])) for one in records]


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (_duplicate, "nearly the answer of"),
        (_duplicate, "shares 20 어절"),
        (_missing_cell, "PS NEW: 0 records"),
        (_unmarked_abstract, "not marked abstract"),
        (_long_summary, "of the answer's length"),
        (_without_intent, "has no intent"),
        (_without_summary, "has no summary"),
        (_same_opening, "open with “저는 항상 최선을”"),
        (_few_words, "median answer has"),
    ],
)
def test_a_planted_fault_is_found(records, plant, said):
    some = [one for cell in _cells(records) for one in cell[:FEW]]
    assert any(said in fault for fault in faults(plant(some)))
    assert not any(said in fault for fault in faults(some))


def test_near_duplicates_are_pairs_of_alike_texts():
    first = " ".join(f"낱말{i}" for i in range(60))
    second = first.replace("낱말30", "다른말")
    other = " ".join(f"딴말{i}" for i in range(60))
    assert near_duplicates([first, other, second]) == [(0, 2)]

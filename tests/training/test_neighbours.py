"""Conditions in training: right, wrong and none in their shares, never one's own, the same for a seed."""

import pytest

from interviewbuddy.corpus.store import load_split
from interviewbuddy.guards import find_facts
from interviewbuddy.korean import same_text_key
from interviewbuddy.prompts import parts_of, render
from interviewbuddy.training.config import TrainConfig
from interviewbuddy.training.examples import prompts_of
from interviewbuddy.training.neighbours import Conditions
from tests.conftest import a_record


@pytest.fixture(scope="module")
def records(sample_corpus):
    return load_split(sample_corpus, "train")[:600]


@pytest.fixture(scope="module")
def found(records):
    return list(Conditions(records, 7))


def test_never_a_summary_of_the_record_or_its_question(records, found):
    by_question = {}
    for record in records:
        by_question.setdefault(same_text_key(record.question), []).append(record.summary)
    assert len(found) == len(records)
    for record, parts in zip(records, found, strict=True):
        for own in by_question[same_text_key(record.question)]:
            assert own not in parts["conditions"]


def test_shares(found):
    none = sum(not parts["conditions"] for parts in found) / len(found)
    noted = sum(bool(parts["notes"]) for parts in found) / len(found)
    assert 1 / 6 - 0.05 < none < 1 / 6 + 0.05
    assert 0.15 < noted <= 0.3


def test_the_same_seed_gives_the_same_conditions(records, found):
    assert list(Conditions(records, 7)) == found
    assert list(Conditions(records, 8)) != found


def test_notes_are_facts_of_the_own_answer(records, found):
    for record, parts in zip(records, found, strict=True):
        for fact in filter(None, parts["notes"].split(", ")):
            assert fact in record.answer
            assert find_facts(record.answer)


MOTIVES = [
    a_record(question=f"지원동기를 {word} 말씀해 주세요.", summary=f"동기 {word}") for word in "가나다라마바사아"
]
OTHERS = [a_record(question=f"주말 취미는 {word}인가요?", summary=f"취미 {word}") for word in ("등산", "수영", "독서")]


def test_a_third_is_given_what_does_not_fit():
    kinds = {"right": 0, "wrong": 0, "none": 0}
    for seed in range(60):
        parts = list(Conditions([*MOTIVES, *OTHERS], seed))[: len(MOTIVES)]
        for words in (one["conditions"] for one in parts):
            kinds["none" if not words else "right" if "동기" in words else "wrong"] += 1
            assert not ("동기" in words and "취미" in words)
    total = sum(kinds.values())
    assert abs(kinds["right"] / total - 1 / 2) < 0.08
    assert abs(kinds["wrong"] / total - 1 / 3) < 0.08


def test_a_lone_record_has_no_neighbours():
    assert next(iter(Conditions([a_record()], 1)))["conditions"] == ""


def test_the_eighth_composition_is_a_recipe_like_any_other(records):
    config = TrainConfig(composition="conditions-question-answer", condition_dropout=0.0)
    prompts = list(prompts_of(records[:50], config))
    assert any(prompt.given.startswith("참고: ") for prompt in prompts)
    assert [prompt.learned for prompt in prompts] == [" ".join(one.answer.split()) for one in records[:50]]


def test_the_seven_are_rendered_as_before(records):
    config = TrainConfig(composition="question-answer")
    from interviewbuddy.prompts import COMPOSITIONS

    expected = [render(COMPOSITIONS["question-answer"], parts_of(one)) for one in records[:20]]
    assert list(prompts_of(records[:20], config)) == expected

"""Rounds: what is drawn, in which order, blind until closed, and what the lab reads then."""

import json

import pytest

from interviewbuddy.database import Database
from interviewbuddy.errors import InputError, NotFoundError
from interviewbuddy.ratings import rated_items, report, rounds
from interviewbuddy.ratings.drawing import Generation, draw, order, read_generations
from tests.ratings.small import MODELS, RUNS, SECRETS, generations, make_round, rate


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/buddy.db")
    yield database
    database.close()


def test_every_order_is_another_and_what_comes_again_comes_later():
    orders = [list(order(20, 0.2, 5, evaluator)) for evaluator in range(5)]
    assert len({tuple(one) for one in orders}) == 5
    for one in orders:
        assert sorted(item for item, occasion in one if occasion == 0) == list(range(20))
        again = [item for item, occasion in one if occasion == 1]
        assert len(set(again)) == len(again) == 4
        assert all(one.index((item, 1)) - one.index((item, 0)) > 1 for item in again)
    assert orders[0] == list(order(20, 0.2, 5, 0))


def test_a_round_is_drawn_of_questions_that_all_models_answered():
    some = [*generations(), Generation(MODELS[0], "혼자만의 질문", "답")]
    drawn = draw(some, 2, None, 1)
    assert sorted((one.model, one.question) for one in drawn) == sorted((one.model, one.question) for one in some[:4])
    assert draw(some, 2, None, 1) == drawn
    assert {one.model for one in draw(some, 3, [MODELS[0]], 1)} == {MODELS[0]}
    for questions, models, code in (
        (3, None, "rating_questions"),
        (0, None, "rating_questions"),
        (1, ["x"], "rating_models"),
    ):
        with pytest.raises(InputError) as caught:
            draw(some, questions, models, 1)
        assert caught.value.code == code


GOOD = '{"model": "a", "question": "q", "answer": ""}'


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{", "JSON"),
        ("[]", "JSON"),
        ('{"model": "a", "question": "q"}', "answer"),
        ('{"model": "", "question": "q", "answer": "x"}', "model"),
        ('{"model": "a", "question": 5, "answer": "x"}', "question"),
        ('{"model": "a", "question": "q", "answer": "x", "seed": "1"}', "seed"),
        ('{"model": "a", "question": "q", "answer": "x", "occupation": "XX"}', "occupation"),
    ],
)
def test_a_line_that_is_no_generation_is_named(tmp_path, line, field):
    (tmp_path / "g.jsonl").write_text(f"{GOOD}\n\n{line}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_generations([tmp_path / "g.jsonl"])
    assert (caught.value.values["line"], caught.value.values["field"]) == (3, field)


def test_generations_are_read_as_the_lab_writes_them(tmp_path):
    known = '"model": "a", "run": "r", "seed": 42, "question": "q", "occupation": null'
    text = "{" + known + ', "answer": "x\\u0000\\ud800", "finish_reason": "stop"}'
    (tmp_path / "g.jsonl").write_text(f"\ufeff{GOOD}\r\n{text}\n", "utf-8")
    first, second = read_generations([tmp_path / "g.jsonl"])
    assert (first.answer, first.run) == ("", None)
    assert (second.run, second.seed, second.occupation, second.answer) == ("r", 42, None, "x�?")


def test_a_round_is_blind_until_it_closes_and_then_the_lab_can_read_it(database):
    tokens = make_round(database, evaluators=2, repeats=0.5)
    assert [rate(database, tokens[0], 2, 1, 0), rate(database, tokens[1], 2, 2, 2)] == [6, 6]
    told = report(database, "첫째")
    assert [secret for secret in SECRETS if secret in json.dumps(told, ensure_ascii=False)] == []
    with pytest.raises(InputError, match="close"):
        rated_items(database, "첫째")
    assert rounds.close(database, "첫째")
    assert not rounds.close(database, "첫째")
    found = rated_items(database, "첫째")
    assert sorted((one.model, one.run) for one in found) == [
        (m, r) for m, r in zip(MODELS, RUNS, strict=True) for _ in "12"
    ]
    assert {(one.final_score, one.question_relevance, one.raters, one.seed) for one in found} == {
        (4.5, 1.5, 2, 987654321)
    }
    (closed,) = report(database, "첫째")["rounds"]
    assert [(one["model"], one["items"], one["final_score"]) for one in closed["models"]] == [
        (m, 2, 4.5) for m in MODELS
    ]
    assert [one["consistency"]["equal"] for one in closed["by_evaluator"]] == [1.0, 1.0]
    assert [(one["rated"], one["places"]) for one in closed["by_evaluator"]] == [(6, 6), (6, 6)]


def test_an_items_name_does_not_tell_its_model(database):
    """Numbers follow a drawn order: sorted by them, models are mixed."""
    make_round(database, questions=tuple(f"질문 {n}은 무엇인가요?" for n in range(8)))
    rounds.close(database, "첫째")
    found = rated_items(database, "첫째")
    assert [one.item for one in found] == [f"{n:03d}" for n in range(1, 17)]
    models = [one.model for one in found]
    assert models not in (sorted(models), sorted(models, reverse=True))
    assert len({"".join(models[n : n + 2]) for n in range(0, 16, 2)}) > 1


def test_rounds_are_refused_with_a_sentence(database):
    make_round(database)
    for name, changes, code in (
        ("첫째", {}, "rating_round_taken"),
        (" ", {}, "rating_round_name"),
        ("둘째", {"evaluators": 0}, "rating_evaluators"),
        ("둘째", {"repeats": 0.9}, "rating_repeats"),
    ):
        with pytest.raises(InputError) as caught:
            make_round(database, name, **changes)
        assert caught.value.code == code
    with pytest.raises(NotFoundError, match="첫째"):
        rounds.links(database, "셋째")

"""Rating over HTTP: what an evaluator is told and may do, and what nobody is told before the round closes."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from interviewbuddy.buddy import Buddy
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.errors import BuddyError
from interviewbuddy.ratings import CRITERIA, rounds
from interviewbuddy.web import Settings, create_app
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store
from tests.ratings.small import MODELS, SECRETS, make_round

ABSENT = "f" * 32


def never(error: BuddyError) -> None:
    raise AssertionError(error)


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/buddy.db")
    yield store
    store.close()


@pytest.fixture(scope="module")
def service(bank):
    return Service(lambda: Loaded(Buddy(BankEngine(bank, pace=0)), bank), never).start().wait()


@pytest.fixture
def app(service, store):
    return create_app(Settings(), service, store)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def tokens(store):
    return make_round(store.database)


def marks(*given):
    return dict(zip(CRITERIA, given, strict=True))


def state(client, token):
    response = client.get(f"/api/rate/{token}")
    assert response.status_code == 200
    return response.get_json()


def save(client, token, item, *given, comment=""):
    body = {"marks": marks(*given), "comment": comment, "revision": item["revision"]}
    return client.post(f"/api/rate/{token}/items/{item['id']}", json=body)


def refused(response, status):
    assert response.status_code == status
    error = response.get_json()["error"]
    assert error["message"].endswith(".")
    return error["code"]


def whole(response):
    """All that a response says, headers and JSON escapes read."""
    text = response.get_data(as_text=True)
    if response.is_json:
        text += json.dumps(response.get_json(), ensure_ascii=False)
    return text + str(response.headers)


def test_an_evaluator_rates_all_and_then_there_is_nothing_left(client, tokens):
    told = state(client, tokens[0])
    assert (told["closed"], told["done"], told["total"], told["undo"]) == (False, 0, 4, None)
    seen = []
    while told["item"]:
        assert told["item"]["place"] == len(seen) + 1
        seen.append((told["item"]["question"], told["item"]["answer"]))
        told = save(client, tokens[0], told["item"], 2, 1, 0).get_json()
        assert told["done"] == len(seen)
    assert len(set(seen)) == 4
    assert (told["incomplete"], told["undo"]) == ([], 4)
    assert state(client, tokens[1])["done"] == 0


def test_no_response_tells_whose_an_answer_is_before_the_round_closes(client, tokens, store):
    """Every page and call of both evaluators, right and wrong, in both languages."""
    responses = []
    for token in tokens:
        told = state(client, token)
        for given in ((2, 1, 0), (None, None, 1), (0, 0, 0), (1, 1, 1)):
            item = told["item"]
            responses += [
                client.get(f"/api/rate/{token}"),
                client.get(f"/api/rate/{token}/items/{item['id']}"),
                save(client, token, item, 5, 0, 0),
                save(client, token, item, *given, comment="좋아요"),
                save(client, token, item, 0, 0, 2),
            ]
            told = state(client, token)
        responses += [
            client.post(f"/api/rate/{token}/undo", json={"number": 4}),
            client.post(f"/api/rate/{token}/undo", json={"number": 1}),
            client.get(f"/rate/{token}"),
            client.get(f"/rate/{token}?lang=en"),
            client.get("/rate"),
        ]
    assert {response.status_code for response in responses} == {200, 400, 409}
    for response in responses:
        assert [secret for secret in SECRETS if secret in whole(response)] == [], response.request.path
    rounds.close(store.database, "첫째")
    assert [secret for secret in MODELS if secret not in whole(client.get(f"/api/rate/{tokens[0]}"))] == []


def test_two_evaluators_meet_the_answers_under_other_ids(client, tokens):
    assert not set(ids(client, tokens[0])) & set(ids(client, tokens[1]))


def ids(client, token):
    found = []
    while item := state(client, token)["item"]:
        found.append(item["id"])
        save(client, token, item, 1, 1, 1)
    return found


def test_a_place_without_all_marks_is_told_and_can_be_filled(client, tokens):
    first = state(client, tokens[0])["item"]
    told = save(client, tokens[0], first, 2, None, 1, comment=" 모호해요 ").get_json()
    assert (told["done"], told["incomplete"]) == (1, [first["id"]])
    again = client.get(f"/api/rate/{tokens[0]}/items/{first['id']}").get_json()["item"]
    assert (again["marks"], again["comment"], again["revision"]) == (marks(2, None, 1), "모호해요", 1)
    told = save(client, tokens[0], again, 2, 0, 1).get_json()
    assert (told["done"], told["incomplete"]) == (1, [])


def test_undo_goes_back_save_by_save(client, tokens):
    first = state(client, tokens[0])["item"]
    second = save(client, tokens[0], first, 2, 2, 2).get_json()["item"]
    told = save(client, tokens[0], second, 0, 1, 0, comment="흠").get_json()
    told = client.post(f"/api/rate/{tokens[0]}/undo", json={"number": told["undo"]}).get_json()
    assert (told["item"]["id"], told["done"], told["undo"]) == (second["id"], 1, 1)
    assert told["item"]["marks"] == marks(None, None, None)
    assert told["undone"] == {"marks": marks(0, 1, 0), "comment": "흠"}
    told = client.post(f"/api/rate/{tokens[0]}/undo", json={"number": told["undo"]}).get_json()
    assert (told["item"]["id"], told["done"], told["undo"]) == (first["id"], 0, None)


def test_undo_of_a_change_brings_back_what_was_there(client, tokens):
    first = state(client, tokens[0])["item"]
    save(client, tokens[0], first, 2, None, 1)
    told = save(client, tokens[0], {**first, "revision": 1}, 0, 0, 0).get_json()
    told = client.post(f"/api/rate/{tokens[0]}/undo", json={"number": told["undo"]}).get_json()
    assert (told["item"]["marks"], told["done"], told["incomplete"]) == (marks(2, None, 1), 1, [first["id"]])


def test_the_same_undo_sent_again_takes_nothing_more_back(client, tokens):
    told = save(client, tokens[0], state(client, tokens[0])["item"], 2, 2, 2).get_json()
    told = save(client, tokens[0], told["item"], 1, 1, 1).get_json()
    for _ in range(2):
        again = client.post(f"/api/rate/{tokens[0]}/undo", json={"number": told["undo"]})
        assert (again.status_code, again.get_json()["done"]) == (200, 1)
    assert refused(client.post(f"/api/rate/{tokens[0]}/undo", json={"number": 9}), 409) == "rating_undo_stale"


def test_the_same_save_sent_again_is_one_and_another_tabs_is_not_written_over(client, tokens):
    item = state(client, tokens[0])["item"]
    for _ in range(2):
        told = save(client, tokens[0], item, 2, 2, 2)
        assert (told.status_code, told.get_json()["done"], told.get_json()["undo"]) == (200, 1, 1)
    stale = save(client, tokens[0], item, 0, 0, 0)
    assert refused(stale, 409) == "rating_stale"
    assert stale.get_json()["item"]["id"] == told.get_json()["item"]["id"]
    kept = client.get(f"/api/rate/{tokens[0]}/items/{item['id']}").get_json()["item"]
    assert kept["marks"] == marks(2, 2, 2)


def test_tabs_side_by_side_keep_one_set_of_marks(app, tokens):
    item = state(app.test_client(), tokens[0])["item"]
    with ThreadPoolExecutor(6) as tabs:
        given = [(n % 3, n // 3, 1) for n in range(6)]
        answers = list(tabs.map(lambda one: save(app.test_client(), tokens[0], item, *one).status_code, given))
    assert sorted(answers) == [200, 409, 409, 409, 409, 409]
    assert state(app.test_client(), tokens[0])["undo"] == 1


def test_a_closed_round_takes_nothing_more_and_shows_results(client, tokens, store):
    item = state(client, tokens[0])["item"]
    told = save(client, tokens[0], item, 2, 1, 2).get_json()
    rounds.close(store.database, "첫째")
    assert refused(save(client, tokens[0], told["item"], 1, 1, 1), 409) == "rating_closed"
    assert refused(client.post(f"/api/rate/{tokens[0]}/undo", json={"number": 1}), 409) == "rating_closed"
    results = state(client, tokens[0])["results"]
    assert sorted(item["model"] for item in results["items"]) == sorted([*MODELS, *MODELS])
    assert [one["final_score"] for one in results["models"]] == [5.0, None]
    assert "evaluators" not in results


WRONG = [
    ({}, "field_not_an_object"),
    ({"marks": [2, 2, 2]}, "field_not_an_object"),
    ({"marks": {"model": 2}}, "field_not_an_object"),
    ({"marks": {"sentence_accuracy": 3}}, "field_not_a_mark"),
    ({"marks": {"sentence_accuracy": -1}}, "field_not_a_mark"),
    ({"marks": {"sentence_accuracy": True}}, "field_not_a_mark"),
    ({"marks": {"sentence_accuracy": "2"}}, "field_not_a_mark"),
    ({"marks": {"sentence_accuracy": 1.0}}, "field_not_a_mark"),
    ({"marks": {"sentence_accuracy": [1]}}, "field_not_a_mark"),
    ({"marks": {}}, "field_not_a_number"),
    ({"marks": {}, "revision": -1}, "field_not_a_number"),
    ({"marks": {}, "revision": 1 << 40}, "field_not_a_number"),
    ({"marks": {}, "revision": 0, "comment": 5}, "field_not_text"),
    ({"marks": {}, "revision": 0, "comment": "가" * 2001}, "field_too_long"),
    ({"marks": {}, "revision": 0, "comment": "\x00"}, "field_control_characters"),
    ({"marks": {}, "revision": 0, "comment": "\ud800"}, "field_control_characters"),
]


@pytest.mark.parametrize(("body", "code"), WRONG)
def test_what_a_save_may_not_be(client, tokens, body, code):
    item = state(client, tokens[0])["item"]
    sent = {"data": json.dumps(body), "headers": {"Content-Type": "application/json"}}
    assert refused(client.post(f"/api/rate/{tokens[0]}/items/{item['id']}", **sent), 400) == code
    assert state(client, tokens[0])["done"] == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"number": "1"}', b'{"number": null}', b"[" * 9999])
def test_what_an_undo_may_not_be(client, tokens, body):
    json_type = {"Content-Type": "application/json"}
    refused(client.post(f"/api/rate/{tokens[0]}/undo", data=body, headers=json_type), 400)
    assert refused(client.post(f"/api/rate/{tokens[0]}/undo", data=body), 415) == "not_json"


@pytest.mark.parametrize("token", [ABSENT, "short", "F" * 32, "가" * 32, "%00" * 32, "x" * 500, "' OR 1=1 --"])
def test_a_wrong_link_is_a_sentence(client, tokens, token):
    page = client.get(f"/rate/{token}")
    assert page.status_code == 404
    assert "평가 링크를 찾을 수 없습니다" in page.get_data(as_text=True)
    assert refused(client.get(f"/api/rate/{token}"), 404) == "rating_link_unknown"
    assert refused(client.post(f"/api/rate/{token}/undo", json={"number": 1}), 404) == "rating_link_unknown"


def test_a_place_is_its_evaluators_alone(client, tokens):
    item = state(client, tokens[0])["item"]
    for token, place in ((tokens[1], item["id"]), (tokens[0], ABSENT), (tokens[0], "%00"), (tokens[0], "가")):
        assert refused(client.get(f"/api/rate/{token}/items/{place}"), 404) == "rating_place_unknown"
        assert refused(save(client, token, {"id": place, "revision": 0}, 1, 1, 1), 404) == "rating_place_unknown"
    assert state(client, tokens[0])["done"] == 0


def test_without_a_link_the_page_says_what_this_is_in_both_languages(client):
    page = client.get("/rate").get_data(as_text=True)
    assert "질문과 약간 연관은 있으나" in page
    english = client.get("/rate?lang=en").get_data(as_text=True)
    assert "Relevance to the question" in english

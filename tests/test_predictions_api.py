"""`POST /api/predictions` over HTTP semantics: a document, a profile, refusals."""

import json

import pytest

from interviewbuddy.buddy import Buddy
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.web import Settings, create_app
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store

PATH = "/api/predictions"


@pytest.fixture
def client(bank, tmp_path):
    store = Store(f"sqlite:///{tmp_path}/buddy.db")
    failures = []
    service = Service(lambda: Loaded(Buddy(BankEngine(bank, pace=0)), bank), failures.append).start().wait()
    yield create_app(Settings(), service, store).test_client()
    store.close()
    assert failures == []


def refused(response, status, code):
    assert response.status_code == status
    assert response.get_json()["error"]["code"] == code
    assert response.get_json()["error"]["message"]


def test_a_statement(client):
    found = client.post(PATH, json={"text": "저는 불량률을 3%에서 1%로 줄였습니다.\r\n감사합니다."}).get_json()
    assert found["kind"] == "statement"
    first = found["questions"][0]
    assert first["because"] == "저는 불량률을 3%에서 1%로 줄였습니다."
    assert first["kind"] == "achievement"
    assert first["question"].startswith("'불량률을 3%에서 1%로 줄였다'고 하셨는데")
    assert len(first["follow_ups"]) == 2
    assert set(first) == {"question", "because", "kind", "follow_ups"}


def test_a_posting_whatever_the_profile(client):
    posting = "영업 담당자 채용\n우대사항\n- SQL로 데이터를 조회해 본 분"
    found = client.post(PATH, json={"text": posting, "occupation": "SM", "experience": "NEW"}).get_json()
    assert found["kind"] == "posting"
    assert [one["because"] for one in found["questions"]] == ["SQL로 데이터를 조회해 본 분"]


def test_a_document_that_claims_nothing_is_no_error(client):
    assert client.post(PATH, json={"text": "안녕하세요"}).get_json() == {"kind": "statement", "questions": []}


@pytest.mark.parametrize("body", [{"occupation": "ICT"}, {"experience": "EXPERIENCED", "text": " \n"}])
def test_a_profile(client, body):
    found = client.post(PATH, json=body).get_json()
    assert found["kind"] == "profile"
    assert found["questions"][0]["kind"] == "self_introduction"
    assert {one["because"] for one in found["questions"]} == {""}


@pytest.mark.parametrize("escaped", [True, False])
def test_twenty_thousand_characters_fit_however_json_writes_them(client, escaped):
    body = json.dumps({"text": "저는 매출을 3배로 늘렸습니다. ".ljust(20_000, "가")}, ensure_ascii=escaped)
    response = client.post(PATH, data=body.encode(), headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert response.get_json()["questions"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_to_predict"),
        ({"text": "  "}, "nothing_to_predict"),
        ({"text": None}, "nothing_to_predict"),
        ({"text": "가" * 20_001}, "field_too_long"),
        ({"text": ["글"]}, "field_not_text"),
        ({"text": "글\x00"}, "field_control_characters"),
        ({"text": "글", "occupation": "XX"}, "field_not_a_choice"),
        ({"text": "글", "experience": 3}, "field_not_a_choice"),
        (["글"], "not_an_object"),
    ],
)
def test_refusals(client, body, code):
    refused(client.post(PATH, json=body), 400, code)


def test_what_is_not_json_and_what_is_too_long(client):
    refused(client.post(PATH, data="text=글"), 415, "not_json")
    refused(client.post(PATH, json={"text": "가" * 60_000}), 413, "too_large")
    assert client.get(PATH).status_code == 405


def test_a_foreign_page_is_refused(client):
    refused(client.post(PATH, json={"text": "글"}, headers={"Origin": "https://evil.example"}), 403, "origin_foreign")

"""The API over HTTP semantics: contract, refusals, isolation. The service is real; the bank answers."""

import json
import logging

import pytest

from interviewbuddy.buddy import Buddy
from interviewbuddy.engines import End, Piece, Source
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.errors import BuddyError, UnavailableError
from interviewbuddy.grounding import Grounding
from interviewbuddy.web import Settings, create_app
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store


def never(error: BuddyError) -> None:
    raise AssertionError(error)


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/buddy.db")
    yield store
    store.close()


@pytest.fixture
def service(bank):
    return Service(lambda: Loaded(Buddy(BankEngine(bank, pace=0)), bank), never).start().wait()


@pytest.fixture
def app(service, store):
    return create_app(Settings(allowed_hosts=("buddy.example",)), service, store)


@pytest.fixture
def client(app):
    return app.test_client()


def events(response):
    assert response.mimetype == "text/event-stream"
    found = []
    for block in response.get_data(as_text=True).strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def ask(client, question="지원동기를 말씀해주세요", **more):
    return client.post("/api/chat", json={"question": question, **more})


def test_an_answer_is_tokens_then_one_done(client):
    response = ask(client, occupation="ICT", experience="NEW")
    found = events(response)
    assert [name for name, _ in found[:-1]] == ["token"] * (len(found) - 1)
    name, done = found[-1]
    assert name == "done"
    assert "".join(data["text"] for _, data in found[:-1]) == done["text"]
    assert done["finish_reason"] == "stop"
    assert done["source"]["kind"] == "written"
    assert done["source"]["similarity"] > 0.4
    assert done["message_id"] == response.headers["X-Message-Id"]
    assert done["conversation_id"] == response.headers["X-Conversation-Id"]
    for fact in done["facts"]:
        assert done["text"][fact["start"] : fact["end"]] == fact["text"]


def test_history_regenerate_and_edit(client):
    first = events(ask(client))[-1][1]
    again = events(ask(client, conversation_id=first["conversation_id"], replace=first["message_id"]))[-1][1]
    assert again["text"] != first["text"]
    edited = events(
        ask(client, "단점이 뭔가요?", conversation_id=first["conversation_id"], replace=again["message_id"])
    )[-1][1]
    found = client.get(f"/api/conversations/{first['conversation_id']}").get_json()
    assert [message["message_id"] for message in found["messages"]] == [edited["message_id"]]
    assert found["messages"][0]["answer"] == edited["text"]
    listed = client.get("/api/conversations").get_json()["conversations"]
    assert [one["title"] for one in listed] == ["지원동기를 말씀해주세요"]


def test_two_browsers_never_see_each_other(app):
    mine, yours = app.test_client(), app.test_client()
    done = events(ask(mine))[-1][1]
    address = f"/api/conversations/{done['conversation_id']}"
    assert yours.get(address).status_code == 404
    assert yours.delete(address).status_code == 404
    assert ask(yours, conversation_id=done["conversation_id"]).status_code == 404
    assert yours.post(f"/api/chat/{done['message_id']}/cancel", json={}).status_code == 404
    assert yours.get("/api/conversations").get_json() == {"conversations": []}
    assert mine.get(address).status_code == 200


def test_delete(client):
    done = events(ask(client))[-1][1]
    address = f"/api/conversations/{done['conversation_id']}"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_history_survives_a_restart(tmp_path, service):
    url = f"sqlite:///{tmp_path}/buddy.db"
    store = Store(url)
    first = create_app(Settings(), service, store).test_client()
    done = events(ask(first))[-1][1]
    cookie = first.get_cookie("buddy")
    store.close()
    store = Store(url)
    second = create_app(Settings(), service, store).test_client()
    second.set_cookie("buddy", cookie.value)
    found = second.get(f"/api/conversations/{done['conversation_id']}")
    assert found.get_json()["messages"][0]["answer"] == done["text"]
    store.close()


JSON = {"Content-Type": "application/json"}
BAD_BODIES = [
    (b"", JSON, 400),
    (b"{", JSON, 400),
    (b"not json", JSON, 400),
    (b"[]", JSON, 400),
    (b'"text"', JSON, 400),
    (b"null", JSON, 400),
    (b"1e999", JSON, 400),
    (b"[" * 50_000, JSON, 400),
    (b'{"question": ' + b"9" * 5000 + b"}", JSON, 400),
    (b'{"question": "\xff\xfe"}', JSON, 400),
    ('{"question": "지원동기"}'.encode("cp949"), JSON, 400),
    (b'{"question": "ok"}', {"Content-Type": "text/plain"}, 415),
    (b"question=ok", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
    (b'{"question": "ok"}', {}, 415),
    (b'{"question": "' + b"x" * 140_000 + b'"}', JSON, 413),
    (json.dumps({"question": "가" * 100_000}).encode(), JSON, 413),
]
BAD_FIELDS = [
    {},
    {"question": None},
    {"question": ""},
    {"question": "   \n\t "},
    {"question": 5},
    {"question": True},
    {"question": ["지원동기"]},
    {"question": {"text": "지원동기"}},
    {"question": "가" * 501},
    {"question": "지원\x00동기"},
    {"question": "지원\x1b[31m동기"},
    {"question": "지원\x7f동기"},
    {"question": "지원\x85동기"},
    {"question": "지원\r동기"},
    *({"question": f"{mark}지원동기{mark}"} for mark in "\x0b\x0c\x1c\x1f\x85"),
    {"question": "\ud83d"},
    *({"question": "왜요?", "occupation": value} for value in ("XX", "ict", 3, ["ICT"], {}, "정보통신", True)),
    *({"question": "왜요?", "experience": value} for value in ("SENIOR", "new", 1, [], False, "신입")),
    *(
        {"question": "왜요?", "conversation_id": value}
        for value in ("", "1", 7, [], "../../etc/passwd", "' OR 1=1 --", "A" * 32, "0" * 33, {"a": 1})
    ),
    *({"question": "왜요?", "replace": value} for value in ("", "x", 7, ["0" * 32])),
    *({"question": "왜요?", "notes": value} for value in (5, ["메모"], "가" * 4001, "\x00")),
]


@pytest.mark.parametrize(("body", "headers", "status"), BAD_BODIES)
def test_malformed_bodies(client, body, headers, status):
    refused(client.post("/api/chat", data=body, headers=headers), status)


@pytest.mark.parametrize("body", BAD_FIELDS)
def test_malformed_fields(client, body):
    refused(client.post("/api/chat", data=json.dumps(body), headers=JSON), 400)


def refused(response, status):
    assert response.status_code == status
    error = response.get_json()["error"]
    assert error["code"]
    assert error["message"].endswith((".", "요.", ")."))
    assert "Traceback" not in response.get_data(as_text=True)


def test_ids_that_nobody_gave_are_not_found(client):
    assert ask(client, conversation_id="0" * 32).status_code == 404
    done = events(ask(client))[-1][1]
    assert ask(client, conversation_id=done["conversation_id"], replace="0" * 32).status_code == 404
    assert client.get("/api/conversations/nonsense").status_code == 404
    assert client.post("/api/chat/nonsense/cancel", json={}).status_code == 404
    assert client.post("/api/chat/nonsense/cancel", data="x").status_code == 415


def test_line_breaks_and_tabs_are_text(client):
    assert ask(client, "지원동기를\r\n\t말씀해 주세요").status_code == 200


def test_messages_follow_the_language(client):
    korean = client.post("/api/chat", json={})
    english = client.post("/api/chat", json={}, headers={"Accept-Language": "en-US,en;q=0.9"})
    assert "비어 있습니다" in korean.get_json()["error"]["message"]
    assert "is empty" in english.get_json()["error"]["message"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://localhost", 200),
        ("http://localhost:80", 200),
        ("https://evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("http://localhost:9999", 403),
        ("http://evil@localhost", 403),
        ("null", 403),
        ("", 403),
        ("http://localhost:port", 403),
        ("http://[", 403),
        ("http://[x]", 403),
        ("file://", 403),
    ],
)
def test_origins(client, origin, status):
    headers = {} if origin is None else {"Origin": origin}
    response = client.post("/api/chat", json={"question": "왜요?"}, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:5000", 200),
        ("127.0.0.1:5000", 200),
        ("[::1]:5000", 200),
        ("buddy.example", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("evil.localhost", 400),
        ("127.0.0.1.nip.io", 400),
        ("sub.buddy.example", 400),
    ],
)
def test_hosts(client, host, status):
    assert client.get("/healthz", headers={"Host": host}).status_code == status


def test_unready_is_503_and_says_when(store):
    service = Service(lambda: None, never)
    client = create_app(Settings(), service, store).test_client()
    assert client.get("/healthz").status_code == 200
    for response in (client.get("/readyz"), ask(client)):
        assert response.status_code == 503
        assert response.headers["Retry-After"]


def test_a_model_that_cannot_load_is_reported(store):
    def fail():
        raise UnavailableError("engine_gone")

    told = []
    Service(fail, told.append).start().wait()
    assert told[0].code == "engine_gone"


def test_a_bug_is_one_sentence_without_a_stack(bank, store, caplog):
    class Broken:
        name = "broken"

        def stream(self, request, cancel):
            raise ZeroDivisionError("secret detail")
            yield

        def close(self):
            pass

    service = Service(lambda: Loaded(Buddy(Broken()), bank), never).start().wait()
    client = create_app(Settings(), service, store).test_client()
    with caplog.at_level(logging.CRITICAL, "interviewbuddy"):
        found = events(ask(client))
    assert [name for name, _ in found] == ["error"]
    assert "secret" not in str(found)
    conversation = client.get("/api/conversations").get_json()["conversations"][0]["id"]
    message = client.get(f"/api/conversations/{conversation}").get_json()["messages"][0]
    assert message["finish_reason"] == "error"


def test_every_response_is_guarded(client):
    for path in ("/", "/chat", "/api/conversations", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_cookie_is_signed_http_only_and_same_site(client):
    cookie = ask(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    client.set_cookie("buddy", "forged")
    assert client.get("/api/conversations").get_json() == {"conversations": []}


def test_pages_speak_the_language_asked_for(client):
    assert '<html lang="ko"' in client.get("/").get_data(as_text=True)
    assert '<html lang="en"' in client.get("/?lang=en").get_data(as_text=True)
    assert '<html lang="en"' in client.get("/chat").get_data(as_text=True)
    assert '<html lang="ko"' in client.get("/chat?lang=ko", headers={"Accept-Language": "en"}).get_data(as_text=True)


def test_unknown_pages_and_methods(client):
    assert client.get("/nowhere").status_code == 404
    assert client.get("/api/nowhere").get_json()["error"]["code"] == "not_found"
    response = client.put("/api/chat", json={})
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_suggested_questions(client):
    found = client.get("/api/questions?occupation=ICT&experience=NEW").get_json()
    assert len(found["questions"]) == 6
    assert [len(set(one)) for one in found["follow_ups"]] == [2] * 6
    assert client.get("/api/questions?occupation=XX").status_code == 400


def test_as_many_suggested_questions_as_asked_for(client):
    more = client.get("/api/questions?occupation=ICT&experience=NEW&limit=40").get_json()["questions"]
    assert len(set(more)) == 40
    for wrong in ("0", "61", "-3", "x", "1.5", "٣", "9" * 30, "000000001999999", "000000001" + "0" * 5000):
        response = client.get("/api/questions", query_string={"limit": wrong})
        assert response.status_code == 400
        assert response.get_json()["error"]["code"] == "field_out_of_range"


class Straying:
    """Misses the question the first time, or every time."""

    name = "straying"

    def __init__(self, *answers):
        self.answers, self.asked = answers, 0

    def stream(self, request, cancel):
        text = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        yield Piece(text)
        yield End("stop", Source("generated", self.name))

    def close(self):
        pass


AWAY = "오늘은 날씨가 맑아서 강변을 걷기에 좋았습니다."
GOOD = "제가 지원한 동기는 통신병으로 근무한 경험입니다."


def straying_client(bank, store, *answers):
    buddy = Buddy(Straying(*answers), Grounding(bank, BankEngine(bank, 0)))
    service = Service(lambda: Loaded(buddy, bank), never).start().wait()
    return create_app(Settings(), service, store).test_client()


def test_a_restart_takes_back_the_tokens_before_it(bank, store):
    found = events(ask(straying_client(bank, store, AWAY, GOOD)))
    assert [name for name, _ in found] == ["token", "restart", "token", "done"]
    assert found[1][1] == {"fault": "off_topic"}
    assert found[-1][1]["text"] == found[2][1]["text"] == GOOD


def test_a_written_answer_in_a_models_place_is_marked_and_kept_so(bank, store):
    client = straying_client(bank, store, AWAY)
    done = events(ask(client))[-1][1]
    assert done["source"]["kind"] == "written"
    assert done["source"]["fallback"] is True
    assert done["source"]["fault"] == "off_topic"
    kept = client.get(f"/api/conversations/{done['conversation_id']}").get_json()["messages"][0]
    assert (kept["answer"], kept["source"]) == (done["text"], done["source"])

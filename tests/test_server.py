"""The real server on a real socket: streaming, stopping, leaving, many at once."""

import http.client
import json
import threading
import time

import pytest

from interviewbuddy.buddy import Buddy
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.web import Settings, create_app
from interviewbuddy.web.server import listen
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store
from tests import live


@pytest.fixture(scope="module")
def served(bank, tmp_path_factory):
    """A running server whose answers take about three seconds, and its service."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('db')}/buddy.db")
    service = Service(lambda: Loaded(Buddy(BankEngine(bank, pace=0.03)), bank), print).start().wait()
    with live.running(listen(create_app(Settings(), service, store), "127.0.0.1", 0)) as port:
        yield port, service
        service.close()
    store.close()


def post(port, path, body, headers=()):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **dict(headers)})
    return connection, connection.getresponse()


def running(service):
    return len(service._cancels)


def wait_until(condition, seconds=1.0):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    assert condition()


def test_tokens_arrive_while_the_answer_is_written(served):
    port, service = served
    connection, response = post(port, "/api/chat", {"question": "지원동기를 말씀해주세요"})
    assert response.readline() == b"event: token\n"
    assert running(service) == 1
    rest = response.read().decode()
    connection.close()
    assert "event: done" in rest
    assert running(service) == 0


def test_a_closed_tab_frees_the_answer_within_a_second(served):
    port, service = served
    connection, response = post(port, "/api/chat", {"question": "자기소개 부탁드립니다"})
    response.readline()
    assert running(service) == 1
    response.close()
    connection.close()
    wait_until(lambda: running(service) == 0)


def test_stop_ends_the_stream_with_cancelled_and_keeps_what_was_said(served):
    port, service = served
    connection, response = post(port, "/api/chat", {"question": "자기소개 부탁드립니다"})
    response.readline()
    cookie = response.headers["Set-Cookie"].split(";")[0]
    message = response.headers["X-Message-Id"]
    stopper, stopped = post(port, f"/api/chat/{message}/cancel", {}, [("Cookie", cookie)])
    assert stopped.status == 204
    stopper.close()
    done = json.loads(response.read().decode().split("event: done\ndata: ")[1])
    connection.close()
    assert done["finish_reason"] == "cancelled"
    assert running(service) == 0
    reader = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    reader.request("GET", f"/api/conversations/{done['conversation_id']}", headers={"Cookie": cookie})
    kept = json.loads(reader.getresponse().read())["messages"][0]
    reader.close()
    assert kept["answer"] == done["text"] != ""


def test_many_at_once(served):
    port, service = served
    results = []

    def one():
        connection, response = post(port, "/api/chat", {"question": "본인의 단점은 무엇인가요?"})
        results.append("event: done" in response.read().decode())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == [True] * 20
    assert running(service) == 0

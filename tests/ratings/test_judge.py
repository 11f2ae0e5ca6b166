"""A model as an evaluator: what it is asked, how strictly it is read, and where its marks stand."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from interviewbuddy.database import Database
from interviewbuddy.errors import BuddyError, InputError
from interviewbuddy.ratings import Marks, report, rounds
from interviewbuddy.ratings.judge import Judge, messages, parsed, rate_all
from tests.ratings.small import SECRETS, make_round, rate


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/buddy.db")
    yield database
    database.close()


REPLIES = [
    ('{"sentence_accuracy": 2, "question_relevance": 1, "context_richness": 0}', Marks(2, 1, 0)),
    ('```json\n{"sentence_accuracy": 2, "question_relevance": 1, "context_richness": 0}\n```', Marks(2, 1, 0)),
    ('점수: {"sentence_accuracy": 2, "question_relevance": 1, "context_richness": 0}', None),
    ('{"sentence_accuracy": 2, "question_relevance": 1}', None),
    ('{"sentence_accuracy": 2, "question_relevance": 1, "context_richness": 0, "reason": ""}', None),
    ('{"sentence_accuracy": 3, "question_relevance": 1, "context_richness": 0}', None),
    ('{"sentence_accuracy": true, "question_relevance": 1, "context_richness": 0}', None),
    ('{"sentence_accuracy": "2", "question_relevance": 1, "context_richness": 0}', None),
    ('{"sentence_accuracy": [2], "question_relevance": 1, "context_richness": 0}', None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("reply", "marks"), REPLIES)
def test_a_models_reply_is_read_strictly(reply, marks):
    assert parsed(reply) == marks


def test_a_model_is_shown_what_a_person_is_and_no_more():
    system, user = (one["content"] for one in messages("왜 {answer} 인가요?", "{question} 때문입니다"))
    assert "문맥 일관성 및 답변 풍부함 여부" in system
    assert "약간 연관은" in system
    assert user == "[질문]\n왜 {answer} 인가요?\n\n[답변]\n{question} 때문입니다"


@contextmanager
def model_server(reply):
    """An OpenAI-compatible server; `reply(asked)` is what it answers to the messages, a status or a text."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_): ...

        def answer(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.answer(200, {"data": [{"id": "judge-7b"}]})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body)
            told = reply(body["messages"][1]["content"])
            if isinstance(told, int):
                self.answer(told, {})
            else:
                self.answer(200, {"choices": [{"message": {"content": told}}]})

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def ask(database, url):
    judge = Judge(url)
    try:
        return rate_all(database, "첫째", judge)
    finally:
        judge.close()


def test_a_model_rates_what_is_open_and_stands_apart_from_people(database):
    tokens = make_round(database, evaluators=1)
    rate(database, tokens[0], 2, 2, 2)
    with model_server(lambda text: REPLIES[0][0] if "설계" in text else "모르겠어요") as (url, asked):
        assert ask(database, url) == (2, 2)
        assert len(asked) == 2 + 2 * 2
        assert {body["temperature"] for body in asked} == {0}
        assert [secret for secret in SECRETS if secret in json.dumps(asked, ensure_ascii=False)] == []
    with model_server(lambda text: 500 if "설계" in text else REPLIES[0][0]) as (url, asked):
        assert ask(database, url) == (2, 0)
        assert len(asked) == 2
    (told,) = report(database)["rounds"]
    assert told["panel"] == "person"
    assert {(item["final_score"], item["by_models"]["final_score"]) for item in told["items"]} == {(6.0, 3.0)}
    assert [(one["name"], one["kind"]) for one in told["by_evaluator"]] == [("1", "person"), ("judge-7b", "model")]


def test_a_round_that_only_a_model_rated_says_so(database):
    make_round(database, evaluators=1)
    with model_server(lambda _: REPLIES[0][0]) as (url, _):
        ask(database, url)
    (told,) = report(database)["rounds"]
    assert (told["panel"], told["items"][0]["final_score"]) == ("model", 3.0)


def test_a_model_is_not_asked_where_it_cannot_rate(database):
    make_round(database)
    with pytest.raises(BuddyError) as caught:
        Judge("http://127.0.0.1:9")
    assert caught.value.code == "remote_unreachable"
    rounds.close(database, "첫째")
    with model_server(lambda _: "") as (url, asked), pytest.raises(InputError) as caught:
        ask(database, url)
    assert (caught.value.code, asked) == ("rating_round_closed", [])

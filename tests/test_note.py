"""The preparation note over HTTP: what is added, kept, refused and taken away. The bank gives the examples."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from interviewbuddy import locale
from interviewbuddy.buddy import Buddy
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.errors import BuddyError
from interviewbuddy.web import Settings, create_app
from interviewbuddy.web.note_requests import questions_in
from interviewbuddy.web.notebook import Change, Notebook, StaleError, next_box
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store

MOTIVATION = "지원동기를 말씀해 주세요."
JSON = {"Content-Type": "application/json"}


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


def add(client, text=MOTIVATION):
    response = client.post("/api/note/items", json={"text": text})
    assert response.status_code == 201
    return response.get_json()


def items(client):
    return client.get("/api/note").get_json()["items"]


def questions(client):
    return [item["question"] for item in items(client)]


def change(client, item, **changes):
    return client.patch(f"/api/note/items/{item['id']}", json=changes)


def refused(response, status):
    assert response.status_code == status
    error = response.get_json()["error"]
    assert error["code"]
    assert error["message"].endswith(".")
    return error["code"]


PASTED = [
    ("1분 자기소개를 해 주세요", ["1분 자기소개를 해 주세요"]),
    ("1. 지원동기는?\n2) 단점은?\n(3) 장점은?\n[4] 포부는?", ["지원동기는?", "단점은?", "장점은?", "포부는?"]),
    ("- 가\n* 나\n• 다\n▶ 라\n① 마\n— 바", ["가", "나", "다", "라", "마", "바"]),
    (
        "Q. 왜요?\nQ1. 언제요?\nq2: 어디서요?\nQ3 누가요?\n질문 4. 무엇을요?",
        ["왜요?", "언제요?", "어디서요?", "누가요?", "무엇을요?"],
    ),
    ("1. 1분 자기소개\n- Q2. 지원동기", ["1분 자기소개", "지원동기"]),
    (
        "3.5년의 공백은요?\nQ&A 응대 경험은?\nQR 코드를 아나요?",
        ["3.5년의 공백은요?", "Q&A 응대 경험은?", "QR 코드를 아나요?"],
    ),
    ("\n\n  가  나 \r\n\t\n---\n3.\n", ["가 나"]),
    ("", []),
]


@pytest.mark.parametrize(("pasted", "expected"), PASTED)
def test_pasted_lines_become_questions(pasted, expected):
    assert questions_in(pasted) == expected


@pytest.mark.parametrize(
    ("box", "grade", "expected"),
    [
        (0, "hard", 0),
        (4, "hard", 0),
        (0, "ok", 1),
        (1, "ok", 1),
        (3, "ok", 3),
        (0, "easy", 1),
        (4, "easy", 5),
        (5, "easy", 5),
    ],
)
def test_leitners_boxes(box, grade, expected):
    assert next_box(box, grade) == expected


def test_many_are_added_in_order_and_none_twice(client):
    told = add(client, "1. 지원동기를 말씀해 주세요.\n2. 단점은 무엇인가요?\n\n3. 지원 동기를 말씀해주세요")
    assert [item["question"] for item in told["added"]] == [MOTIVATION, "단점은 무엇인가요?"]
    assert told["duplicates"] == ["지원 동기를 말씀해주세요"]
    told = add(client, "단점은 무엇인가요\n장점은 무엇인가요?")
    assert told["duplicates"] == ["단점은 무엇인가요"]
    assert questions(client) == [MOTIVATION, "단점은 무엇인가요?", "장점은 무엇인가요?"]


def test_an_own_answer_is_kept_as_typed_with_its_cards(client):
    [item] = add(client)["added"]
    typed = "  불량률을 3% 줄였습니다.\n\n끝.\n "
    saved = change(client, item, answer=typed, revision=0).get_json()
    assert (saved["answer"], saved["revision"], saved["keywords"]) == (typed, 1, ["불량률 3%"])
    assert items(client) == [saved]
    assert change(client, item, done=True).get_json()["done"] is True


def test_an_older_version_never_overwrites_a_newer_one(client):
    [item] = add(client)["added"]
    change(client, item, answer="첫 창", revision=0)
    response = change(client, item, answer="둘째 창", revision=0, done=True)
    assert refused(response, 409) == "note_stale"
    assert response.get_json()["item"]["answer"] == "첫 창"
    assert not items(client)[0]["done"]
    assert change(client, item, answer="첫 창", revision=0).get_json()["revision"] == 1
    assert change(client, item, answer="둘째 창", revision=1).get_json()["revision"] == 2


def test_a_question_never_overwrites_one_it_did_not_grow_from(client):
    [item] = add(client)["added"]
    change(client, item, question="첫 창의 질문", question_was=MOTIVATION)
    response = change(client, item, question="둘째 창의 질문", question_was=MOTIVATION, done=True)
    assert refused(response, 409) == "note_question_stale"
    assert response.get_json()["item"]["question"] == "첫 창의 질문"
    assert not items(client)[0]["done"]
    assert change(client, item, question="첫 창의 질문", question_was=MOTIVATION).status_code == 200
    assert change(client, item, question="둘째 창의 질문", question_was="첫 창의 질문").status_code == 200
    for unguarded in ({}, {"question_was": None}):
        assert change(client, item, question=f"아무 질문 {len(unguarded)}", **unguarded).status_code == 200


def test_cards_never_overwrite_those_they_did_not_grow_from(client):
    [item] = add(client)["added"]
    derived = change(client, item, answer="불량률을 3% 줄였습니다.", revision=0).get_json()["keywords"]
    # Cards taken from the answer are nobody's words: they are in nobody's way.
    assert change(client, item, keywords=["야간 근무"], keywords_was=["체크리스트"]).status_code == 200
    for cards in (["체크리스트"], [], None):
        response = change(client, item, keywords=cards, keywords_was=derived, done=True)
        assert refused(response, 409) == "note_keywords_stale"
        assert response.get_json()["item"]["keywords"] == ["야간 근무"]
    assert not items(client)[0]["done"]
    assert change(client, item, keywords=["야간 근무"], keywords_was=derived).status_code == 200
    both = change(client, item, keywords=["야간 근무", "체크리스트"], keywords_was=["야간 근무"])
    assert both.get_json()["keywords"] == ["야간 근무", "체크리스트"]
    assert change(client, item, keywords=["하나"]).get_json()["keywords"] == ["하나"]
    assert change(client, item, keywords=None, keywords_was=["하나"]).get_json()["keywords"] == derived


def test_of_many_changes_of_cards_and_question_at_once_one_wins(store):
    notebook, visitor = Notebook(store.database), "a" * 32
    [item] = notebook.add(visitor, [MOTIVATION])["added"]

    def changed(n):
        change = Change(keywords=[f"카드 {n}"], keywords_was=[], question=f"질문 {n}", question_was=MOTIVATION)
        return taken(notebook, visitor, item, change)

    with ThreadPoolExecutor(8) as tabs:
        won = list(tabs.map(changed, range(8)))
    assert sorted(won) == [False] * 7 + [True]
    [kept] = notebook.note(visitor)["items"]
    assert (kept["question"], kept["keywords"]) == (f"질문 {won.index(True)}", [f"카드 {won.index(True)}"])


def test_of_many_saves_at_once_one_wins_and_the_others_are_told(store):
    notebook, visitor = Notebook(store.database), "a" * 32
    with ThreadPoolExecutor(8) as tabs:
        told = list(tabs.map(lambda _: notebook.add(visitor, [MOTIVATION]), range(8)))
        assert sorted(len(one["added"]) for one in told) == [0] * 7 + [1]
        [item] = notebook.note(visitor)["items"]
        saves = list(tabs.map(lambda n: taken(notebook, visitor, item, Change(answer=f"글 {n}", revision=0)), range(8)))
    assert sorted(saves) == [False] * 7 + [True]
    assert notebook.note(visitor)["items"][0]["answer"] == f"글 {saves.index(True)}"


def taken(notebook, visitor, item, change):
    """Whether the change was."""
    try:
        return bool(notebook.change(visitor, item["id"], change))
    except StaleError:
        return False


def test_cards_of_ones_own_stay_until_taken_back(client):
    [item] = add(client)["added"]
    own = change(client, item, keywords=[" 체크리스트 ", "체크리스트", "", "야간 근무"]).get_json()
    assert own["keywords"] == ["체크리스트", "야간 근무"]
    kept = change(client, item, answer="불량률을 3% 줄였습니다.", revision=0).get_json()
    assert kept["keywords"] == ["체크리스트", "야간 근무"]
    assert change(client, item, keywords=[]).get_json()["keywords"] == []
    assert change(client, item, keywords=None).get_json()["keywords"] == ["불량률 3%"]


def test_examples_come_one_after_another_and_stay_examples(client):
    [item] = add(client)["added"]
    client.patch("/api/note", json={"occupation": "ICT", "experience": "NEW"})
    address = f"/api/note/items/{item['id']}/suggestion"
    first, second = (client.post(address, json={}).get_json() for _ in range(2))
    assert first["answer"] != second["answer"]
    assert second["source"]["kind"] == "written"
    assert second["item"]["example"] == {name: second[name] for name in ("answer", "source", "facts")}
    assert second["item"]["answer"] == ""
    assert second["item"]["keywords"]
    for fact in second["facts"]:
        assert second["answer"][fact["start"] : fact["end"]] == fact["text"]
    assert items(client) == [second["item"]]
    assert client.get("/api/conversations").get_json() == {"conversations": []}


def test_facts_of_ones_own_notes_are_not_marked(app):
    found = []
    for notes in ("", lambda: found[0]["answer"]):
        visitor = app.test_client()
        [item] = add(visitor, "갈등을 해결한 경험이 있나요?")["added"]
        body = {"notes": notes() if callable(notes) else notes}
        found.append(visitor.post(f"/api/note/items/{item['id']}/suggestion", json=body).get_json())
    assert found[0]["answer"] == found[1]["answer"]
    assert found[0]["facts"]
    assert found[1]["facts"] == []


def test_where_there_is_no_example_none_is_kept(client):
    [item] = add(client, "qwertz uiop asdfg")["added"]
    found = client.post(f"/api/note/items/{item['id']}/suggestion", json={}).get_json()
    assert found["item"] is None
    assert "question" not in found["source"]
    assert items(client)[0]["example"] is None


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("등대의 프레넬 렌즈를 닦는 순서를 설명해 보세요.", "plan"),
        ("면접장에는 몇 분 전에 도착해야 하나요?", "advice"),
    ],
)
def test_what_is_no_applicants_answer_is_kept_and_makes_no_cards(client, question, form):
    [item] = add(client, question)["added"]
    found = client.post(f"/api/note/items/{item['id']}/suggestion", json={}).get_json()
    assert found["source"]["form"] == form
    assert found["item"]["example"]["answer"] == found["answer"]
    assert found["item"]["keywords"] == []


def test_where_an_example_is_near_the_note_keeps_it_and_no_advice(client):
    [item] = add(client, "희망 연봉 얼마냐고 하면 뭐라고 해야 돼?")["added"]
    found = client.post(f"/api/note/items/{item['id']}/suggestion", json={}).get_json()
    assert "form" not in found["source"]
    assert found["item"]["keywords"]


def test_a_turn_of_the_chat_goes_into_the_note(app, client):
    asked = client.post("/api/chat", json={"question": MOTIVATION, "occupation": "ICT"})
    answer = json.loads(asked.get_data(as_text=True).strip().split("data: ")[-1])
    body = {"message_id": asked.headers["X-Message-Id"]}
    [item] = client.post("/api/note/items", json=body).get_json()["added"]
    assert item["question"] == MOTIVATION
    assert item["example"] == {"answer": answer["text"], "source": answer["source"], "facts": answer["facts"]}
    assert client.post("/api/note/items", json=body).get_json() == {"added": [], "duplicates": [MOTIVATION]}
    assert refused(app.test_client().post("/api/note/items", json=body), 404) == "message_unknown"
    other = client.post(f"/api/note/items/{item['id']}/suggestion", json={}).get_json()
    assert other["answer"] != answer["text"]


def test_the_order(client):
    add(client, "가\n나\n다\n라")
    ids = {item["question"]: item["id"] for item in items(client)}

    def move(which, before):
        body = {"before": before and ids[before]}
        return client.post(f"/api/note/items/{ids[which]}/move", json=body).get_json()["ids"]

    assert move("라", "가") == [ids[name] for name in "라가나다"]
    assert move("가", None) == [ids[name] for name in "라나다가"]
    assert move("나", "나") == [ids[name] for name in "라나다가"]
    assert move("다", "나") == [ids[name] for name in "라다나가"]
    add(client, "마")
    assert questions(client) == list("라다나가마")


def test_the_drill_writes_down_how_it_went(client):
    [item] = add(client)["added"]
    assert (item["box"], item["seen_at"]) == (0, None)
    told = client.post(f"/api/note/items/{item['id']}/grade", json={"grade": "easy"}).get_json()
    assert told["box"] == 1
    assert told["seen_at"].endswith("+00:00")
    assert client.post(f"/api/note/items/{item['id']}/grade", json={"grade": "hard"}).get_json()["box"] == 0


def test_a_question_is_renamed_but_to_none_that_is_there(client):
    first, _ = add(client, "가나다\n라마바")["added"]
    assert refused(change(client, first, question="라마바?"), 400) == "note_has_question"
    assert change(client, first, question="가나다?").get_json()["question"] == "가나다?"


def test_everything_can_be_deleted(client):
    first, _second = add(client, "가나다\n라마바")["added"]
    assert client.delete(f"/api/note/items/{first['id']}").status_code == 204
    assert refused(client.delete(f"/api/note/items/{first['id']}"), 404) == "item_unknown"
    assert questions(client) == ["라마바"]
    client.patch("/api/note", json={"occupation": "ICT"})
    assert client.delete("/api/note").status_code == 204
    assert client.get("/api/note").get_json() == {"occupation": None, "experience": None, "items": []}


def test_no_visitor_reaches_anothers_note(app):
    mine, yours = app.test_client(), app.test_client()
    [item] = add(mine)["added"]
    [own] = add(yours, "가나다")["added"]
    address = f"/api/note/items/{item['id']}"
    for response in (
        yours.patch(address, json={"answer": "x", "revision": 0}),
        yours.delete(address),
        yours.post(f"{address}/move", json={"before": None}),
        yours.post(f"{address}/grade", json={"grade": "ok"}),
        yours.post(f"{address}/suggestion", json={}),
        yours.post(f"/api/note/items/{own['id']}/move", json={"before": item["id"]}),
    ):
        assert refused(response, 404) == "item_unknown"
    yours.delete("/api/note")
    assert items(mine) == [item]


def test_the_note_survives_a_restart(tmp_path, service):
    url = f"sqlite:///{tmp_path}/again.db"
    store = Store(url)
    first = create_app(Settings(), service, store).test_client()
    [item] = add(first)["added"]
    saved = change(first, item, answer="내 답변", revision=0).get_json()
    cookie = first.get_cookie("buddy")
    store.close()
    store = Store(url)
    second = create_app(Settings(), service, store).test_client()
    second.set_cookie("buddy", cookie.value)
    assert items(second) == [saved]
    store.close()


def test_limits(client):
    add(client, "\n".join(f"질문 하나 {n}번입니까" for n in range(199)))
    assert refused(client.post("/api/note/items", json={"text": "가나다\n라마바"}), 400) == "note_full"
    [item] = add(client, "가" * 500)["added"]
    assert add(client, "가" * 500)["duplicates"]
    assert refused(client.post("/api/note/items", json={"text": "나" * 501}), 400) == "note_question_long"
    assert len(items(client)) == 200
    assert change(client, item, answer="가" * 8000, revision=0).status_code == 200
    assert change(client, item, answer="가" * 8001, revision=1).status_code == 400
    cards = [f"{n} 키워드" for n in range(20)]
    assert change(client, item, keywords=cards).get_json()["keywords"] == cards
    assert refused(change(client, item, keywords=[*cards, "하나 더"]), 400) == "field_too_many"
    assert refused(change(client, item, keywords=["가" * 61]), 400) == "field_too_long"


ADDED = ({}, {"text": None}, {"text": ""}, {"text": " \n--\n1."}, {"text": 5}, {"text": ["가"]}, {"text": "가\x00"})
ADDED += ({"text": "가\x0b나"}, {"text": "\ud83d"}, {"message_id": 7}, {"message_id": "x"}, {"message_id": ""})
CHANGED = (
    {},
    {"unknown": 1},
    {"answer": "글"},
    *({"answer": "글", "revision": value} for value in (-1, "0", 1.5, True, None, 1 << 31)),
    *({"answer": value, "revision": 0} for value in (None, 3, ["글"], {}, "글\x00", "\udc00", "글\r")),
    *({"done": value} for value in (None, 1, "true", [])),
    *({"keywords": value} for value in ("하나", {}, 3, [None], [3], [["가"]], ["가\x07"])),
    *({"question": value} for value in (None, "", "  ", "?!", 5, "가" * 501, "가\x1b")),
    *({"question": "가", "question_was": value} for value in (5, ["가"], "가" * 501, "가\x1b")),
    *({"keywords": [], "keywords_was": value} for value in ("하나", {}, 3, [None], ["가"] * 21, ["가\x07"])),
)
BAD = [
    *(("post", "/api/note/items", body) for body in ADDED),
    *(("patch", "/api/note/items/ID", body) for body in CHANGED),
    *(("post", "/api/note/items/ID/move", {"before": value}) for value in (5, "", "x", ["0" * 32])),
    *(("post", "/api/note/items/ID/grade", body) for body in ({}, {"grade": None}, {"grade": "1"}, {"grade": 1})),
    *(("post", "/api/note/items/ID/suggestion", {"notes": value}) for value in (5, "가" * 4001, "\x00")),
    *(("patch", "/api/note", {"occupation": value}) for value in ("XX", 3, ["ICT"])),
    ("patch", "/api/note", {"experience": "new"}),
]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_malformed_fields_are_refused_in_both_languages(client, lang):
    [item] = add(client)["added"]
    headers = {**JSON, "Accept-Language": lang}
    for method, path, body in BAD:
        response = getattr(client, method)(path.replace("ID", item["id"]), data=json.dumps(body), headers=headers)
        code = refused(response, 400)
        # What a sentence begins with before its first value tells its language.
        begins = locale.catalogue(lang)[f"error.{code}"].partition("{")[0]
        assert response.get_json()["error"]["message"].startswith(begins), body
        assert not re.search("[가-힣]", begins) or lang == "ko"
    assert items(client) == [item]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", JSON, 400),
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"null", JSON, 400),
        (b"[" * 50_000, JSON, 400),
        (b'{"text": "\xff"}', JSON, 400),
        (b'{"text": "ok"}', {"Content-Type": "text/plain"}, 415),
        (b'{"text": "ok"}', {}, 415),
        (b'{"text": "' + b"x" * 150_000 + b'"}', JSON, 413),
    ],
)
def test_malformed_bodies(client, body, headers, status):
    [item] = add(client)["added"]
    own = f"/api/note/items/{item['id']}"
    posts = ("/api/note/items", f"{own}/move", f"{own}/grade", f"{own}/suggestion")
    for method, path in (*(("post", path) for path in posts), ("patch", own), ("patch", "/api/note")):
        refused(getattr(client, method)(path, data=body, headers=headers), status)


def test_ids_that_nobody_gave_are_not_found(client):
    for item_id in ("0" * 32, "nonsense", "%00", "' OR 1=1 --"):
        assert client.patch(f"/api/note/items/{item_id}", json={"done": True}).status_code == 404
        assert client.post(f"/api/note/items/{item_id}/suggestion", json={}).status_code == 404
        assert client.delete(f"/api/note/items/{item_id}").status_code == 404
    assert client.post("/api/note/items", json={"message_id": "0" * 32}).status_code == 404
    assert client.put("/api/note", json={}).status_code == 405


def test_foreign_pages_change_nothing(client):
    [item] = add(client)["added"]
    headers = {"Origin": "https://evil.example"}
    assert client.delete("/api/note", headers=headers).status_code == 403
    assert client.delete(f"/api/note/items/{item['id']}", headers=headers).status_code == 403
    assert items(client) == [item]


MARKDOWN = """\
# 면접 준비 노트

정보통신 · 신입

## 1. 지원동기를 말씀해 주세요. ✓

**키워드**: 불량률 3% · 체크리스트

불량률을 3% 줄였습니다.⏎
\\# 체크리스트⏎
1\\. 하나

다음 문단.

## 2. 단점은 \\*무엇\\*인가요?

_아직 답변이 없어요_
"""


def test_the_note_as_markdown(client):
    first, _ = add(client, f"{MOTIVATION}\n단점은 *무엇*인가요?")["added"]
    client.patch("/api/note", json={"occupation": "ICT", "experience": "NEW"})
    answer = "불량률을 3% 줄였습니다.\n# 체크리스트\n1. 하나\n\n다음 문단.\n"
    change(client, first, answer=answer, revision=0, done=True, keywords=["불량률 3%", "체크리스트"])
    response = client.get("/note/export.md")
    assert response.get_data(as_text=True) == MARKDOWN.replace("⏎", "  ")
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="interview-note.md"'


def test_an_example_is_called_one_on_paper_and_in_markdown(client):
    [item] = add(client)["added"]
    example = client.post(f"/api/note/items/{item['id']}/suggestion", json={}).get_json()["answer"]
    text = client.get("/note/export.md").get_data(as_text=True)
    assert f"> **예시 답변** — 내 경험이 아니라 참고할 글이에요\n>\n> {example}\n" in text
    page = client.get("/practice/print").get_data(as_text=True)
    assert re.search(r"<b [^>]*>예시 답변</b> " + re.escape(example[:20]), page)
    assert "Example answer" in client.get("/note/export.md?lang=en").get_data(as_text=True)


def test_pages_of_an_empty_note(client):
    for path in ("/practice", "/practice/print", "/note/export.md"):
        assert client.get(path).status_code == 200
    assert "buddy=" in client.application.test_client().get("/practice").headers["Set-Cookie"]
    assert "노트가 아직 비어 있어요" in client.get("/practice/print").get_data(as_text=True)


def test_markup_in_a_question_is_text(client):
    add(client, "<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/practice/print").get_data(as_text=True)

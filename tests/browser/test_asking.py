"""Asking, stopping, asking anew: what stands on the page is what the service has."""

import threading

from selenium.webdriver import Keys
from selenium.webdriver.support.select import Select

from interviewbuddy.engines import End, Piece, Source
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.errors import UnavailableError
from interviewbuddy.grounding import Grounding

from .conftest import serving
from .page import MOTIVATION, ChatPage

HOSTILE = [
    "<img src=x onerror=alert(1)> 지원동기를 말씀해 주세요",
    "<script>alert(1)</script> 장점이 무엇인가요",
    "\"><svg onload=alert(1)> '); alert(1); // ${alert(1)} {{7*7}}",
]


def test_a_typed_question_is_answered_by_a_marked_example(chat):
    answer = chat.ask()
    assert len(answer) > 100
    assert chat.one(".badge").text == "예시 답변"
    assert MOTIVATION in chat.one(".source").text
    assert chat.text == ""
    assert chat.messages()[-1]["answer"] == answer
    assert len(chat.posts) == 1


def test_facts_are_marked_where_the_service_found_them(chat):
    chat.ask("갈등을 해결한 경험을 이야기해주세요")
    facts = [fact["text"] for fact in chat.messages()[-1]["facts"]]
    assert facts
    assert chat.texts("mark") == facts
    assert {mark.get_attribute("title") for mark in chat.all("mark")} == {"본인 경험으로 바꾸세요"}
    assert len(chat.all(".note")) == 1


def test_facts_are_counted_in_code_points(chat):
    marked = """
      const { marked } = await import("/static/js/facts.js");
      return marked("😊👩‍💻 3년 동안 <b>", [{ start: 5, end: 10 }]).map((node) => node.textContent ?? node);
    """
    assert chat.script(f"return (async () => {{ {marked} }})()") == ["😊👩‍💻 ", "3년 동안", " <b>"]


def test_an_answer_is_copied_as_it_reads(chat):
    answer = chat.ask()
    permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    chat.cdp("Browser.grantPermissions", origin=chat.url, permissions=permissions)
    chat.button("복사").click()
    assert chat.button("복사했습니다")
    assert chat.browser.execute_async_script("navigator.clipboard.readText().then(arguments[0])") == answer


def test_notes_keep_their_own_numbers_unmarked(chat):
    chat.ask("갈등을 해결한 경험을 이야기해주세요")
    own = chat.all("mark")[0].text
    chat.button("내 메모").click()
    chat.one("#notes").send_keys(f"나의 기록: {own}")
    chat.button("내 메모 ✓").click()
    chat.button("질문 고치기").click()
    chat.type(Keys.ENTER)
    chat.until(lambda: len(chat.posts) == 2)
    chat.answered()
    assert chat.posts[-1]["notes"] == f"나의 기록: {own}"
    assert own not in chat.texts("mark")


def test_a_suggestion_is_asked_by_a_click(chat):
    first = chat.all("#welcome .suggestion")[0]
    question = first.text
    first.click()
    chat.answered()
    assert chat.questions == [question]
    near = chat.all(".next .suggestion")[0].text
    chat.button(near).click()
    chat.until(lambda: len(chat.questions) == 2)
    assert chat.questions[1] == near


def test_where_nothing_is_near_questions_are_offered(chat):
    chat.ask("오늘 점심 뭐 먹지")
    assert not chat.all(".badge")
    assert len(chat.all(".next .suggestion")) == 3


def test_advice_is_shown_as_advice_and_offers_no_other(chat):
    chat.ask("면접장에는 몇 분 전에 도착해야 하나요?")
    assert chat.one(".badge").text == "면접 준비 조언"
    assert not chat.all("[data-regenerate]")


def test_a_plan_is_shown_as_one(chat):
    text = chat.ask("등대의 프레넬 렌즈를 닦는 순서를 설명해 보세요.")
    assert chat.one(".badge").text == "답변 설계"
    assert "피할 것:" in text
    assert not chat.all("mark")


def test_under_an_answer_are_follow_ups_and_others_answers_and_a_reload_keeps_them(chat):
    chat.ask("갈등을 해결한 경험을 이야기해주세요")
    asked = chat.texts(".follow-ups li")
    assert len(asked) == 2
    assert not chat.all(".similar dd")
    chat.one(".similar summary").click()
    assert len(chat.texts(".similar dd")) == 2
    chat.browser.refresh()
    chat.until(lambda: chat.all(".follow-ups li"))
    assert chat.texts(".follow-ups li") == asked


class Scripted:
    """Says one thing and ends as it is told to; an error is raised after what was said."""

    name = "scripted"

    def __init__(self, *items):
        self.items = items

    def stream(self, request, cancel):
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            yield item

    def close(self):
        pass


def test_a_generated_answer_says_so_and_that_it_was_cut(new_browser, bank, tmp_path):
    source = Source("generated", "mini", demonstration=True)
    engine = Scripted(Piece("저는 준비했습니다. <b>끝까지</b> 그리고"), End("length", source))
    with serving(bank, tmp_path, engine) as site:
        chat = ChatPage(new_browser(), site.url).open()
        assert chat.ask() == "저는 준비했습니다."
        assert "시연용" in chat.one(".badge").text
        assert "mini" in chat.one(".source").text
        assert chat.texts(".note") == ["길이 한도에서 마지막 문장까지만 보여 드립니다."]
        chat.browser.get("about:blank")


class Straying(Scripted):
    """Beside the question both times; the second time it waits to be read."""

    text = "오늘은 날씨가 맑아서 강변을 걷기에 좋았습니다. "

    def __init__(self):
        self.asked, self.go_on = 0, threading.Event()

    def stream(self, request, cancel):
        self.asked += 1
        if self.asked == 2:
            self.go_on.wait(10)
        yield Piece(self.text)
        yield End("stop", Source("generated", "mini"))


def test_what_strays_is_taken_back_and_a_written_example_stands_there_marked(new_browser, bank, tmp_path):
    engine = Straying()
    with serving(bank, tmp_path, engine, grounding=Grounding(bank, BankEngine(bank, 0))) as site:
        chat = ChatPage(new_browser(), site.url).open()
        chat.type(MOTIVATION, Keys.ENTER)
        chat.until(lambda: chat.texts(".waiting") == ["쓰던 답변이 질문에 맞지 않아 다시 쓰고 있어요."])
        assert engine.text.strip() not in "".join(chat.texts(".turn"))
        engine.go_on.set()
        answer = chat.answered()
        assert "강변" not in answer
        assert chat.one(".badge").text == "예시 답변"
        assert any("미리 써 둔 예시를 보여 드려요" in note for note in chat.texts(".note"))
        chat.browser.refresh()
        assert chat.answered() == answer
        assert any("미리 써 둔 예시를 보여 드려요" in note for note in chat.texts(".note"))
        chat.browser.get("about:blank")


def test_an_answer_that_fails_can_be_asked_again(new_browser, bank, tmp_path):
    engine = Scripted(Piece("저는 준비"), UnavailableError("engine_gone"))
    with serving(bank, tmp_path, engine) as site:
        chat = ChatPage(new_browser(), site.url).open()
        assert chat.ask() == "저는 준비"
        assert chat.one(".note.failed").text == "답변을 받지 못했습니다."
        assert "모델이 응답하지 않습니다" in chat.one(".alert").text
        assert chat.text == MOTIVATION
        engine.items = (Piece("준비했습니다."), End("stop", Source("generated", "mini")))
        chat.type(Keys.ENTER)
        chat.until(lambda: chat.answers == ["준비했습니다."])
        assert chat.one(".badge").text == "AI가 만든 예시 답변"
        assert len(chat.messages()) == 1
        chat.browser.get("about:blank")


def test_stop_ends_the_answer_here_and_in_the_service(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.1)
    chat.type(MOTIVATION, Keys.ENTER).writing()
    chat.button("멈추기").click()
    chat.until(lambda: not chat.busy() and not site.under_way(), seconds=1)
    assert chat.one(".note:last-of-type").text == "여기서 멈췄습니다."
    message = chat.messages()[-1]
    assert message["finish_reason"] == "cancelled"
    assert message["answer"] == chat.answers[-1]
    assert chat.button("보내기 💬").is_enabled()


def test_a_closed_tab_frees_its_slot(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.1)
    chat.type(MOTIVATION, Keys.ENTER)
    chat.until(lambda: site.under_way())
    chat.browser.get("about:blank")
    chat.until(lambda: not site.under_way(), seconds=1)


def test_another_answer_takes_the_place_of_the_first(chat):
    first = chat.ask()
    chat.button("다른 답변").click()
    chat.until(lambda: len(chat.posts) == 2)
    second = chat.answered()
    assert second != first
    assert chat.questions == [MOTIVATION]
    assert [message["answer"] for message in chat.messages()] == [second]


def test_an_edited_question_replaces_the_last(chat):
    chat.ask("본인의 가장 큰 장점은 무엇인가요?")
    chat.ask()
    assert chat.texts("button").count("질문 고치기") == 1
    chat.button("질문 고치기").click()
    assert chat.text == MOTIVATION
    chat.type(Keys.CONTROL, "a").type("단점을 말씀해 주세요", Keys.ENTER)
    chat.until(lambda: len(chat.posts) == 3)
    chat.answered()
    expected = ["본인의 가장 큰 장점은 무엇인가요?", "단점을 말씀해 주세요"]
    assert chat.questions == expected
    assert [message["question"] for message in chat.messages()] == expected


def test_escape_gives_an_edit_up_and_brings_back_what_was_typed(chat):
    chat.ask()
    chat.type("쓰던 질문")
    chat.button("질문 고치기").click()
    assert chat.text == MOTIVATION
    chat.type(Keys.ESCAPE)
    assert chat.text == "쓰던 질문"
    assert not chat.all(".editing")
    assert chat.questions == [MOTIVATION]


def test_markup_is_shown_as_text(chat):
    for question in HOSTILE:
        chat.ask(question)
    assert chat.questions == HOSTILE
    chat.browser.refresh()
    chat.until(lambda: chat.questions == HOSTILE)
    assert chat.script("return window.dialogs") == []
    assert chat.script("return document.querySelectorAll('#log img, #log script, #log svg').length") == 0


def test_an_overlong_question_is_kept_and_told_about(chat):
    chat.script("arguments[0].value = '가'.repeat(501)", chat.box)
    chat.type("나", Keys.ENTER)
    assert chat.one(".alert").text == "질문은 500자까지입니다."
    assert len(chat.text) == 502
    assert chat.posts == []


def test_a_question_survives_a_service_out_of_reach(chat):
    offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    chat.cdp("Network.enable")
    chat.cdp("Network.emulateNetworkConditions", offline=True, **offline)
    chat.type(MOTIVATION, Keys.ENTER)
    assert "닿지 못했습니다" in chat.one(".alert").text
    assert chat.text == MOTIVATION
    assert chat.questions == []
    chat.cdp("Network.emulateNetworkConditions", offline=False, **offline)
    chat.type(Keys.ENTER)
    assert chat.answered()


def test_two_browsers_do_not_see_each_others_conversations(chat, new_browser, site):
    chat.ask()
    other = ChatPage(new_browser(), site.url).open()
    assert other.earlier() == []
    other.browser.get(site.url + chat.path)
    other.until(lambda: other.path == "/chat")
    assert "찾을 수 없습니다" in other.one(".alert").text
    assert other.questions == []


def test_conditions_go_with_the_question_and_are_remembered(chat):
    conditions = ("ICT", "NEW")
    for name, value in zip(("occupation", "experience"), conditions, strict=True):
        Select(chat.one(f"select[name={name}]")).select_by_value(value)
    chat.ask()
    assert (chat.posts[0]["occupation"], chat.posts[0]["experience"]) == conditions
    assert chat.one(".tags").text == "정보통신 · 신입"
    chat.browser.refresh()
    chat.one(".turn")
    assert [one.get_property("value") for one in chat.all("select")] == list(conditions)

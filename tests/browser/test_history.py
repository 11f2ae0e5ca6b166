"""What was asked stays: over a reload, in the list, behind the back button; and goes when deleted."""

import time

from selenium.webdriver import Keys

from .conftest import serving
from .page import MOTIVATION, ChatPage


def test_a_reload_shows_the_conversation(chat):
    answer = chat.ask()
    assert chat.path.startswith("/chat/")
    chat.browser.refresh()
    chat.until(lambda: chat.answers == [answer])
    assert chat.questions == [MOTIVATION]
    assert chat.one(".badge").text == "예시 답변"
    assert chat.button("다른 답변")


def test_a_reload_in_mid_answer_shows_what_was_said(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.1)
    chat.type(MOTIVATION, Keys.ENTER)
    chat.until(lambda: chat.answers and chat.answers[-1])
    chat.browser.refresh()
    chat.until(lambda: chat.all(".turn .foot"))
    assert chat.questions == [MOTIVATION]
    assert chat.messages()[-1]["finish_reason"] == "cancelled"


def test_a_draft_survives_a_reload(chat):
    chat.type("아직 보내지 않은 질문")
    chat.browser.refresh()
    chat.until(lambda: chat.text == "아직 보내지 않은 질문")


def test_an_edit_survives_a_reload(chat):
    chat.ask()
    chat.button("질문 고치기").click()
    chat.type(" 짧게요.")
    chat.browser.refresh()
    chat.one(".editing")
    assert chat.text == f"{MOTIVATION} 짧게요."
    chat.type(Keys.ENTER)
    chat.until(lambda: chat.questions == [f"{MOTIVATION} 짧게요."])


def test_new_chat_back_and_the_list(chat):
    chat.ask()
    first = chat.path
    chat.button("새 대화").click()
    chat.until(lambda: chat.path == "/chat" and not chat.questions)
    chat.ask("본인의 가장 큰 장점은 무엇인가요?")
    assert chat.path not in ("/chat", first)
    chat.until(lambda: chat.earlier() == ["본인의 가장 큰 장점은 무엇인가요?", MOTIVATION])
    chat.one(f'#conversations a[href="{first}"]').click()
    chat.until(lambda: chat.questions == [MOTIVATION])
    assert chat.path == first
    chat.browser.back()
    chat.until(lambda: chat.questions == ["본인의 가장 큰 장점은 무엇인가요?"])


def test_new_chat_in_mid_answer_stops_it(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.1)
    chat.type(MOTIVATION, Keys.ENTER)
    chat.until(lambda: chat.answers and chat.answers[-1])
    chat.button("새 대화").click()
    chat.until(lambda: not site.under_way(), seconds=1)
    assert chat.questions == []
    chat.one("#conversations a").click()
    chat.until(lambda: chat.questions == [MOTIVATION])


def test_a_conversation_is_deleted_after_asking(chat):
    chat.ask()
    chat.one("#conversations .remove").click()
    chat.button("그대로 두기").click()
    assert chat.questions == [MOTIVATION]
    chat.one("#conversations .remove").click()
    chat.button("지우기").click()
    chat.until(lambda: chat.path == "/chat" and not chat.questions and not chat.earlier())


def test_a_question_waits_while_the_model_loads(new_browser, bank, tmp_path):
    with serving(bank, tmp_path, start=False) as site:
        chat = ChatPage(new_browser(), site.url).open()
        assert chat.one(".welcome .note").text == "모델을 준비하고 있습니다…"
        chat.type(MOTIVATION, Keys.ENTER)
        assert chat.one(".waiting").text == "모델을 준비하고 있습니다…"
        time.sleep(0.55)
        chat.button("멈추기").click()
        chat.until(lambda: chat.text == MOTIVATION and not chat.questions)
        chat.type(Keys.ENTER)
        site.service.start()
        assert len(chat.answered()) > 100
        assert chat.questions == [MOTIVATION]
        chat.browser.get("about:blank")

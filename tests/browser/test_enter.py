"""One Enter sends once, with the Hangul syllable under composition, in each browser's order of events."""

import pytest
from selenium.webdriver import Keys

from .page import MOTIVATION, script

WHOLE = "지원동기를 말씀해 주세요"
ORDERS = [
    "chrome",
    "chrome, then a second keydown at once",
    "chrome, then a second keydown later",
    "firefox, the text after the end",
    "safari",
]


def sent_once(chat, question):
    chat.answered()
    assert [post["question"] for post in chat.posts] == [question]
    assert chat.text == ""


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_of_events_sends_once_and_whole(chat, order):
    chat.script(script("compositions"), WHOLE, order)
    chat.until(lambda: chat.posts)
    sent_once(chat, WHOLE)


def test_a_real_composition_is_sent_whole_by_one_enter(chat):
    chat.type(WHOLE[:-1])
    for step in ("ㅇ", "요"):
        chat.cdp("Input.imeSetComposition", text=step, selectionStart=1, selectionEnd=1)
    enter = {"code": "Enter", "windowsVirtualKeyCode": 229, "key": "Process"}
    chat.cdp("Input.dispatchKeyEvent", type="rawKeyDown", **enter)
    assert chat.posts == []
    chat.cdp("Input.insertText", text="요")
    chat.cdp("Input.dispatchKeyEvent", type="keyUp", **enter)
    chat.until(lambda: chat.posts)
    sent_once(chat, WHOLE)


def test_the_button_ends_a_composition_first(chat):
    chat.type(WHOLE[:-1])
    chat.cdp("Input.imeSetComposition", text="요", selectionStart=1, selectionEnd=1)
    chat.button("보내기 💬").click()
    chat.until(lambda: chat.posts)
    sent_once(chat, WHOLE)


def test_choosing_a_hanja_does_not_send(chat):
    chat.script(script("compositions"), "志", "chrome")
    chat.type("望", Keys.SHIFT + Keys.ENTER)
    assert chat.text == "志望\n"
    assert chat.posts == []


def test_shift_enter_breaks_the_line(chat):
    chat.type("첫째 줄", Keys.SHIFT, Keys.ENTER, Keys.NULL, "둘째 줄")
    assert chat.text == "첫째 줄\n둘째 줄"
    assert chat.posts == []
    chat.type(Keys.ENTER)
    chat.answered()
    assert chat.questions == ["첫째 줄\n둘째 줄"]


def test_enter_in_an_empty_box_or_while_writing_sends_nothing(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.02)
    chat.type(Keys.ENTER, "   ", Keys.ENTER)
    assert chat.posts == []
    chat.type(MOTIVATION, Keys.ENTER)
    chat.until(chat.busy)
    chat.type("다음 질문", Keys.ENTER)
    chat.answered()
    assert len(chat.posts) == 1
    assert chat.text == "다음 질문"


def test_a_double_click_on_send_does_not_stop(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.01)
    chat.type(MOTIVATION)
    chat.script("const send = document.querySelector('[data-send]'); send.click(); setTimeout(() => send.click(), 120)")
    chat.until(lambda: chat.posts)
    chat.answered()
    assert chat.messages()[-1]["finish_reason"] == "stop"

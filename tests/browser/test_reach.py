"""Everybody gets there: small screens, no mouse, other ears, another language."""

import pytest
from selenium.webdriver import Keys

from .page import MOTIVATION, ChatPage, script

SCROLLER = "const s = document.getElementById('scroller'); return "
GAP = SCROLLER + "s.scrollHeight - s.scrollTop - s.clientHeight"


def overflow(page):
    return page.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_nothing_overflows_a_narrow_screen(new_browser, site):
    page = ChatPage(new_browser(360, 740), site.url)
    for lang in ("ko", "en"):
        for path in ("/", "/chat", "/nowhere"):
            page.browser.get(f"{site.url}{path}?lang={lang}")
            assert overflow(page) == 0, (path, lang)
    page.open("/chat?lang=ko")
    page.ask("가" * 120 + " https://example.com/" + "a" * 90)
    page.ask()
    assert overflow(page) == 0
    assert page.script(SCROLLER + "s.scrollWidth - s.clientWidth") == 0
    box, bottom = page.one("#composer").rect, page.script("return innerHeight")
    assert box["y"] + box["height"] <= bottom


def test_no_word_of_the_masthead_is_broken_on_a_narrow_screen(new_browser, site):
    """With a third link the wordmark and "English" had each been broken in two."""
    page = ChatPage(new_browser(360, 740), site.url)
    page.browser.get(f"{site.url}/practice")
    heights = {link.text: link.size["height"] for link in page.all(".masthead nav a")}
    assert len(heights) == 3
    assert max(heights.values()) < 1.2 * min(heights.values())
    assert overflow(page) == 0


def test_the_drawer_opens_and_closes_by_key(new_browser, site):
    page = ChatPage(new_browser(360, 740), site.url).open()
    page.ask()
    assert not page.all("#conversations a")
    opener = page.one("#drawer-open")
    opener.send_keys(Keys.ENTER)
    page.one("#conversations a")
    assert opener.get_attribute("aria-expanded") == "true"
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all("#conversations a"))
    assert page.script("return document.activeElement.id") == "drawer-open"
    opener.click()
    page.one("#conversations a").click()
    page.until(lambda: not page.all("#conversations a"))
    assert page.questions == [MOTIVATION]


def test_keys_alone_do_everything(browser, site):
    page = ChatPage(browser, site.url).open("/")
    focused = "return document.activeElement"
    while page.script(focused).text != "Start Chatting":
        page.press(Keys.TAB)
    page.press(Keys.ENTER)
    page.until(lambda: page.path == "/chat" and page.all("#welcome .suggestion"))
    assert page.script(focused).get_attribute("id") == "question"
    page.press(MOTIVATION, Keys.ENTER)
    page.until(lambda: page.questions)
    first = page.answered()
    assert page.script(focused).get_attribute("id") == "question"
    seen = []
    while page.script(focused).text != "다른 답변":
        page.press(Keys.SHIFT, Keys.TAB, Keys.NULL)
        seen.append(page.script(focused))
        assert len(seen) < 20
    outline = page.script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.press(Keys.ENTER)
    page.until(lambda: len(page.posts) == 2)
    assert page.answered() != first
    assert page.script("return document.activeElement.className") == "turn"


def test_the_skip_link_leads_to_the_box(chat):
    chat.ask()
    chat.script("document.activeElement.blur(); window.scrollTo(0, 0)")
    chat.browser.find_element("css selector", ".skip").send_keys(Keys.ENTER)
    assert chat.script("return document.activeElement.id") == "question"
    assert chat.questions == [MOTIVATION]


def test_the_answer_is_announced_once_not_word_by_word(chat, site, monkeypatch):
    monkeypatch.setattr(site.engine, "_pace", 0.02)
    chat.script("""
      window.said = [];
      const region = document.getElementById("live");
      new MutationObserver(() => window.said.push(region.textContent)).observe(region, { childList: true });
    """)
    answer = chat.ask()
    assert chat.script("return window.said") == ["답변을 쓰는 중입니다.", f"답변이 끝났습니다. {answer}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_and_contrast(new_browser, site, scheme):
    page = ChatPage(new_browser(), site.url)
    page.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    for path in ("/", "/nowhere", "/chat"):
        page.browser.get(site.url + path)
        assert page.script(script("nameless")) == []
        assert page.script(script("low_contrast")) == [], path
    page.open()
    page.button("내 메모").click()
    page.ask("갈등을 해결한 경험을 이야기해주세요")
    page.button("질문 고치기").click()
    assert page.script(script("nameless")) == []
    assert page.script(script("low_contrast")) == []


def test_another_language_keeps_the_page_and_is_remembered(chat):
    chat.ask()
    path = chat.path
    chat.button("English").click()
    assert chat.one(".badge").text == "Example answer"
    assert chat.path == path
    assert chat.box.get_attribute("placeholder") == "Enter your question..."
    assert chat.script("return document.documentElement.lang") == "en"
    chat.button("New Chat").click()
    chat.browser.refresh()
    assert chat.button("Send 💬")
    chat.button("한국어").click()
    assert chat.button("보내기 💬")
    assert chat.box.get_attribute("placeholder") == "질문을 입력하세요..."


def test_the_landing_page_says_what_this_is_and_starts_right_away(browser, site):
    page = ChatPage(browser, site.url).open("/")
    assert page.one("h1").text == "Hi, I'm InterviewBuddy! 😊"
    assert page.one(".how h2").text == "📖 사용 방법"
    assert len(page.all(".how li")) == 3
    page.button(MOTIVATION).click()
    page.until(lambda: page.questions == [MOTIVATION])
    assert page.answered()
    assert page.path.startswith("/chat/")
    assert len(page.posts) == 1


def test_a_question_in_a_foreign_link_waits_to_be_sent(browser, site):
    page = ChatPage(browser, site.url).open("/chat?q=연봉")
    page.until(lambda: page.text == "연봉")
    assert page.posts == []


def test_the_page_follows_the_answer_only_for_who_reads_the_end(new_browser, site, monkeypatch):
    page = ChatPage(new_browser(360, 500), site.url).open()
    page.ask()
    monkeypatch.setattr(site.engine, "_pace", 0.03)
    page.type("갈등을 해결한 경험을 이야기해주세요", Keys.ENTER)
    page.until(lambda: len(page.answers) == 2 and len(page.answers[1]) > 150)
    assert page.script(GAP) < 60
    page.script(SCROLLER + "s.scrollTop = 0")
    before = len(page.answers[1])
    page.until(lambda: len(page.answers[1]) > before + 40)
    assert page.script(SCROLLER + "s.scrollTop") == 0
    page.one("#to-end").click()
    assert page.script(GAP) < 60

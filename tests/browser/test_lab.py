"""The lab's reports in a browser: found by keys, read on any screen, released."""

import pytest
from selenium.webdriver import Keys

from .page import ChatPage
from .test_reach import overflow

COMPOSITIONS = "일곱 가지 프롬프트 구성"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_a_report_is_reached_and_read(new_browser, site, width, height):
    page = ChatPage(new_browser(width, height), site.url)
    page.browser.get(f"{site.url}/lab")
    assert overflow(page) == 0
    next(link for link in page.all(".listed a") if link.text == COMPOSITIONS).send_keys(Keys.ENTER)
    page.until(lambda: page.path == "/lab/seven-compositions")
    assert page.one("h1").text == COMPOSITIONS
    assert overflow(page) == 0
    assert page.all("svg")
    assert "question-experience-occupation-answer" in page.one("table").text


def test_hangul_of_a_chart_is_drawn_by_the_browser(new_browser, site):
    """Letters of an SVG are text, so that no font of the server's decides what is read."""
    page = ChatPage(new_browser(), site.url)
    page.browser.get(f"{site.url}/lab/seven-compositions")
    drawn = page.script("return [...document.querySelectorAll('svg text')].map((one) => one.textContent).join(' ')")
    assert any("가" <= letter <= "힣" for letter in drawn)


def test_everything_the_models_said_can_be_fetched(new_browser, site):
    page = ChatPage(new_browser(), site.url)
    page.browser.get(f"{site.url}/lab/seven-compositions")
    links = [link.get_attribute("href") for link in page.all(".released a")]
    assert [link.rsplit("/", 1)[1] for link in links] == [
        "report.json",
        "report.md",
        "report.html",
        "generations.jsonl",
    ]
    fetched = "fetch(arguments[0]).then((one) => one.text()).then((text) => arguments[1](text.split('\\n').length))"
    assert page.browser.execute_async_script(fetched, links[-1]) > 1000

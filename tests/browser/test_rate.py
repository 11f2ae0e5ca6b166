"""Rating in a real browser: five evaluators by keys alone, undo, another device, a line that is down."""

import pytest
from selenium.webdriver import Keys

from interviewbuddy.database import Database
from interviewbuddy.ratings import CRITERIA, rated_items, report, rounds
from tests.ratings.small import MODELS, SECRETS, make_round

from .conftest import serving
from .page import script
from .rate_page import RatePage
from .test_reach import overflow

QUESTIONS = ("지원동기를 말씀해 주세요.", "갈등을 해결한 경험을 이야기해 주세요.", "단점은 무엇인가요?")


@pytest.fixture(scope="module")
def rating(programs, bank, tmp_path_factory):
    """A service, and the database behind it as the command line opens it."""
    folder = tmp_path_factory.mktemp("rating")
    with serving(bank, folder) as site:
        database = Database(f"sqlite:///{folder}/buddy.db")
        yield site, database
        database.close()


@pytest.fixture
def links(rating, request):
    """Tokens of a new round named after the test."""
    return make_round(rating[1], request.node.name, evaluators=5, questions=QUESTIONS)


@pytest.fixture
def page(browser, rating, links):
    return RatePage(browser, rating[0].url).open(links[0])


def test_five_evaluators_rate_a_round_by_keys_alone(browser, rating, links, request):
    page = RatePage(browser, rating[0].url)
    orders = []
    for number, token in enumerate(links):
        page.open(token)
        assert page.place == "1 / 6"
        marks = [["2", "1", str(number % 3)] for _ in range(6)]
        orders.append([page.rate(digits) for digits in marks])
        assert page.one("#over h2").text == "모두 매겼어요. 고맙습니다!"
        assert [secret for secret in SECRETS if secret in browser.page_source] == []
    assert len({tuple(order) for order in orders}) == 5
    assert len({frozenset(order) for order in orders}) == 1
    rounds.close(rating[1], request.node.name)
    found = rated_items(rating[1], request.node.name)
    # Five of 2 and 1 each, and 0, 1, 2, 0, 1.
    assert {one.final_score for one in found} == {(10 + 5 + 4) / 5}
    assert {one.raters for one in found} == {5}
    page.reload()
    assert page.one("#results h2").text == "라운드가 끝났어요"
    assert set(page.texts("#results tbody th")) == set(MODELS)


def test_digits_mark_one_criterion_after_the_other_and_enter_asks_for_all(page):
    assert (page.marked, page.current) == ([None, None, None], 0)
    page.press("2")
    assert (page.marked, page.current) == (["2", None, None], 1)
    page.press(Keys.ENTER)
    assert "질문 관련성, 문맥 일관성" in page.alert
    assert page.place == "1 / 6"
    page.press(Keys.ARROW_UP, "1", "3", "0", Keys.ARROW_UP)
    assert (page.marked, page.current) == (["1", "0", None], 1)
    page.press(Keys.ARROW_RIGHT)
    assert (page.marked, page.current) == (["1", "1", None], 1)
    page.press(Keys.ARROW_DOWN, "2")
    assert page.marked == ["1", "1", "2"]


def test_backspace_takes_back_a_mark_and_then_the_answer_before(page):
    first, place = page.rate("210"), "2 / 6"
    page.press("1", "1", Keys.BACKSPACE)
    assert (page.marked, page.current, page.place) == (["1", None, None], 1, place)
    page.press("u", "u")
    page.until(lambda: page.place == "1 / 6")
    assert (page.shown, page.marked) == (first, ["2", "1", "0"])
    page.press(Keys.BACKSPACE)
    assert page.alert == "되돌릴 점수가 없어요."
    page.press("0", Keys.ENTER)
    page.until(lambda: page.place == place)
    assert page.marked == [None, None, None]


def test_a_comments_keys_are_its_own(page, rating, request):
    page.press("2", "1", "1", "c")
    page.until(lambda: page.script("return document.activeElement.id") == "comment")
    page.press("u 0점 2", Keys.BACKSPACE, Keys.ENTER, "끝")
    assert (page.marked, page.place) == (["2", "1", "1"], "1 / 6")
    page.press(Keys.ESCAPE)
    page.press(Keys.ENTER)
    page.until(lambda: page.place == "2 / 6")
    assert page.script("return document.getElementById('comment').value") == ""
    (told,) = report(rating[1], request.node.name)["rounds"]
    assert [one for item in told["items"] for one in item["comments"]] == ["u 0점 \n끝"]


def test_under_a_hangul_layout_the_keys_are_the_same_and_a_syllable_is_not_saved_in_half(page):
    page.press("2")
    page.script("""
      const key = (target, more) => target.dispatchEvent(
        new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...more }));
      key(document.activeElement, { key: "ㅕ", code: "KeyU" });
      key(document.activeElement, { key: "1", code: "Numpad1" });
      const box = document.getElementById("comment");
      box.focus();
      key(box, { key: "Enter", code: "Enter", ctrlKey: true, isComposing: true, keyCode: 229 });
      key(box, { key: "Process", code: "Digit2", isComposing: true, keyCode: 229 });
    """)
    assert (page.marked, page.place) == (["1", None, None], "1 / 6")
    assert not page.all("#alert")


def test_another_browser_goes_on_where_the_first_left_off(page, new_browser, rating, links):
    seen = [page.rate("222"), page.rate("000")]
    other = RatePage(new_browser(390, 844), rating[0].url).open(links[0])
    assert other.place == "3 / 6"
    assert other.shown not in seen
    page.reload()
    assert page.shown == other.shown


def test_marks_not_saved_yet_are_there_after_a_reload(page):
    page.press("2", "0")
    page.reload()
    assert (page.marked, page.current) == (["2", "0", None], 2)
    page.press("1", Keys.ENTER)
    page.until(lambda: page.place == "2 / 6")
    assert page.drafts() == []


def test_nothing_is_lost_while_the_line_is_down(page):
    page.cdp("Network.enable")
    down = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.cdp("Network.emulateNetworkConditions", offline=True, **down)
    page.press("2", "1", "0", Keys.ENTER)
    page.until(lambda: page.all("#alert"))
    assert page.alert.startswith("저장하지 못했어요")
    assert (page.place, page.marked, len(page.drafts())) == ("1 / 6", ["2", "1", "0"], 1)
    page.cdp("Network.emulateNetworkConditions", offline=False, **down)
    page.until(lambda: page.place == "2 / 6")
    assert (page.drafts(), page.marked) == ([], [None, None, None])


def test_two_tabs_do_not_write_over_each_other(page, links, rating, request):
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("tab")
    page.open(links[0])
    page.rate("222")
    page.browser.switch_to.window(first)
    page.press("0", "0", "0", Keys.ENTER)
    page.until(lambda: page.place == "2 / 6")
    assert "다른 창에서" in page.alert
    (told,) = report(rating[1], request.node.name)["rounds"]
    assert [item["final_score"] for item in told["items"] if item["complete"]] == [6.0]


def test_an_answer_can_be_left_incomplete_and_filled_at_the_end(page, rating, request):
    page.press("2", Keys.ENTER)
    page.one("#skip").click()
    page.until(lambda: page.place == "2 / 6")
    for _ in range(5):
        page.rate("111")
    assert "1개" in page.one("#over").text
    page.button("비워 둔 답변 다시 보기").click()
    page.until(lambda: page.all("#rating"))
    assert (page.place, page.marked, page.current) == ("1 / 6", ["2", None, None], 1)
    page.press("2", "2", Keys.ENTER)
    page.until(lambda: page.all("#over"))
    assert not page.all("#over .button:not(.outline)")
    (told,) = report(rating[1], request.node.name)["rounds"]
    assert sorted(item["final_score"] for item in told["items"]) == [3.0, 3.0, 3.0, 3.0, 3.0, 6.0]


def test_a_round_that_closes_meanwhile_says_so_and_shows_results(page, rating, request):
    page.rate("210")
    rounds.close(rating[1], request.node.name)
    page.press("2", "2", "2", Keys.ENTER)
    page.until(lambda: page.all("#results"))
    assert page.one("#said").text == "이 라운드는 끝났습니다. 점수를 더 받지 않습니다."
    assert set(page.texts("#results tbody th")) == set(MODELS)


def test_by_touch_on_a_narrow_screen(new_browser, rating, links):
    page = RatePage(new_browser(390, 844), rating[0].url).open(links[0])
    for lang in ("en", "ko"):
        page.open(f"{links[0]}?lang={lang}")
        assert overflow(page) == 0
    for name in CRITERIA:
        page.one(f"[data-criterion={name}] .point:nth-of-type(2)").click()
    save, bottom = page.one("#save").rect, page.script("return innerHeight + scrollY")
    assert save["y"] + save["height"] <= bottom
    assert page.marked == ["1", "1", "1"]
    page.one("#save").click()
    page.until(lambda: page.place == "2 / 6")
    assert page.script("return scrollY") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_and_contrast(page, rating, request, scheme):
    page.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.press("2", Keys.ENTER)
    assert page.script(script("nameless")) == []
    assert page.script(script("low_contrast")) == []
    rounds.close(rating[1], request.node.name)
    page.reload()
    assert page.script(script("low_contrast")) == []
    page.browser.get(f"{page.url}/rate")
    assert page.script(script("low_contrast")) == []

"""The preparation note in a real browser: no word is lost, the drill runs by key, the order stays."""

from contextlib import contextmanager

import pytest
from selenium.webdriver import ActionChains, Keys

from .conftest import serving
from .note_page import NotePage
from .page import ChatPage, script
from .test_reach import overflow

QUESTIONS = ["지원동기를 말씀해 주세요.", "단점은 무엇인가요?", "장점은 무엇인가요?", "입사 후 포부는 무엇인가요?"]

LOW = """return [...document.querySelectorAll("main button, main summary, main input:not([type=checkbox])")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""
"""Controls that a finger may miss."""


@pytest.fixture
def page(browser, site):
    """A new visitor's note, empty."""
    return NotePage(browser, site.url).open()


def test_pasted_questions_become_entries_and_none_twice(page):
    page.add("1. 지원동기를 말씀해 주세요.", "- 단점은 무엇인가요?", "Q. 장점은 무엇인가요?")
    assert page.questions == QUESTIONS[:3]
    page.one("#questions").send_keys("지원동기를 말씀해주세요")
    page.button("노트에 담기").click()
    page.until(lambda: "이미 있는 질문 1개" in page.one("[data-said]").text)
    assert page.questions == QUESTIONS[:3]
    assert page.reload().questions == QUESTIONS[:3]


def test_more_questions_are_offered_by_a_press_and_the_keyboard_goes_on_at_them(page):
    first = page.texts(".offer")
    page.one(".offers .more").send_keys(Keys.ENTER)
    page.until(lambda: len(page.all(".offer")) == 2 * len(first))
    assert page.texts(".offer")[: len(first)] == first
    assert page.browser.switch_to.active_element.text == page.texts(".offer")[len(first)]


def test_an_offered_question_is_added_by_one_press_and_the_keyboard_goes_on_at_the_next(page):
    offered, after = page.texts(".offer")[:2]
    page.one(".offer").send_keys(Keys.ENTER)
    page.until(lambda: page.questions == [offered])
    page.until(lambda: page.focused() == after)
    assert page.texts(".offer:disabled") == [offered]
    assert offered not in page.reload().texts(".offer")


def test_follow_ups_stand_under_an_offered_question_and_are_added_by_one_press(page):
    assert page.texts(".offers summary") == ["꼬리 질문 2개"] * len(page.all(".offer"))
    assert not page.all(".follow-up")
    page.one(".offers summary").send_keys(Keys.ENTER)
    first, second = page.until(lambda: page.texts(".follow-up"))
    page.one(".follow-up").send_keys(Keys.ENTER)
    page.until(lambda: page.questions == [first])
    page.until(lambda: page.focused() == second)
    assert page.texts(".follow-up:disabled") == [first]
    assert page.heard(".follow-up") == [f"담은 꼬리 질문: {first}", f"꼬리 질문 담기: {second}"]
    page.one(".offer").click()
    page.until(lambda: len(page.questions) == 2)
    page.until(lambda: page.focused() == second)
    page.press(Keys.ENTER)
    page.until(lambda: page.questions[2:] == [second])
    assert page.texts(".follow-up:disabled") == [first, second]
    page.unfold().button("지우기").click()
    page.until(lambda: page.texts(".follow-up:enabled") == [first])


def test_follow_ups_of_a_pasted_text_are_added_too_and_one_that_did_not_go_in_may_be_pressed_again(page):
    page.about("물류 창고에서 8개월 동안 입고 검수를 맡아 불량률을 3%에서 1%로 줄였습니다.")
    page.one("[data-found] summary").click()
    first = page.until(lambda: page.texts("[data-found] .follow-up"))[0]
    page.offline(True)
    page.one("[data-found] .follow-up").send_keys(Keys.ENTER)
    page.until(lambda: page.one("[data-said]").text)
    page.until(lambda: page.focused() == first)
    page.offline(False)
    page.press(Keys.ENTER)
    page.until(lambda: page.questions == [first])
    assert page.texts("[data-found] .follow-up:disabled") == [first]


def test_questions_from_a_pasted_text_are_shown_with_its_words_and_added_by_one_press(page):
    page.about("물류 창고에서 8개월 동안 입고 검수를 맡아 불량률을 3%에서 1%로 줄였습니다.")
    question, because = page.texts("[data-found] .offer")[0].splitlines()
    assert question.endswith("?")
    assert because.startswith("물류 창고에서")
    page.all("[data-found] .offer")[0].click()
    page.until(lambda: page.questions == [question])


def test_what_was_typed_is_there_after_a_reload_at_once(page):
    page.add(QUESTIONS[0]).write("저는 ")
    page.reload()
    assert page.own() == "저는 "
    page.write("기록을 좋아합니다.\n그래서")
    page.reload()
    assert page.own() == "저는 기록을 좋아합니다.\n그래서"
    page.until(lambda: page.kept()[0]["answer"] == "저는 기록을 좋아합니다.\n그래서")
    page.until(lambda: page.drafts() == [])


def test_what_was_pasted_and_not_yet_added_is_there_after_a_reload(page):
    page.one("#questions").send_keys("지원동기가 뭔가요?")
    page.one(".adding > details > summary").click()
    page.one("[name=about]").send_keys("매장에서 2년 동안 일했습니다.")
    page.reload()
    assert page.value("#questions") == "지원동기가 뭔가요?"
    assert page.value("[name=about]") == "매장에서 2년 동안 일했습니다."
    page.button("노트에 담기").click()
    page.until(lambda: page.questions == ["지원동기가 뭔가요?"])
    assert page.reload().value("#questions") == ""


def test_nothing_is_lost_while_the_line_is_down(page):
    page.add(QUESTIONS[0]).write("먼저 ").saved()
    page.offline(True)
    page.write("끊긴 동안")
    page.until(lambda: page.state().startswith("저장하지 못했습니다"))
    assert len(page.drafts()) == 1
    page.offline(False)
    page.saved()
    assert page.kept()[0]["answer"] == "먼저 끊긴 동안"
    assert page.drafts() == []


def test_a_card_and_a_question_changed_while_the_line_is_down_stay_in_their_boxes(page):
    page.add(QUESTIONS[0]).write("야간 근무를 하며 불량률을 3% 줄였습니다.").saved()
    page.until(lambda: page.texts(".card") == ["야간 근무", "불량률 3%"])
    page.offline(True)
    page.one(".card").click()
    page.one(".cards li:first-child input").send_keys("야간 근무 반년", Keys.ENTER)
    page.until(lambda: page.one(".entry .alert").text)
    page.one(".adder input").send_keys("체크리스트", Keys.ENTER)
    page.button("질문 고치기").click()
    page.one(".rename").send_keys("고친 질문입니다.", Keys.ENTER)
    page.until(lambda: page.value(".rename") == "고친 질문입니다.")
    page.until(lambda: page.value(".adder input") == "체크리스트")
    assert page.value(".cards li:first-child input") == "야간 근무 반년"
    page.offline(False)
    page.one(".rename").send_keys(Keys.ENTER)
    page.until(lambda: page.questions == ["고친 질문입니다."])
    page.one(".cards li:first-child input").send_keys(Keys.ENTER)
    page.until(lambda: page.texts(".card") == ["야간 근무 반년", "불량률 3%"])
    page.one(".adder input").send_keys(Keys.ENTER)
    page.until(lambda: page.texts(".card") == ["야간 근무 반년", "불량률 3%", "체크리스트"])
    assert page.kept()[0]["keywords"] == ["야간 근무 반년", "불량률 3%", "체크리스트"]


def test_nothing_is_lost_when_the_service_starts_anew(new_browser, bank, tmp_path):
    browser = new_browser()
    with restartable(bank, tmp_path) as (site, restart):
        page = NotePage(browser, site.url).open()
        page.add(QUESTIONS[0]).write("껐다 켜기 전").saved()
        with restart():
            page.write(", 꺼진 동안")
            page.until(lambda: page.state().startswith("저장하지 못했습니다"))
        page.saved()
        assert page.reload().own() == "껐다 켜기 전, 꺼진 동안"
        browser.get("about:blank")


@contextmanager
def restartable(bank, folder):
    """A service and `restart`, which takes it away for a while and brings it back to the same port and database."""
    first = serving(bank, folder)
    site = first.__enter__()
    port = int(site.url.rpartition(":")[2])
    running = [first]

    @contextmanager
    def restart():
        running.pop().__exit__(None, None, None)
        yield
        running.append(serving(bank, folder, port=port))
        running[-1].__enter__()

    yield site, restart
    running.pop().__exit__(None, None, None)


def test_two_tabs_lose_neither_text(page):
    page.add(QUESTIONS[0]).write("처음").saved()
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("tab")
    page.open()
    page.unfold().entry(0, ".own").clear()
    page.write("둘째 창의 글").saved()
    page.browser.switch_to.window(first)
    page.write(" 창의 글")
    page.until(lambda: "둘째 창의 글" in page.one(".other").text)
    assert page.own() == "처음 창의 글"
    assert page.kept()[0]["answer"] == "둘째 창의 글"
    page.button("둘 다 이어 붙이기").click()
    page.saved()
    assert page.kept()[0]["answer"] == page.own() == "처음 창의 글\n\n둘째 창의 글"
    assert not page.all(".other")


@contextmanager
def other_tab(page):
    """A second tab on the same note; afterwards the first, which knows nothing of it."""
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("tab")
    yield page.open().unfold()
    page.browser.switch_to.window(first)


def test_two_tabs_both_keep_their_cards(page):
    page.add(QUESTIONS[0]).write("야간 근무를 하며 불량률을 3% 줄였습니다.").saved()
    page.until(lambda: page.texts(".card") == ["야간 근무", "불량률 3%"])
    with other_tab(page):
        page.card(0, "야간 근무 반년")
        page.until(lambda: page.texts(".card") == ["야간 근무 반년", "불량률 3%"])
        page.card(None, "체크리스트")
        page.until(lambda: page.texts(".card") == ["야간 근무 반년", "불량률 3%", "체크리스트"])
    page.card(None, "재고 실사")
    page.until(lambda: page.texts(".card") == ["야간 근무 반년", "불량률 3%", "체크리스트", "재고 실사"])
    assert not page.texts(".cards-part .alert")
    with other_tab(page):
        page.card(0, "야간 근무 8개월")
        page.until(lambda: page.texts(".card")[0] == "야간 근무 8개월")
    page.card(0, "야간 교대")
    both = ["야간 근무 8개월", "불량률 3%", "체크리스트", "재고 실사", "야간 교대"]
    page.until(lambda: page.texts(".card") == both)
    assert "‘야간 근무 반년’)가 그사이 다른 창이나 답변에서 바뀌었어요" in page.one(".cards-part .alert").text
    assert page.kept()[0]["keywords"] == both


def test_cards_of_another_tab_are_shown_before_they_are_taken_from_the_answer_again(page):
    page.add(QUESTIONS[0]).write("불량률을 3% 줄였습니다.").saved()
    page.card(None, "체크리스트")
    page.until(lambda: page.texts(".card") == ["불량률 3%", "체크리스트"])
    with other_tab(page):
        page.card(None, "재고 실사")
        page.until(lambda: len(page.texts(".card")) == 3)
    page.button("답변에서 다시 뽑기").click()
    page.until(lambda: page.texts(".card") == ["불량률 3%", "체크리스트", "재고 실사"])
    assert page.one(".cards-part .alert").text.startswith("다른 창에서 키워드가 먼저 바뀌었습니다")
    page.button("답변에서 다시 뽑기").click()
    page.until(lambda: page.texts(".card") == ["불량률 3%"])
    assert not page.texts(".cards-part .alert")


@pytest.mark.parametrize(
    ("choice", "stays"), [("위에 있는 내 글로", "첫 창의 질문"), ("저장된 글로", "둘째 창의 질문")]
)
def test_two_tabs_lose_neither_question(page, choice, stays):
    page.add(QUESTIONS[0]).unfold()
    with other_tab(page):
        page.rename("둘째 창의 질문")
        page.until(lambda: page.questions == ["둘째 창의 질문"])
    page.rename("첫 창의 질문")
    assert page.one(".other .why").text.startswith("다른 창에서 이 질문을 먼저 고쳤어요")
    assert page.one(".other .text").text == page.kept()[0]["question"] == "둘째 창의 질문"
    assert page.reload().value(".rename") == "첫 창의 질문"
    page.one(".rename").send_keys(Keys.ENTER)
    page.until(lambda: page.texts(".other .text") == ["둘째 창의 질문"])
    page.button(choice).click()
    page.until(lambda: page.texts(".question") == [page.kept()[0]["question"]] == [stays])
    assert not page.all(".other")
    assert page.reload().texts(".question") == [stays]


def test_what_was_typed_for_a_card_stays_with_it_when_one_before_it_is_removed(page):
    page.add(QUESTIONS[0]).write("야간 근무를 하며 불량률을 3% 줄였습니다.").saved()
    page.card(None, "체크리스트")
    page.until(lambda: page.texts(".card") == ["야간 근무", "불량률 3%", "체크리스트"])
    page.offline(True)
    page.card(1, "불량률 3%에서 1%로")
    page.until(lambda: page.texts(".cards-part .alert"))
    page.offline(False)
    page.one(".card-remove").click()
    page.until(lambda: page.texts(".card") == ["체크리스트"])
    assert page.value(".cards li:first-child input") == "불량률 3%에서 1%로"
    page.reload()
    assert page.texts(".card") == ["체크리스트"]
    assert page.value(".cards li:first-child input") == "불량률 3%에서 1%로"
    page.one(".cards li:first-child input").send_keys(Keys.ENTER)
    page.until(lambda: page.texts(".card") == ["불량률 3%에서 1%로", "체크리스트"])
    assert page.reload().texts(".card") == ["불량률 3%에서 1%로", "체크리스트"]


def test_what_was_typed_for_a_card_that_another_tab_removed_is_there_after_a_reload(page):
    page.add(QUESTIONS[0]).write("야간 근무를 하며 불량률을 3% 줄였습니다.").saved()
    page.until(lambda: page.texts(".card") == ["야간 근무", "불량률 3%"])
    page.offline(True)
    page.card(0, "야간 근무 반년")
    page.until(lambda: page.texts(".cards-part .alert"))
    with other_tab(page):
        page.one(".card-remove").click()
        page.until(lambda: page.texts(".card") == ["불량률 3%"])
    page.offline(False)
    page.reload()
    assert page.texts(".card") == ["불량률 3%"]
    assert page.value(".cards li:nth-child(2) input") == "야간 근무 반년"
    page.one(".cards li:nth-child(2) input").send_keys(Keys.ENTER)
    page.until(lambda: page.texts(".card") == ["불량률 3%", "야간 근무 반년"])


def test_no_line_hides_when_the_window_narrows(page):
    page.add(QUESTIONS[0]).write("야간 근무를 하며 불량률을 3% 줄였습니다. " * 9)
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    page.cdp("Emulation.setDeviceMetricsOverride", **size)
    hidden = "const box = document.querySelector('.own'); return box.scrollHeight - box.clientHeight"
    page.until(lambda: page.script("return innerWidth") == 390 and page.script(hidden) <= 0)


def test_the_example_becomes_the_beginning_of_ones_own(page):
    page.add(QUESTIONS[0]).unfold()
    page.button("예시 답변 받기").click()
    example = page.until(lambda: page.texts(".example .text"))[0]
    assert page.one(".example .badge").text == "예시 답변"
    page.button("다른 예시").click()
    page.until(lambda: page.texts(".example .text")[0] != example)
    example = page.texts(".example .text")[0]
    page.button("내 답변으로 옮겨 고치기").click()
    page.saved()
    assert page.own() == example == page.kept()[0]["answer"]


def test_cards_follow_the_answer_until_they_are_ones_own(page):
    page.add(QUESTIONS[0]).write("야간 근무를 하며 불량률을 3% 줄였습니다.").saved()
    page.until(lambda: page.texts(".card") == ["야간 근무", "불량률 3%"])
    page.one(".card-remove").click()
    page.until(lambda: page.texts(".card") == ["불량률 3%"])
    page.one(".adder input").send_keys("체크리스트", Keys.ENTER)
    page.until(lambda: page.texts(".card") == ["불량률 3%", "체크리스트"])
    page.reload()
    assert page.texts(".card") == ["불량률 3%", "체크리스트"]
    page.button("답변에서 다시 뽑기").click()
    page.until(lambda: page.texts(".card") == ["야간 근무", "불량률 3%"])


def test_the_order_by_keys_and_by_dragging_stays(page):
    page.add(*QUESTIONS)
    page.entry(0, ".question").send_keys(Keys.ALT, Keys.ARROW_DOWN)
    page.until(lambda: page.questions == [QUESTIONS[i] for i in (1, 0, 2, 3)])
    assert page.script("return document.activeElement.textContent") == QUESTIONS[0]
    page.entry(1, ".question").send_keys(Keys.ALT, Keys.ARROW_DOWN)
    page.until(lambda: [item["question"] for item in page.kept()] == [QUESTIONS[i] for i in (1, 2, 0, 3)])
    grip, end = page.entry(3, ".grip"), page.entry(0, ".grip")
    ActionChains(page.browser).click_and_hold(grip).move_to_element(end).move_by_offset(0, -25).release().perform()
    page.until(lambda: [item["question"] for item in page.kept()] == [QUESTIONS[i] for i in (3, 1, 2, 0)])
    assert page.reload().questions == [QUESTIONS[i] for i in (3, 1, 2, 0)]


def test_the_drill_by_key_brings_back_what_was_hard(page):
    page.add(*QUESTIONS).write("야간 근무를 하며 불량률을 3% 줄였습니다.").saved()
    page.drill()
    assert page.asked() == QUESTIONS[0]
    page.press(" ")
    page.until(lambda: page.texts(".drill .card") == ["야간 근무", "불량률 3%"])
    assert not page.all(".drill-answer")
    page.press("1").press(" ")
    assert page.one(".drill-answer .text").text.startswith("야간 근무를")
    page.press("1")
    seen = []
    while not page.all(".summary"):
        seen.append(page.asked())
        page.press(*((" ", " ") if seen[-1] == QUESTIONS[0] else " ")).press("2" if seen[-1] == QUESTIONS[0] else "3")
    assert seen == [QUESTIONS[i] for i in (1, 2, 0, 3)]
    assert page.texts(".summary li b") == ["1", "0", "3"]
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all(".drill"))
    assert page.script("return document.activeElement.id") == "start"
    page.reload().drill()
    assert page.asked() == QUESTIONS[0]
    page.press(Keys.ESCAPE)


def test_what_was_deleted_comes_back_or_goes_for_good(page):
    page.add(*QUESTIONS[:2]).unfold()
    page.button("지우기").click()
    page.until(lambda: page.questions == QUESTIONS[1:2])
    page.button("되돌리기").click()
    page.until(lambda: page.questions == QUESTIONS[:2])
    page.button("지우기").click()
    page.until(lambda: page.questions == QUESTIONS[1:2])
    assert page.reload().questions == QUESTIONS[1:2]
    page.button("노트 모두 지우기").click()
    page.one("#confirm [value=delete]").click()
    page.until(lambda: page.all("#empty"))
    assert page.kept() == []


def test_an_answer_of_the_chat_goes_into_the_note(chat):
    answer = chat.ask()
    chat.button("노트에 담기").click()
    chat.button("노트에 담았습니다 ✓")
    page = NotePage(chat.browser, chat.url).open()
    assert page.questions == QUESTIONS[:1]
    page.unfold()
    assert page.one(".example .text").text == answer


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_names_and_contrast(new_browser, site, scheme):
    page = NotePage(new_browser(390, 844), site.url)
    page.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.browser.get(f"{site.url}/practice")
    page.ready().add(QUESTIONS[0], "가" * 200)
    page.about("물류 창고에서 8개월 동안 입고 검수를 맡아 불량률을 3%에서 1%로 줄였습니다.")
    page.one("[data-found] summary").click()
    page.one("[data-found] .follow-up").click()
    page.until(lambda: page.texts(".follow-up:disabled"))
    for check in ("nameless", "low_contrast"):
        assert page.script(script(check)) == []
    assert overflow(page) == 0
    assert page.script(LOW) == []
    page.one("#add-toggle").click()
    page.until(lambda: not page.all("#questions"))
    page.unfold(0).write("야간 근무를 하며 불량률을 3% 줄였습니다. " * 5).saved()
    page.button("예시 답변 받기").click()
    page.until(lambda: page.texts(".example .text"))
    for check in ("nameless", "low_contrast"):
        assert page.script(script(check)) == []
    assert overflow(page) == 0
    assert page.script(LOW) == []
    page.drill().press(" ", " ")
    assert overflow(page) == 0
    assert page.script(script("low_contrast")) == []
    page.press(Keys.ESCAPE)
    page.browser.get(f"{site.url}/practice/print")
    assert overflow(page) == 0
    assert page.script(script("low_contrast")) == []


def test_the_pages_lead_to_the_note(browser, site):
    page = ChatPage(browser, site.url)
    for path in ("/", "/chat"):
        page.open(path).button("면접 준비 노트").click()
        page.until(lambda: page.path == "/practice")

"""The chat page as a person uses it: what they see, press and type."""

import time
from pathlib import Path

from selenium.common import StaleElementReferenceException
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

SECONDS = 10
VISIBLE = """[...document.querySelectorAll(arguments[0])]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))"""
MOTIVATION = "지원동기를 말씀해 주세요."


def script(name):
    """The text of one of the scripts that run in the page."""
    return (Path(__file__).parent / "scripts" / f"{name}.js").read_text("utf-8")


class ChatPage:
    """One browser on the chat page."""

    def __init__(self, browser, url):
        self.browser = browser
        self.url = url

    def open(self, path="/chat"):
        self.browser.get(self.url + path)
        if path.startswith("/chat"):
            self.until(lambda: self.all("#welcome .suggestion, .turn, .welcome .note"))
        return self

    def until(self, condition, seconds=SECONDS):
        """What `condition` returns, once it is true."""
        wait = WebDriverWait(self.browser, seconds, 0.03, [StaleElementReferenceException])
        return wait.until(lambda _: condition())

    def all(self, selector):
        """The elements in view that match."""
        return self.script(f"return {VISIBLE}", selector)

    def texts(self, selector):
        """What they say."""
        return self.script(f"return {VISIBLE}.map((one) => one.innerText)", selector)

    def one(self, selector):
        return self.until(lambda: self.all(selector))[0]

    def script(self, text, *values):
        return self.browser.execute_script(text, *values)

    def cdp(self, command, **values):
        return self.browser.execute_cdp_cmd(command, values)

    def button(self, name):
        """The last button or link in view that is called `name`."""
        named = f"return {VISIBLE}.filter((one) => one.innerText.trim() === arguments[1])"
        return self.until(lambda: self.script(named, "button, a", name))[-1]

    @property
    def box(self):
        return self.browser.find_element(By.ID, "question")

    @property
    def text(self):
        return self.box.get_property("value")

    @property
    def posts(self):
        """What was posted to be answered since the page was loaded."""
        return self.script("return window.posts")

    @property
    def questions(self):
        return self.texts(".bubble.question")

    @property
    def answers(self):
        return self.texts(".turn .bubble.answer .text")

    @property
    def path(self):
        return self.script("return location.pathname")

    def type(self, *keys):
        self.box.send_keys(*keys)
        return self

    def press(self, *keys):
        """Keys for whatever has the focus."""
        ActionChains(self.browser).send_keys(*keys).perform()
        return self

    def ask(self, question=MOTIVATION):
        """Types, presses Enter, and waits for the whole answer, which it returns."""
        turns = len(self.questions)
        self.type(question, Keys.ENTER)
        self.until(lambda: len(self.questions) > turns)
        return self.answered()

    def answered(self):
        """Waits until no answer is under way; the last one."""
        self.until(lambda: not self.busy() and self.all(".turn .foot"))
        return self.answers[-1]

    def busy(self):
        return self.all('[aria-busy="true"]')

    def writing(self):
        """Waits until the answer comes, and a click on "stop" is no second half of a double click."""
        self.until(lambda: self.busy() and self.answers and self.answers[-1])
        time.sleep(0.55)
        return self

    def messages(self):
        """The conversation in view as the service has it."""
        path = self.path.replace("/chat/", "/api/conversations/")
        call = "fetch(arguments[0]).then((one) => one.json()).then(arguments[1])"
        return self.browser.execute_async_script(call, path)["messages"]

    def earlier(self):
        """Titles in the list of conversations."""
        return self.texts("#conversations .title")

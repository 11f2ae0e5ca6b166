"""The chat page as a person uses it: what they see, press and type."""

import time

from selenium.common import StaleElementReferenceException
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

SECONDS = 10
MOTIVATION = "지원동기를 말씀해 주세요."


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
        return [one for one in self.browser.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()]

    def one(self, selector):
        return self.until(lambda: self.all(selector))[0]

    def script(self, text, *values):
        return self.browser.execute_script(text, *values)

    def cdp(self, command, **values):
        return self.browser.execute_cdp_cmd(command, values)

    def button(self, name):
        """The last button or link in view that is called `name`."""
        return self.until(lambda: [one for one in self.all("button, a") if one.text == name])[-1]

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
        return [one.text for one in self.all(".bubble.question")]

    @property
    def answers(self):
        return [one.text for one in self.all(".turn .bubble.answer .text")]

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
        """Waits until the answer has begun to come, and "stop" is more than the second half of a double click."""
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
        return [one.text for one in self.all("#conversations .title")]

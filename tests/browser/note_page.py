"""The preparation note's page as a person uses it."""

from selenium.webdriver import Keys

from .page import ChatPage

DRAFTS = "return Object.keys(localStorage).filter((one) => one.startsWith('buddy.note.'))"


class NotePage(ChatPage):
    """One browser on the note's page."""

    def open(self, path="/practice"):
        self.browser.get(self.url + path)
        self.ready()
        return self

    def ready(self):
        """Waits until the note is there, with what is offered."""
        self.until(lambda: self.all(".offer, .offers .said"))
        return self

    def reload(self):
        self.browser.refresh()
        return self.ready()

    def add(self, *questions):
        """Pastes questions and adds them."""
        count = len(self.all(".entry"))
        self.one("#questions").send_keys("\n".join(questions))
        self.button("노트에 담기").click()
        self.until(lambda: len(self.all(".entry")) == count + len(questions))
        return self

    def about(self, text):
        """Pastes a text about oneself and waits for the questions drawn from it."""
        self.one(".adding > details > summary").click()
        self.one("[name=about]").send_keys(text)
        self.button("질문 뽑기").click()
        self.until(lambda: self.all("[data-found] .offer"))
        return self

    def focused(self):
        """The text of what has the keyboard."""
        return self.browser.switch_to.active_element.text

    def heard(self, selector):
        """What a screen reader calls those in view."""
        return [one.accessible_name for one in self.all(selector)]

    @property
    def questions(self):
        return self.texts(".entry .question, .entry .rename")

    def unfold(self, i=0):
        """Opens the i-th question."""
        if not self.entry(i, ".own").is_displayed():
            self.entry(i, ".question").click()
        return self

    def entry(self, i, selector):
        """A part of the i-th question, in view or not."""
        return self.browser.find_elements("css selector", ".entry")[i].find_element("css selector", selector)

    def write(self, text, i=0):
        self.unfold(i)
        self.entry(i, ".own").send_keys(text)
        return self

    def card(self, i, text):
        """Puts a keyword in the place of the i-th of those in view; None adds it."""
        (self.one(".adder input") if i is None else self.all(".card")[i]).click()
        self.press(text, Keys.ENTER)

    def rename(self, text):
        """Types another text for the open question."""
        self.button("질문 고치기").click()
        self.one(".rename").send_keys(text, Keys.ENTER)

    def own(self, i=0):
        return self.entry(i, ".own").get_property("value")

    def state(self, i=0):
        return self.entry(i, ".state").get_property("textContent")

    def offline(self, is_down):
        """Cuts this browser's line, or mends it."""
        self.cdp("Network.enable")
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.cdp("Network.emulateNetworkConditions", offline=is_down, **speed)

    def value(self, selector):
        """What stands in a box; None where there is none."""
        found = self.all(selector)
        return found[0].get_property("value") if found else None

    def saved(self, i=0):
        """Waits until the service has what was typed."""
        self.until(lambda: self.state(i) == "저장됨")
        return self

    def drafts(self):
        """What this browser holds that the service has not confirmed."""
        return self.script(DRAFTS)

    def kept(self):
        """The items as the service has them."""
        call = "fetch('/api/note').then((one) => one.json()).then(arguments[0])"
        return self.browser.execute_async_script(call)["items"]

    def drill(self):
        self.one("#start").send_keys(Keys.ENTER)
        self.one(".drill-question")
        return self

    def asked(self):
        """The question the drill shows."""
        return self.one(".drill-question").text

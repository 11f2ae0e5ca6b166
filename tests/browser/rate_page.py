"""The rating page as an evaluator uses it."""

from selenium.webdriver import Keys

from .page import ChatPage

MARKED = """return [...document.querySelectorAll("fieldset")]
  .map((set) => set.querySelector("input:checked")?.value ?? null)"""
CURRENT = """return [...document.querySelectorAll("fieldset")].findIndex((set) => set.classList.contains("current"))"""
DRAFTS = "return Object.keys(localStorage).filter((one) => one.startsWith('buddy.rate.'))"


class RatePage(ChatPage):
    """One browser behind a private link."""

    def open(self, path):
        """:param path: a token, or a path with more to it."""
        self.browser.get(f"{self.url}/rate/{path}")
        return self.ready()

    def ready(self):
        """Waits until an answer, the end or the results are there."""
        self.until(lambda: self.all("#rating, #over, #results"))
        return self

    def reload(self):
        self.browser.refresh()
        return self.ready()

    @property
    def place(self):
        return self.one("#place").text

    @property
    def shown(self):
        """Question and answer in view."""
        return (self.one("#question").text, self.one("#answer").text)

    @property
    def marked(self):
        """The three marks in view, None where there is none."""
        return self.script(MARKED)

    @property
    def current(self):
        """Which criterion the next digit marks."""
        return self.script(CURRENT)

    @property
    def alert(self):
        return self.one("#alert").text

    def rate(self, digits):
        """Marks the answer in view by keys and waits for the next; the answer that was rated."""
        rated, place = self.shown, self.place
        self.press(*digits, Keys.ENTER)
        self.until(lambda: self.all("#over") or self.texts("#place") not in ([], [place]))
        return rated

    def drafts(self):
        return self.script(DRAFTS)

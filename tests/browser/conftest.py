"""A live service on a free port, and real Chromium browsers with profiles of their own."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import waitress
from selenium import webdriver
from selenium.webdriver.chrome.service import Service as Driver

from interviewbuddy.buddy import Buddy
from interviewbuddy.engines import Engine
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.errors import BuddyError
from interviewbuddy.web import Settings, create_app
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store
from tests import live

from .page import ChatPage, script

LAB = Path(__file__).parents[2] / "docs" / "lab"
"""The reports that the project comes with."""

PACE = 0.004
"""Seconds between words: an answer takes a third of a second."""

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--accept-lang=ko-KR",
    "--force-prefers-reduced-motion",
    "--window-size=1280,900",
]


@dataclass(frozen=True)
class Site:
    """Where the service listens, and what is behind it."""

    url: str
    service: Service
    engine: Engine

    def under_way(self):
        """The ids of the answers being written now."""
        return list(self.service._cancels)


def never(error: BuddyError) -> None:
    raise AssertionError(error)


@contextmanager
def serving(bank, folder, engine=None, start=True, grounding=None, port=0):
    """A service that runs as `buddy serve` runs it, in threads of this process; by default the bank answers."""
    engine = engine or BankEngine(bank, PACE)
    store = Store(f"sqlite:///{folder}/buddy.db")
    service = Service(lambda: Loaded(Buddy(engine, grounding), bank), never)
    if start:
        service.start().wait()
    app = create_app(Settings(lab=(LAB,)), service, store)
    server = waitress.create_server(app, host="127.0.0.1", port=port, threads=16, channel_request_lookahead=1)
    with live.running(server) as port:
        yield Site(f"http://127.0.0.1:{port}", service, engine)
        service.close()
    store.close()


@pytest.fixture(scope="package")
def programs():
    """Paths of Chromium and its driver."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("no Chromium with its driver here: apt-get install chromium chromium-driver")
    return chromium, driver


@pytest.fixture(scope="package")
def site(programs, bank, tmp_path_factory):
    with serving(bank, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="package")
def launch(programs, tmp_path_factory):
    """Starts Chromium with an empty profile; all are closed in the end."""
    chromium, driver = programs
    started = []

    def start():
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        started.append(webdriver.Chrome(service=Driver(driver), options=options))
        return started[-1]

    yield start
    for browser in started:
        browser.quit()


@pytest.fixture(scope="package")
def processes(launch):
    """Chromium processes, started when first needed and used again: a start takes a second or two."""
    return []


@pytest.fixture
def new_browser(launch, processes):
    """Makes browsers, each a visitor of its own: nothing is stored in it, and no other test's tab is open."""
    made = []

    def make(width=1280, height=900):
        if len(made) == len(processes):
            processes.append(launch())
        browser = processes[len(made)]
        made.append(browser)
        _forget(browser)
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script("posts")})
        return browser

    yield make
    for browser in made:
        browser.get("about:blank")
        # An error in a script, or something the content security policy had to forbid.
        assert [entry for entry in browser.get_log("browser") if entry["source"] != "network"] == []


def _forget(browser):
    """One new tab, whose session storage is empty, in a browser without cookies and local storage."""
    before = browser.window_handles
    browser.switch_to.new_window("tab")
    new = browser.current_window_handle
    for one in before:
        browser.switch_to.window(one)
        browser.close()
    browser.switch_to.window(new)
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    for storage in ("local_storage", "cache_storage"):
        browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": storage})


@pytest.fixture
def browser(new_browser):
    return new_browser()


@pytest.fixture
def chat(browser, site):
    """A new visitor's chat page, ready to be asked."""
    return ChatPage(browser, site.url).open()

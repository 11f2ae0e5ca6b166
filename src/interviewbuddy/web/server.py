"""`buddy serve`: waitress around the application, with a clear end for every way it can end."""

import logging
import signal
import sys
from pathlib import Path
from typing import Any

import waitress

from interviewbuddy import locale
from interviewbuddy.buddy import open_buddy
from interviewbuddy.database import default_url
from interviewbuddy.engines import sample_bank
from interviewbuddy.errors import BuddyError, InputError
from interviewbuddy.web.app import Settings, create_app
from interviewbuddy.web.service import Loaded, Service
from interviewbuddy.web.store import Store

THREADS = 32
"""A stream holds a thread while it lasts; thirty people behind one address must fit."""

PACE = 0.008
"""Seconds between the words of a written answer: fast, and still readable as it comes."""


def run(
    *,
    model: str | None,
    host: str,
    port: int,
    database: str | None,
    allowed_hosts: tuple[str, ...],
    slots: int,
    lab: tuple[Path, ...] = (),
    corpora: tuple[Path, ...] = (),
) -> None:
    """Serves until interrupted.

    :raise InputError: if the database cannot be opened, the port is taken, or the model or a corpus cannot be used.
    """
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    logging.getLogger("interviewbuddy").setLevel(logging.INFO)
    store = Store(database or default_url())
    failures: list[BuddyError] = []
    service = Service(lambda: _load(model, slots, corpora), lambda error: _fail(failures, error))
    app = create_app(Settings(host, port, allowed_hosts, lab), service, store)
    server = listen(app, host, port)
    # Set by name: a shell's background job starts with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    print(locale.text("cli.serving", locale.terminal_language(), host=host, port=port), flush=True)
    service.start()
    try:
        server.run()
    finally:
        service.close()
        server.close()
        store.close()
    if failures:
        raise failures[0]
    sys.exit(130)


def _load(model: str | None, slots: int, corpora: tuple[Path, ...] = ()) -> Loaded:
    bank = sample_bank(corpora)
    return Loaded(open_buddy(model, slots, PACE, bank), bank)


def listen(app: Any, host: str, port: int) -> Any:
    """A waitress server bound and not yet running.

    :raise InputError: if the address cannot be bound.
    """
    if not 0 <= port <= 65535:
        raise InputError("port_in_use", host=host, port=port, reason="0-65535")
    try:
        # A look-ahead of one request lets waitress notice that a client has left in mid-answer.
        return waitress.create_server(
            app, host=host, port=port, threads=THREADS, channel_request_lookahead=1, ident=None
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError("port_in_use", host=host, port=port, reason=reason) from error


def _fail(failures: list[BuddyError], error: BuddyError) -> None:
    """The model cannot be used: end the server, from the loading thread."""
    failures.append(error)
    signal.raise_signal(signal.SIGINT)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt

"""The Flask application: settings, blueprints, and what every response carries."""

import mimetypes
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask

from interviewbuddy.ratings.seats import Seats
from interviewbuddy.web import api, chat, failures, lab, language, note, rating, security
from interviewbuddy.web.notebook import Notebook
from interviewbuddy.web.service import Service
from interviewbuddy.web.store import Store

MAX_BODY_BYTES = 128 << 10
"""No request we understand is longer: a document of 20,000 characters has 120,000 bytes where JSON escapes them."""


@dataclass(frozen=True)
class Settings:
    """Where the service listens and whom it believes.

    `allowed_hosts` are names beside the loopback ones and the bound host that a Host header may carry;
    `lab` are folders of reports.
    """

    host: str = "127.0.0.1"
    port: int = 5000
    allowed_hosts: tuple[str, ...] = field(default=())
    lab: tuple[Path, ...] = field(default=())


def create_app(settings: Settings, service: Service, store: Store) -> Flask:
    """The application over a loading or loaded service and an open store."""
    # Where a system maps .js to plain text, `nosniff` would block every module.
    mimetypes.add_type("text/javascript", ".js")
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=store.secret(),
        BUDDY_HOSTS=security.allowed_hosts(settings.host, settings.allowed_hosts),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        SESSION_COOKIE_NAME="buddy",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["buddy.service"] = service
    app.extensions["buddy.store"] = store
    app.extensions["buddy.lab"] = settings.lab
    app.extensions["buddy.notebook"] = Notebook(store.database)
    app.extensions["buddy.seats"] = Seats(store.database)
    security.register(app)
    language.register(app)
    failures.register(app)
    app.register_blueprint(chat.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(note.blueprint)
    app.register_blueprint(lab.blueprint)
    app.register_blueprint(rating.blueprint)
    return app

"""The lab's reports, browsed: a list, one of them, and the files it was released with."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, send_from_directory
from markupsafe import Markup

from interviewbuddy.errors import NotFoundError
from interviewbuddy.report.document import Document, from_json
from interviewbuddy.report.page import body

blueprint = Blueprint("lab", __name__)

RELEASED = ("report.json", "report.md", "report.html", "generations.jsonl")
"""What of a report's folder may be fetched."""


@blueprint.get("/lab")
def index() -> str:
    """Every report found, and those that cannot be read with the reason."""
    reports = []
    for name, folder in _folders().items():
        try:
            document = _read(folder)
            reports.append({"name": name, "title": document.title, "data": document.data, "made": document.made})
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            reports.append({"name": name, "broken": f"{type(error).__name__}: {error}"[:200]})
    return render_template("lab.html", reports=reports)


@blueprint.get("/lab/report.css")
def stylesheet() -> Response:
    """The style that a report's own page carries within."""
    css = (files("interviewbuddy.report") / "report.css").read_text("utf-8")
    return Response(css, mimetype="text/css")


@blueprint.get("/lab/<name>")
def one(name: str) -> str:
    """One report.

    :raise NotFoundError: if there is none of that name, or it cannot be read.
    """
    folder = _folder(name)
    try:
        document = _read(folder)
        text = Markup(body(document))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotFoundError("report_broken", name=name, reason=error) from error
    released = [file for file in RELEASED if (folder / file).is_file()]
    return render_template("lab_report.html", title=document.title, name=name, body=text, released=released)


@blueprint.get("/lab/<name>/<file>")
def release(name: str, file: str) -> Response:
    """One of the files that a report is released with.

    :raise NotFoundError: if there is no such file.
    """
    folder = _folder(name)
    if file not in RELEASED or not (folder / file).is_file():
        raise NotFoundError("report_missing", name=f"{name}/{file}")
    return send_from_directory(folder.resolve(), file, as_attachment=True)


def _folders() -> dict[str, Path]:
    places: tuple[Path, ...] = current_app.extensions["buddy.lab"]
    found = (path.parent for place in places if place.is_dir() for path in sorted(place.glob("*/report.json")))
    return {folder.name: folder for folder in found}


def _folder(name: str) -> Path:
    folder = _folders().get(name)
    if folder is None:
        raise NotFoundError("report_missing", name=name)
    return folder


def _read(folder: Path) -> Document:
    values: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return from_json(values["document"])

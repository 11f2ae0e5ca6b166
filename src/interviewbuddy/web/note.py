"""The preparation note: its page, its API, and what one takes away from it."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from interviewbuddy.buddy import Answer
from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.engines.base import Request
from interviewbuddy.web import fields, language
from interviewbuddy.web import note_requests as read
from interviewbuddy.web.note_sheet import markdown
from interviewbuddy.web.note_tables import Example
from interviewbuddy.web.notebook import MAX_ITEMS, Notebook, StaleError
from interviewbuddy.web.requests import MAX_QUESTION
from interviewbuddy.web.service import Service
from interviewbuddy.web.store import Store
from interviewbuddy.web.streaming import Cancellation, told
from interviewbuddy.web.visitors import visitor_id

blueprint = Blueprint("note", __name__)

LIMITS = {
    "items": MAX_ITEMS,
    "question": MAX_QUESTION,
    "answer": read.MAX_ANSWER,
    "keywords": read.MAX_KEYWORDS,
    "keyword": read.MAX_KEYWORD,
}


def _notebook() -> Notebook:
    notebook: Notebook = current_app.extensions["buddy.notebook"]
    return notebook


@blueprint.errorhandler(StaleError)
def _stale(error: StaleError) -> tuple[Response, int]:
    """Beside the sentence, the version that is the latest: nobody is to lose either."""
    told = {"code": error.code, "message": error.message(language.current())}
    return jsonify({"error": told, "item": error.item}), error.status


@blueprint.get("/practice")
def practice() -> str:
    """The note's page; the script fetches the note, and the cookie comes with the page."""
    visitor_id()
    return render_template("practice.html", occupations=OCCUPATIONS, experiences=EXPERIENCES, limits=LIMITS)


@blueprint.get("/practice/print")
def sheet() -> str:
    """All of it on paper, for the night before."""
    return render_template("sheet.html", note=_notebook().note(visitor_id()))


@blueprint.get("/note/export.md")
def export() -> Response:
    """The note as a Markdown file."""
    text = markdown(_notebook().note(visitor_id()), language.current())
    response = Response(text, mimetype="text/markdown")
    response.headers["Content-Disposition"] = 'attachment; filename="interview-note.md"'
    return response


@blueprint.get("/api/note")
def note() -> Response:
    """The visitor's note."""
    return jsonify(_notebook().note(visitor_id()))


@blueprint.patch("/api/note")
def set_conditions() -> Response:
    """Sets the occupation and experience that examples are asked with."""
    occupation, experience = read.read_conditions()
    _notebook().set_conditions(visitor_id(), occupation, experience)
    return jsonify({"occupation": occupation, "experience": experience})


@blueprint.delete("/api/note")
def clear() -> tuple[str, int]:
    """Removes the whole note for good."""
    _notebook().clear(visitor_id())
    return "", 204


@blueprint.post("/api/note/items")
def add() -> tuple[Response, int]:
    """Adds the questions of a text, or a turn of the chat with its answer as the example."""
    body = fields.json_object()
    message_id = fields.identity(body, "message_id")
    if message_id is None:
        return jsonify(_notebook().add(visitor_id(), read.read_questions(body))), 201
    store: Store = current_app.extensions["buddy.store"]
    turn = store.turn(visitor_id(), message_id)
    question = " ".join(turn["question"].split())
    return jsonify(_notebook().add(visitor_id(), [question], _example_of(turn))), 201


def _example_of(turn: dict[str, Any]) -> Example | None:
    """What the chat answered; None where that was no answer but the word that there is none."""
    if not turn["answer"] or _is_notice(turn["source"]):
        return None
    return Example(turn["answer"], turn["source"], turn["facts"], turn["attempt"] + 1)


def _is_notice(source: dict[str, Any] | None) -> bool:
    """Whether nothing was answered; turns kept before sources had a form tell it by their lack of a question."""
    if source is None or source.get("form"):
        return source is None or source["form"] == "notice"
    return source["kind"] == "written" and not source.get("question")


@blueprint.patch("/api/note/items/<item_id>")
def change(item_id: str) -> Response:
    """Changes the question, the own answer, the mark or the cards; 409 where another tab was faster."""
    return jsonify(_notebook().change(visitor_id(), item_id, read.read_change()))


@blueprint.delete("/api/note/items/<item_id>")
def remove(item_id: str) -> tuple[str, int]:
    """Removes one item for good."""
    _notebook().remove(visitor_id(), item_id)
    return "", 204


@blueprint.post("/api/note/items/<item_id>/move")
def move(item_id: str) -> Response:
    """Puts an item before another, or last."""
    return jsonify({"ids": _notebook().move(visitor_id(), item_id, read.read_before())})


@blueprint.post("/api/note/items/<item_id>/grade")
def grade(item_id: str) -> Response:
    """Writes down how an answer went in the drill."""
    return jsonify(_notebook().grade(visitor_id(), item_id, read.read_grade()))


@blueprint.post("/api/note/items/<item_id>/suggestion")
def suggest(item_id: str) -> Response:
    """An example answer, another one each time; kept with the item unless there is none."""
    notes = read.read_notes()
    asked = _notebook().asked(visitor_id(), item_id)
    service: Service = current_app.extensions["buddy.service"]
    left = Cancellation(request.environ.get("waitress.client_disconnected"))
    answer = service.answer(Request(**asked, notes=notes, lang=language.current(), to_prepare=True), left)
    about = told(answer)
    shown = {"answer": answer.text, "source": about["source"], "facts": about["facts"]}
    return jsonify({**shown, "item": _kept(item_id, answer, shown, asked["attempt"] + 1)})


def _kept(item_id: str, answer: Answer, shown: dict[str, Any], attempts: int) -> dict[str, Any] | None:
    """The item with its new example; None where there was none to keep."""
    if not answer.text or answer.finish_reason == "cancelled" or _is_notice(shown["source"]):
        return None
    example = Example(shown["answer"], shown["source"], shown["facts"], attempts)
    return _notebook().keep_example(visitor_id(), item_id, example)

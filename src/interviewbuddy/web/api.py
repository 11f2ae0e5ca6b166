"""The API: ask, stop, look back; is it alive, is it ready."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.errors import NotFoundError
from interviewbuddy.predict import document_kind, for_profile, predict_from
from interviewbuddy.web import language
from interviewbuddy.web.fields import require_json
from interviewbuddy.web.requests import choice_from_query, number_from_query, read_chat_request, read_prediction_request
from interviewbuddy.web.service import Service
from interviewbuddy.web.store import Store
from interviewbuddy.web.streaming import Cancellation, end_unbegun, stream_answer
from interviewbuddy.web.visitors import visitor_id

blueprint = Blueprint("api", __name__)

SUGGESTED, MOST_SUGGESTED = 6, 60
"""How many questions are offered before the first message."""


def _service() -> Service:
    service: Service = current_app.extensions["buddy.service"]
    return service


def _store() -> Store:
    store: Store = current_app.extensions["buddy.store"]
    return store


@blueprint.post("/api/chat")
def ask() -> Response:
    """Streams one answer as server-sent events; headers name the message and the conversation."""
    asked = read_chat_request()
    buddy = _service().loaded().buddy
    fields = ("question", "occupation", "experience", "notes")
    turn = _store().begin_turn(
        visitor_id(), asked.conversation_id, asked.replace, {name: getattr(asked, name) for name in fields}
    )
    cancel = Cancellation(request.environ.get("waitress.client_disconnected"))
    _service().register(turn.id, cancel)
    events = stream_answer(buddy, _service(), _store(), turn, cancel, language.current())
    response = Response(events, mimetype="text/event-stream")
    # Also where the client left before the first piece, when the generator never began.
    service, store = _service(), _store()
    response.call_on_close(lambda: end_unbegun(service, store, turn, cancel))
    response.headers["X-Message-Id"] = turn.id
    response.headers["X-Conversation-Id"] = turn.conversation_id
    response.headers["X-Accel-Buffering"] = "no"
    return response


@blueprint.post("/api/chat/<message_id>/cancel")
def cancel(message_id: str) -> tuple[str, int]:
    """Stops an answer under way; one already ended stays as it is."""
    require_json()
    if not _store().owns_turn(visitor_id(), message_id):
        raise NotFoundError("message_unknown")
    _service().cancel(message_id)
    return "", 204


@blueprint.get("/api/conversations")
def conversations() -> Response:
    """The visitor's conversations, latest first."""
    return jsonify({"conversations": _store().conversations(visitor_id())})


@blueprint.get("/api/conversations/<conversation_id>")
def conversation(conversation_id: str) -> Response:
    """One conversation with its messages."""
    return jsonify(_store().conversation(visitor_id(), conversation_id))


@blueprint.delete("/api/conversations/<conversation_id>")
def delete_conversation(conversation_id: str) -> tuple[str, int]:
    """Removes a conversation for good."""
    _store().delete_conversation(visitor_id(), conversation_id)
    return "", 204


@blueprint.get("/api/questions")
def questions() -> Response:
    """Questions to begin with, for an occupation and experience where they are named, `limit` of them; beside them,
    in the same order, what would be asked after each.
    """
    occupation = choice_from_query("occupation", OCCUPATIONS)
    experience = choice_from_query("experience", EXPERIENCES)
    limit = number_from_query("limit", SUGGESTED, MOST_SUGGESTED)
    found = for_profile(_service().loaded().bank, occupation, experience, limit)
    return jsonify({"questions": [one.question for one in found], "follow_ups": [one.follow_ups for one in found]})


@blueprint.post("/api/predictions")
def predictions() -> Response:
    """Questions that a document prompts, or, without one, those of an occupation and experience."""
    asked = read_prediction_request()
    if asked.text:
        kind, found = document_kind(asked.text), predict_from(asked.text)
    else:
        kind, found = "profile", for_profile(_service().loaded().bank, asked.occupation, asked.experience)
    return jsonify({"kind": kind, "questions": [one.as_json() for one in found]})


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is alive."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """The model answers: 200, or 503 while it loads."""
    engine: Any = _service().loaded().buddy.engine
    return jsonify({"status": "ready", "model": engine.name})

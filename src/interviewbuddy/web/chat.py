"""The pages: landing and chat."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.web.requests import MAX_NOTES, MAX_QUESTION
from interviewbuddy.web.visitors import visitor_id

blueprint = Blueprint("chat", __name__)


@blueprint.get("/")
def landing() -> str:
    """What this is, in three steps."""
    return render_template("landing.html")


@blueprint.get("/chat")
@blueprint.get("/chat/<conversation_id>")
def chat(conversation_id: str | None = None) -> str:
    """The chat page; the script fetches the conversation, if one is named.

    The cookie comes with the page, or the script's first calls, side by side, would make two visitors.
    """
    visitor_id()
    return render_template(
        "chat.html",
        conversation_id=conversation_id,
        occupations=OCCUPATIONS,
        experiences=EXPERIENCES,
        max_question=MAX_QUESTION,
        max_notes=MAX_NOTES,
    )


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it by this name."""
    return redirect(url_for("static", filename="icon.svg"))

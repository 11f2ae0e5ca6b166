"""Rating: the page behind a private link, and its API.

Until the round is closed nothing here reads whose an answer is; `seats` shows it without, and results
come only from a closed round.
"""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.ratings.scale import criteria
from interviewbuddy.ratings.seats import Seats, StaleError
from interviewbuddy.web import language
from interviewbuddy.web import rating_requests as read

blueprint = Blueprint("rating", __name__)


def _seats() -> Seats:
    seats: Seats = current_app.extensions["buddy.seats"]
    return seats


def _seat(token: str) -> str:
    return _seats().by_token(read.known_form(token, "rating_link_unknown"))


@blueprint.errorhandler(StaleError)
def _stale(error: StaleError) -> tuple[Response, int]:
    """Beside the sentence, how things are, so that the page can go on from there."""
    told = {"code": error.code, "message": error.message(language.current())}
    return jsonify({"error": told, **error.state}), error.status


@blueprint.get("/rate")
def about() -> str:
    """What rating is, for who comes without a link."""
    return render_template("rate_about.html", criteria=criteria(language.current()))


@blueprint.get("/rate/<token>")
def page(token: str) -> str:
    """An evaluator's page; the script fetches the answers."""
    _seat(token)
    return render_template(
        "rate.html",
        token=token,
        criteria=criteria(language.current()),
        max_comment=read.MAX_COMMENT,
        occupations=OCCUPATIONS,
        experiences=EXPERIENCES,
    )


@blueprint.get("/api/rate/<token>")
def state(token: str) -> Response:
    """Progress and the next answer; of a closed round, its results."""
    seat = _seat(token)
    name, closed = _seats().round_of(seat)
    if closed:
        return jsonify({"closed": True, "results": _results(name)})
    return jsonify({"closed": False, **_seats().state(seat)})


def _results(name: str) -> dict[str, Any]:
    # What reckons with arrays is loaded when the first round is closed.
    from interviewbuddy.ratings.report import report

    told: dict[str, Any] = report(_seats().database, name)["rounds"][0]
    for item in told["items"]:
        item.pop("comments")
    # Other evaluators may be named; how each of them rated is not this one's to read.
    return {name: told[name] for name in ("round", "panel", "items", "alpha", "models") if name in told}


@blueprint.get("/api/rate/<token>/items/<place_id>")
def item(token: str, place_id: str) -> Response:
    """One answer again, with the marks it has."""
    seat, place = _seat(token), read.known_form(place_id, "rating_place_unknown")
    return jsonify(_seats().item(seat, place))


@blueprint.post("/api/rate/<token>/items/<place_id>")
def save(token: str, place_id: str) -> Response:
    """Keeps marks and comment; the next answer comes back."""
    seat, place = _seat(token), read.known_form(place_id, "rating_place_unknown")
    return jsonify(_seats().save(seat, place, read.read_save()))


@blueprint.post("/api/rate/<token>/undo")
def undo(token: str) -> Response:
    """Takes the latest save back; its answer comes back with what was taken back."""
    return jsonify(_seats().undo(_seat(token), read.read_undo()))

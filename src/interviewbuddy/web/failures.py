"""What a visitor sees when something cannot be done: a sentence and a code, never a stack or a path."""

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from interviewbuddy import locale
from interviewbuddy.errors import BuddyError
from interviewbuddy.web import language

_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
}


def register(app: Flask) -> None:
    """Turns our errors and HTTP's into answers."""
    app.register_error_handler(BuddyError, _buddy_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def _buddy_error(error: BuddyError) -> Response:
    return _answer(error.status, error.code, error.message(language.current()))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    code = _CODES.get(status, "bad_request")
    answer = _answer(status, code, locale.text(f"error.{code}", language.current()))
    if status == 405 and error.get_response().headers.get("Allow"):
        answer.headers["Allow"] = error.get_response().headers["Allow"]
    return answer


def _bug(error: Exception) -> Response:
    from flask import current_app

    current_app.logger.exception("unexpected failure", exc_info=error)
    return _answer(500, "internal", locale.text("error.internal", language.current()))


def _answer(status: int, code: str, message: str) -> Response:
    if request.path.startswith("/api/") or request.path in {"/readyz", "/healthz"}:
        response = jsonify({"error": {"code": code, "message": message}})
    else:
        response = make_response(render_template("failure.html", status=status, message=message))
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response

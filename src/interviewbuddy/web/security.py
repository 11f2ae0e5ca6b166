"""Who may talk to the service, and what a browser may do with its pages.

Host and Origin are compared as parsed names, whole: a prefix test would let `localhost.evil.example` in.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from interviewbuddy.errors import InputError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ForeignError(InputError):
    """A request from or for somebody else's site."""

    status = 403


class UnknownHostError(InputError):
    """A request under a name that is not this service's (DNS rebinding, a wrong proxy)."""


def allowed_hosts(host: str, more: tuple[str, ...]) -> frozenset[str]:
    """Every name a Host header may carry, ports aside; listening on all addresses allows no more names."""
    bound = () if host in {"0.0.0.0", "::", ""} else (host,)
    return frozenset(name.lower() for name in (*LOOPBACK, *bound, *more))


def register(app: Flask) -> None:
    """Checks every request and marks every response."""
    app.before_request(_refuse_unknown_host)
    app.before_request(_refuse_foreign_origin)
    app.after_request(_set_headers)


def _refuse_unknown_host() -> None:
    address = _address(f"http://{request.host}")
    if address is None or address[0] not in current_app.config["BUDDY_HOSTS"]:
        raise UnknownHostError("host_not_allowed")


def _refuse_foreign_origin() -> None:
    origin = request.headers.get("Origin")
    if request.method in _SAFE_METHODS or origin is None:
        return
    scheme, separator, _ = origin.partition("://")
    own = _address(f"{scheme}://{request.host}") if separator else None
    if own is None or _address(origin) != own:
        raise ForeignError("origin_foreign", origin=origin[:100])


def _address(origin: str) -> tuple[str, int | None] | None:
    """Host and port of an origin; None if it is no http(s) origin at all ("null", say)."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path or parts.query or "@" in origin:
        return None
    return parts.hostname, port or _DEFAULT_PORTS[parts.scheme]


def _set_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response

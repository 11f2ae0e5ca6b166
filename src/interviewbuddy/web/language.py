"""Which language a visitor reads: `?lang=`, then the cookie, then Accept-Language, else Korean."""

from flask import Flask, Response, request

from interviewbuddy import locale

COOKIE = "lang"
_YEAR = 365 * 24 * 3600


def current() -> str:
    """The language of this request, "ko" or "en"."""
    for chosen in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if chosen in locale.LANGUAGES:
            return chosen
    return request.accept_languages.best_match(locale.LANGUAGES) or "ko"


def register(app: Flask) -> None:
    """Gives templates `t("page.key")` and `lang`, and remembers a choice made by `?lang=`."""
    app.context_processor(_words)
    app.after_request(_remember)


def _words() -> dict[str, object]:
    lang = current()
    other = next(name for name in locale.LANGUAGES if name != lang)
    return {
        "lang": lang,
        "other_lang": other,
        "t": lambda key, **values: locale.text(key, lang, **values),
        "page_words": {
            key.removeprefix("script."): text
            for key, text in locale.catalogue(lang).items()
            if key.startswith("script.")
        },
    }


def _remember(response: Response) -> Response:
    response.vary.update(["Accept-Language", "Cookie"])
    chosen = request.args.get("lang")
    if chosen in locale.LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response

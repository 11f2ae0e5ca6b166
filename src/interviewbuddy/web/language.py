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
    """Gives templates `t("page.key")`, `lang`, `page_words("script", …)`; remembers a choice made by `?lang=`."""
    app.context_processor(_words)
    app.after_request(_remember)


def _words() -> dict[str, object]:
    lang = current()
    other = next(name for name in locale.LANGUAGES if name != lang)
    return {
        "lang": lang,
        "other_lang": other,
        "t": lambda key, **values: locale.text(key, lang, **values),
        "page_words": lambda *sections: _words_of(sections, lang),
    }


def _words_of(sections: tuple[str, ...], lang: str) -> dict[str, str]:
    """What a page's scripts say: the sentences of these sections of the catalogue, by their names alone."""
    split = ((key.partition("."), text) for key, text in locale.catalogue(lang).items())
    return {name: text for (section, _, name), text in split if section in sections}


def _remember(response: Response) -> Response:
    response.vary.update(["Accept-Language", "Cookie"])
    chosen = request.args.get("lang")
    if chosen in locale.LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response

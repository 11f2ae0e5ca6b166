"""What can go wrong in a way a person can mend.

    BuddyError                shown as one sentence, in Korean or English
    ├── InputError            what was given cannot be used (a file, a flag, a request)
    ├── NotFoundError         what was named does not exist here
    └── UnavailableError      right, but not now (model loading, queue full, hub unreachable)

Anything else that is raised is a bug and shows its traceback. The sentences live in
`locale/*.toml` under `[error]`; a `BuddyError` carries the key and the values.
"""

from interviewbuddy import locale


class BuddyError(Exception):
    """A clear sentence for a person: what happened, what was given, what to do."""

    status = 400

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def message(self, lang: str) -> str:
        """The sentence in `lang` ("ko" or "en")."""
        return locale.text(f"error.{self.code}", lang, **self.values)

    def __str__(self) -> str:
        return self.message(locale.terminal_language())


class InputError(BuddyError):
    """What was given cannot be used."""


class NotFoundError(BuddyError):
    """What was named does not exist here."""

    status = 404


class UnavailableError(BuddyError):
    """Right, but not now; trying again later may work."""

    status = 503

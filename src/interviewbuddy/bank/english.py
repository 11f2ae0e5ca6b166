"""Written English answers, for those whose interview has a minute of English in it."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_KINDS = {"motivation": r"지원\s?(?:동기|이유)", "weakness": "단점|약점", "strength": "장점|강점"}


@dataclass(frozen=True)
class EnglishAnswer:
    """One answer in English: what it answers, and for whom it was written."""

    kind: str
    occupation: str
    experience: str
    answer: str


@cache
def english_answers() -> tuple[EnglishAnswer, ...]:
    """All of them (`english.jsonl`)."""
    text = files("interviewbuddy.bank").joinpath("english.jsonl").read_text("utf-8")
    return tuple(EnglishAnswer(**json.loads(line)) for line in text.splitlines())


def english_for(request: str, occupation: str | None, experience: str | None, attempt: int) -> EnglishAnswer | None:
    """The answer that a request means, nearest to the applicant; None if there is none in English.

    A self-introduction where the request only says "영어 면접"; `attempt` goes on to the next.
    """
    kind = next((name for name, words in _KINDS.items() if re.search(words, request)), "self_introduction")
    own = [one for one in english_answers() if one.kind == kind]
    if kind == "self_introduction" and re.search(r"질문|답변|갈등|경험|실패|포부", request):
        return None
    own.sort(key=lambda one: -2 * (one.occupation == occupation) - (one.experience == experience))
    return own[attempt % len(own)] if own else None

"""What is written for those who ask no interviewer's question: advice on the interview itself, replies to small talk.

Kept as records (`advice.jsonl`, `replies.jsonl`): the question, other ways to ask it, and what is said to it in the
answer's place; so they are found by the same evidence as an applicant's answer.
"""

import json
from functools import cache
from importlib.resources import files

from interviewbuddy.corpus.record import Record

Pieces = tuple[Record, ...]
"""Of no occupation and no experience, by nobody."""


@cache
def advice() -> Pieces:
    """What to wear, how to stop trembling, whether one may ask about leave."""
    return _pieces("advice.jsonl")


@cache
def replies() -> Pieces:
    """What is said to errands and small talk, finer than by kind: lottery numbers, a lost parcel, word games."""
    return _pieces("replies.jsonl")


def _pieces(name: str) -> Pieces:
    lines = files("interviewbuddy.bank").joinpath(name).read_text("utf-8").splitlines()
    return tuple(_piece(name, **json.loads(line)) for line in lines)


def _piece(source: str, question: str, ways: list[str], text: str) -> Record:
    first = text.partition(". ")[0]
    return Record(question, text, text, first, "", "", "", "", source, paraphrases=tuple(ways))

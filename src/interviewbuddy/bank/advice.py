"""Written advice on the interview itself: what to wear, how to stop trembling, whether one may ask about leave.

Kept as records (`advice.jsonl`): the question, other ways to ask it, and the advice in the answer's place; so it is
found by the same evidence as an applicant's answer.
"""

import json
from functools import cache
from importlib.resources import files

from interviewbuddy.corpus.record import Record


@cache
def advice() -> tuple[Record, ...]:
    """All of it; of no occupation and no experience, by nobody."""
    text = files("interviewbuddy.bank").joinpath("advice.jsonl").read_text("utf-8")
    return tuple(_record(**json.loads(line)) for line in text.splitlines())


def _record(question: str, ways: list[str], text: str) -> Record:
    first = text.partition(". ")[0]
    return Record(question, text, text, first, "", "", "", "", "advice.jsonl", paraphrases=tuple(ways))

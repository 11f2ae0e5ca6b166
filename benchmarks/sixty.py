"""Sixty inputs nobody had seen: what is replied, and what blind readers gave for it.

`tests/data/sixty.jsonl`: questions of every occupation, some oddly put, some no interview questions, each with key
words of its subject, the reply that was read (as a hash) and the marks of three readers, language models, by the deck's
scale: D, Q and C, 0 to 2 each, and whether it keeps to the subject. A reply that is another by now keeps no marks.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from threading import Event
from typing import Any

from interviewbuddy.engines import Piece, Request, sample_bank
from interviewbuddy.engines.bank import BankEngine

SIXTY = Path(__file__).parents[1] / "tests" / "data" / "sixty.jsonl"
RESULTS = Path(__file__).parent / "results" / "sixty.json"
_NAMED = re.compile(r"‘[^’]*’")


def read_sixty() -> list[dict[str, Any]]:
    """The inputs with key words, hashes and marks."""
    return [json.loads(line) for line in SIXTY.read_text("utf-8").splitlines()]


def reply(engine: BankEngine, asked: dict[str, Any]) -> str:
    """What is replied to one of them."""
    request = Request(asked["question"], asked["occupation"], asked["experience"])
    return "".join(item.text for item in engine.stream(request, Event()) if isinstance(item, Piece))


def digest(text: str) -> str:
    """The hash of a reply, white space and the questions it names (‘…’) aside."""
    told = _NAMED.sub("‘’", " ".join(text.split()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def report(inputs: Sequence[dict[str, Any]], replies: Sequence[str]) -> dict[str, Any]:
    """Key words found, texts said oftenest, and each reader's mean Final Score over the replies that were read."""
    unlike = {one["n"] for one, text in zip(inputs, replies, strict=True) if digest(text) != one["reply"]}
    read = [one for one in inputs if one["n"] not in unlike]
    readers = sorted({reader for one in read for reader in one["marks"]})
    return {
        "inputs": len(inputs),
        "with_a_key_word": sum(
            any(word in text for word in one["keywords"]) for one, text in zip(inputs, replies, strict=True)
        ),
        "most_times_the_same_text": max(Counter(replies).values()),
        "replies_as_they_were_read": len(read),
        "final_score": {reader: round(mean(_final(one, reader) for one in read), 2) for reader in readers},
        "keep_to_the_subject": {reader: sum(one["marks"][reader]["subject"] for one in read) for reader in readers},
        "others_by_now": sorted(unlike),
    }


def _final(one: dict[str, Any], reader: str) -> int:
    return sum(one["marks"][reader][criterion] for criterion in ("D", "Q", "C"))


def main() -> None:
    inputs = read_sixty()
    engine = BankEngine(sample_bank(), pace=0)
    found = report(inputs, [reply(engine, one) for one in inputs])
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()

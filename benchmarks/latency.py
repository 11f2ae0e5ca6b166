"""How long a question takes, from the moment it is asked to the written answer's first and last word.

At 2,100 of the bundled records, at all of them and at 70,000 (made of them, two words of each question changed), each
in a process of its own, beside one plain BM25 look-up over the same questions.
"""

import json
import multiprocessing
import os
import random
import resource
import statistics
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from interviewbuddy.bank import Bank, read_records
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.record import Record
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.engines.base import Request
from interviewbuddy.web.server import PACE
from search import bm25_scores, plain_bm25

SIZES = (2_100, None, 70_000)
RESULTS = Path(__file__).parent / "results" / "latency.json"
ASKED = (
    "지원동기를 말씀해주세요",
    "본인의 단점은 무엇인가요?",
    "갈등을 해결한 경험이 있나요?",
    "입사 후 포부",
    "부가세 신고 절차를 설명해 보세요",
    "화난 고객을 어떻게 응대하시겠어요?",
    "스트레스 어떻게 풀어요",
    "인덱스를 걸었는데도 쿼리가 느리면",
    "불량률이 갑자기 올라가면",
    "마지막으로 하고 싶은 말",
    "간단히 자기소개 해 주시고 이어서 지원동기도 말씀해 주세요.",
    "물류센터 화재 예방은 어떻게 하나요",  # none fits: the nearest, and a plan
)


def records_of(size: int | None) -> list[Record]:
    """So many of the bundled records, or more: these are repeated with other words in their questions."""
    bundled = read_records(SAMPLE)
    draw = random.Random(0)
    if size is None or size <= len(bundled):
        return draw.sample(bundled, size or len(bundled))
    words = sorted({word for record in bundled for word in record.question.split()})
    return bundled + [_changed(draw.choice(bundled), words, draw) for _ in range(size - len(bundled))]


def _changed(record: Record, words: list[str], draw: random.Random) -> Record:
    question = record.question.split()
    for _ in range(2):
        question[draw.randrange(len(question))] = draw.choice(words)
    return replace(record, question=" ".join(question), paraphrases=(), asked=())


def measure(size: int | None) -> dict[str, Any]:
    """One size's figures: seconds to index or read a kept index, ms to the first word, seconds to the last, GB."""
    with TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        return _measured(records_of(size))


def _measured(records: list[Record]) -> dict[str, Any]:
    started = time.perf_counter()
    bank = Bank(records)
    indexed = time.perf_counter() - started
    engine = BankEngine(bank, PACE)
    firsts, wholes = zip(*(answered(engine, question) for question in ASKED), strict=True)
    plain = plain_bm25(records, bm25_scores(records))
    peer = [timed(plain, {"question": question}) for question in ASKED]
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        "records": len(records),
        "seconds_to_index": round(indexed, 1),
        "seconds_to_read_a_kept_index": round(timed(Bank, records), 2),
        "first_word_ms": {"median": _ms(statistics.median(firsts)), "slowest": _ms(max(firsts))},
        "whole_answer_s": {"median": round(statistics.median(wholes), 2), "slowest": round(max(wholes), 2)},
        "plain_bm25_ms": _ms(statistics.median(peer)),
        "first_word_to_plain_bm25": round(statistics.median(firsts) / statistics.median(peer), 1),
        "gigabytes": round(gigabytes, 2),
    }


def answered(engine: BankEngine, question: str) -> tuple[float, float]:
    """Seconds to the first piece and to the end."""
    started = time.perf_counter()
    pieces = engine.stream(Request(question), Event())
    next(pieces)
    first = time.perf_counter() - started
    for _ in pieces:
        pass
    return first, time.perf_counter() - started


def timed(call: Any, *given: Any) -> float:
    started = time.perf_counter()
    call(*given)
    return time.perf_counter() - started


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def main() -> None:
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        report = pool.map(measure, SIZES, chunksize=1)
    RESULTS.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

"""What is wrong with a folder of written label files, said as sentences a writer can act on.

For corpora we write ourselves: cells complete, answers neither copied nor alike, on their question,
of a length one can speak, summaries short and honest in size. Reads records; changes nothing.
"""

import statistics
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS, Record
from interviewbuddy.korean import content_morphemes, same_text_key, tokenize_many

SHARED_RUN = 20
OPENING = 3
"""어절: no two answers share a run this long; answers open with so many of their own."""

_HASHES = 64


@dataclass(frozen=True)
class Limits:
    """What a corpus must keep to; lengths in 어절, the rest in shares of its records."""

    cell: int = 150
    questions: int = 800
    median: tuple[int, int] = (70, 110)
    near_duplicates: float = 0.02
    openings: float = 0.02
    summary: float = 0.40


def faults(records: Sequence[Record], limits: Limits = Limits()) -> list[str]:
    """Every fault found, one a line, the record's source first; empty for a sound corpus."""
    answers = [record.answer or record.answer_raw for record in records]
    checks = (
        _parts(records),
        _cells(records, limits),
        _questions(records, limits),
        _lengths(answers, limits),
        _runs(records, answers),
        _alike(records, answers, limits),
        _openings(answers, limits),
        _subjects(records, answers),
        _summaries(records, answers, limits),
    )
    return [fault for found in checks for fault in found]


def distinct(answers: Iterable[str], n: int = 2) -> float:
    """Distinct n-grams of 어절 over all n-grams (Li et al. 2016, https://arxiv.org/abs/1510.03055): 0 to 1."""
    runs = [tuple(words[i : i + n]) for words in map(str.split, answers) for i in range(len(words) - n + 1)]
    return len(set(runs)) / max(len(runs), 1)


def near_duplicates(texts: Sequence[str], similarity: float = 0.5) -> list[tuple[int, int]]:
    """Pairs whose sets of 3-어절 runs are estimated to overlap by `similarity` or more (Jaccard), by MinHash.

    Broder 1997, "On the resemblance and containment of documents"; candidates by bands of four hashes.
    """
    signatures = [_signature(text) for text in texts]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for i, signature in enumerate(signatures):
        for band in range(0, _HASHES, 4):
            buckets[band, signature[band : band + 4].tobytes()].append(i)
    pairs = {pair for own in buckets.values() for pair in combinations(own, 2)}
    return sorted((i, j) for i, j in pairs if np.mean(signatures[i] == signatures[j]) >= similarity)


def _signature(text: str) -> NDArray[np.uint64]:
    words = [same_text_key(word) for word in text.split()]
    runs = {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
    hashes = np.array([zlib.crc32(run.encode()) for run in runs], dtype=np.uint64)
    factors, terms = np.random.default_rng(0).integers(1, 1 << 63, size=(2, _HASHES, 1), dtype=np.uint64)
    # Multiply-shift hashing modulo 2^64: the high half is what is random.
    hashed: NDArray[np.uint64] = ((factors | np.uint64(1)) * hashes + terms) >> np.uint64(32)
    return np.asarray(hashed.min(axis=1))


def _parts(records: Sequence[Record]) -> Iterator[str]:
    for record in records:
        parts = {"question": record.question, "answer": record.answer_raw, "summary": record.summary}
        missing = [name for name, text in parts.items() if not text.strip()]
        missing += [] if any(intent.expression for intent in record.intents) else ["intent"]
        yield from (f"{record.source}: has no {name}" for name in missing)


def _cells(records: Sequence[Record], limits: Limits) -> Iterator[str]:
    counts = Counter((record.occupation, record.experience) for record in records)
    for cell in ((occupation, experience) for occupation in OCCUPATIONS for experience in EXPERIENCES):
        if counts[cell] < limits.cell:
            yield f"{' '.join(cell)}: {counts[cell]} records, {limits.cell} wanted"


def _questions(records: Sequence[Record], limits: Limits) -> Iterator[str]:
    found = len({same_text_key(record.question) for record in records})
    if found < limits.questions:
        yield f"{found} distinct questions, {limits.questions} wanted"


def _lengths(answers: Sequence[str], limits: Limits) -> Iterator[str]:
    median = statistics.median(len(answer.split()) for answer in answers)
    if not limits.median[0] <= median <= limits.median[1]:
        yield f"median answer has {median} 어절, {limits.median} wanted"


def _runs(records: Sequence[Record], answers: Sequence[str]) -> Iterator[str]:
    seen: dict[tuple[str, ...], int] = {}
    for i, answer in enumerate(answers):
        words = [key for word in answer.split() if (key := same_text_key(word))]
        runs = (tuple(words[at : at + SHARED_RUN]) for at in range(len(words) - SHARED_RUN + 1))
        first = next((seen[run] for run in runs if seen.setdefault(run, i) != i), None)
        if first is not None:
            yield f"{records[i].source}: shares {SHARED_RUN} 어절 in a row with {records[first].source}"


def _alike(records: Sequence[Record], answers: Sequence[str], limits: Limits) -> Iterator[str]:
    pairs = near_duplicates(answers)
    if len({j for _, j in pairs}) > limits.near_duplicates * len(records):
        yield f"{len(pairs)} pairs of answers are near-duplicates"
    for i, j in pairs:
        yield f"{records[j].source}: nearly the answer of {records[i].source}"


def _openings(answers: Sequence[str], limits: Limits) -> Iterator[str]:
    counts = Counter(" ".join(answer.split()[:OPENING]) for answer in answers)
    opening, most = counts.most_common(1)[0]
    if most > limits.openings * len(answers):
        yield f"{most} answers open with “{opening}”"


def _subjects(records: Sequence[Record], answers: Sequence[str]) -> Iterator[str]:
    asked = tokenize_many([record.question for record in records])
    for record, question, answer in zip(records, asked, tokenize_many(answers), strict=True):
        shared = set(content_morphemes(question)) & set(content_morphemes(answer))
        if not shared and not record.abstract:
            yield f"{record.source}: shares no word with its question and is not marked abstract"
        if shared and record.abstract:
            yield f"{record.source}: is marked abstract and shares words with its question"


def _summaries(records: Sequence[Record], answers: Sequence[str], limits: Limits) -> Iterator[str]:
    for record, answer in zip(records, answers, strict=True):
        if len(record.summary) > limits.summary * len(answer):
            yield f"{record.source}: the summary has {len(record.summary) / len(answer):.0%} of the answer's length"

"""Does the bank find a fitting example? Beside plain BM25, on questions written apart from the corpus.

`tests/data/questions.jsonl`: what people type, the records that readers judged to fit (pooled from several
searches), and which records they judged at all. A record nobody judged counts as a miss, so hits are a lower bound.
Who asks two questions at once is shown two records as the first result; they were judged as one (`together`). What
the engine answers with advice instead is measured too.
Those of the splits `train` and `dev` are learnt from (`training/relevance.py`); only `test` is measured on, in two
sets: what was missed in the `first` has shaped the bank over time; the `second` was written and judged later. Questions
that are nearly one to learn from were taken out of both (tests/test_search_benchmark.py). Of plain BM25's first results
a quarter were never judged in the `first` set, next to none in the `second`.
"""

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from interviewbuddy.bank import NEAR, Bank, read_records, request_of, two_questions
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import content_morphemes, kiwi, tokenize_many
from interviewbuddy.training.judgements import named

QUESTIONS = Path(__file__).parents[1] / "tests" / "data" / "questions.jsonl"
RESULTS = Path(__file__).parent / "results" / "search.json"

Scores = Callable[[str], NDArray[np.float32]]
"""A text's BM25 score for each record, shape (records,)."""

Search = Callable[[dict[str, Any]], list[tuple[Record, ...]]]
"""Results, the first first: each a record, or two for two questions at once."""


def bm25_scores(records: list[Record]) -> Scores:
    """BM25 over the content morphemes of the records' own questions."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    index = bm25s.BM25()
    rows = [content_morphemes(tokens) or ["∅"] for tokens in tokenize_many([one.question for one in records])]
    index.index(rows, show_progress=False)

    def scores(text: str) -> NDArray[np.float32]:
        words = content_morphemes(kiwi().tokenize(text))
        return index.get_scores(words) if words else np.zeros(len(records), dtype=np.float32)

    return scores


def plain_bm25(records: list[Record], scores: Scores) -> Search:
    """The three records that score highest."""

    def search(asked: dict[str, Any]) -> list[tuple[Record, ...]]:
        return [(records[i],) for i in np.argsort(-scores(asked["question"]), kind="stable")[:3]]

    return search


def hybrid(bank: Bank) -> Search:
    def search(asked: dict[str, Any]) -> list[tuple[Record, ...]]:
        who = asked["question"], asked["occupation"], asked["experience"]
        found: list[tuple[Record, ...]] = [(match.record,) for match in bank.search(*who, limit=3)]
        halves = two_questions(bank, *who)
        return [(halves[0][0].record, halves[1][0].record), *found][:3] if halves else found

    return search


Found = list[tuple[dict[str, Any], list[str]]]
"""Questions, each with the names of its results, the first first."""


def found_by(search: Search, questions: Iterable[dict[str, Any]]) -> Found:
    return [(one, _named(search(one))) for one in questions]


def hits(found: Found) -> dict[str, float]:
    """How often a fitting record comes first, or among the first three; and how often nobody judged the first."""
    judged = [(_results(one, "fits"), _results(one, "judged"), top) for one, top in found]
    return {
        "questions": len(judged),
        "hit@1": round(sum(top[0] in fits for fits, _, top in judged) / len(judged), 3),
        "hit@3": round(sum(bool(fits & set(top)) for fits, _, top in judged) / len(judged), 3),
        "first_unjudged": round(sum(top[0] not in seen for _, seen, top in judged) / len(judged), 3),
    }


def hits_by(key: str, found: Found) -> dict[str, dict[str, float]]:
    """Hits by `kind` (put plainly, colloquially, misspelt, …) or by `set`."""
    names = sorted({one[key] for one, _ in found})
    return {name: hits([(one, top) for one, top in found if one[key] == name]) for name in names}


def _results(asked: dict[str, Any], verdict: str) -> set[str]:
    return {*asked[verdict], *(" ".join(pair) for pair in asked.get("together", {}).get(verdict, []))}


def _named(results: list[tuple[Record, ...]]) -> list[str]:
    return [" ".join(named(record) for record in one) for one in results]


def asides(bank: Bank, questions: list[dict[str, Any]]) -> dict[str, float]:
    """Small talk told from everything else; `advised`: the share of the rest that gets advice, with an example beneath
    where one is near."""
    asked = _no_requests(questions)
    purposes = [bank.read(one["question"]).purpose for one in asked]
    others = [purpose for purpose, one in zip(purposes, asked, strict=True) if one["kind"] != "offtopic"]
    return {
        **told([bool(purpose.aside) for purpose in purposes], asked),
        "advised": round(sum(purpose.advice is not None for purpose in others) / len(others), 3),
    }


def plain_asides(scores: Scores, questions: list[dict[str, Any]]) -> dict[str, float]:
    """The same by plain BM25: small talk is what no record scores for, below the bound that suits these texts best."""
    asked = _no_requests(questions)
    best = np.array([scores(one["question"]).max() for one in asked])
    bounds = ([bool(below) for below in best < bound] for bound in np.unique(best)[1:])
    return max((told(said, asked) for said in bounds), key=lambda one: one["f1"])


def told(said: list[bool], asked: list[dict[str, Any]]) -> dict[str, float]:
    """Precision, recall and F1 of what was said to be small talk."""
    true = [one["kind"] == "offtopic" for one in asked]
    both = sum(one and other for one, other in zip(said, true, strict=True))
    precision, recall = both / max(1, sum(said)), both / sum(true)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def _no_requests(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in questions if one["kind"] != "request" and request_of(one["question"]) is None]


def read_questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]


def main() -> None:
    asked = [one for one in read_questions() if one["split"] == "test"]
    records = read_records(SAMPLE)
    bank = Bank(records)
    answerable = [one for one in asked if one.get("fits")]
    scores = bm25_scores(records)
    ours, plain = found_by(hybrid(bank), answerable), found_by(plain_bm25(records, scores), answerable)
    report = {
        "questions": len(asked),
        "with_a_fitting_record": len(answerable),
        "without": sum("fits" in one and not one["fits"] for one in asked),
        "bank": hits(ours),
        "bank_by_set": hits_by("set", ours),
        "bank_by_kind": hits_by("kind", ours),
        "plain_bm25": hits(plain),
        "plain_bm25_by_set": hits_by("set", plain),
        "asides": asides(bank, asked),
        "plain_bm25_asides": plain_asides(scores, asked),
        "near": NEAR,
    }
    RESULTS.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

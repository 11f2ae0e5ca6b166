"""What stands as conditions in a training example: others' summaries, right or wrong, and one's own facts.

Half of the records are given summaries of the nearest other questions, a third those of a question
that shares no word with theirs, the rest none: the model learns to use what fits and to pass over what
does not. Never a summary of the record itself or of its own question. BM25 over the distinct questions
of the same split alone, since the bank's finer ranking looks at every record of a type: 70,000
records would take it days.
"""

import logging
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from interviewbuddy.corpus.record import Record
from interviewbuddy.guards import find_facts
from interviewbuddy.korean import content_morphemes, same_text_key, tokenize_many
from interviewbuddy.prompts import SUMMARIES

RIGHT, WRONG = 1 / 2, 1 / 3
"""Shares of the records that are given fitting and unfitting summaries."""

NOTED = 1 / 4
"""Share of the records whose own facts stand in the notes, so that the model learns to take facts from there."""

_NEAREST = 8
_TRIES = 20


class Conditions:
    """The conditions of every record of a split, the same for the same seed."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self._records = records
        self._seed = seed
        self._by_question: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self._by_question[same_text_key(record.question)].append(record)
        questions = [group[0].question for group in self._by_question.values()]
        terms = (content_morphemes(tokens) for tokens in tokenize_many(questions))
        self._terms = dict(zip(self._by_question, terms, strict=True))
        self._near = dict(zip(self._by_question, self._nearest(), strict=True))

    def __iter__(self) -> Iterator[dict[str, str]]:
        """For each record in order, the parts `conditions` and `notes`; "" where it has none."""
        chance = random.Random(f"conditions {self._seed}")
        for record in self._records:
            share, count = chance.random(), chance.randint(1, SUMMARIES)
            notes = self._facts(record) if chance.random() < NOTED else ""
            if share < RIGHT:
                chosen = self._fitting(record)[:count]
            else:
                chosen = self._unfitting(record, chance)[:count] if share < RIGHT + WRONG else []
            yield {"conditions": " ".join(chosen), "notes": notes}

    def _nearest(self) -> Iterator[list[str]]:
        """For each distinct question the keys of the nearest others, nearest first; none that shares no word."""
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it prints what it does
        keys, terms = list(self._terms), list(self._terms.values())
        index = bm25s.BM25()
        index.index([own or ["∅"] for own in terms], show_progress=False)
        count = min(_NEAREST + 1, len(keys))
        found, scores = index.retrieve([own or ["∅"] for own in terms], k=count, show_progress=False)
        for row, (documents, own_scores) in enumerate(zip(found, scores, strict=True)):
            near = [int(i) for i, score in zip(documents, own_scores, strict=True) if score > 0]
            yield [keys[i] for i in near if i != row and set(terms[i]) & set(terms[row])]

    def _fitting(self, record: Record) -> list[str]:
        own = _key(record)
        near = [
            one
            for key in self._near[same_text_key(record.question)]
            for one in sorted(self._by_question[key], key=lambda one: -_fit(one, record))
        ]
        return list(dict.fromkeys(one.summary for one in near if one.summary and _key(one) != own))

    def _unfitting(self, record: Record, chance: random.Random) -> list[str]:
        terms = set(self._terms[same_text_key(record.question)])
        drawn = [chance.choice(self._records) for _ in range(_TRIES)]
        far = [one for one in drawn if not terms & set(self._terms[same_text_key(one.question)])]
        return list(dict.fromkeys(one.summary for one in far if one.summary and _key(one) != _key(record)))

    @staticmethod
    def _facts(record: Record) -> str:
        return ", ".join(dict.fromkeys(fact.text for fact in find_facts(record.answer)))


def _key(record: Record) -> str:
    return same_text_key(record.summary)


def _fit(one: Record, other: Record) -> int:
    return (one.occupation == other.occupation) + (one.experience == other.experience)

"""What models must be better than, and what nobody can be better than: floors and ceilings on the same questions."""

import logging
from collections import defaultdict
from collections.abc import Sequence

import bm25s
import numpy as np

from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import content_morphemes, same_text_key, tokenize_many
from interviewbuddy.lab.asking import Generation

NEAREST, COPIED, ANOTHER = "가장 가까운 기록 (BM25)", "질문을 그대로", "같은 질문의 다른 지원자"
FEW = 10
"""Fewer answers than this are no ceiling."""

ANYWHERE = f"{ANOTHER}, 말뭉치 전체"


def contestants(
    asked: Sequence[Record], train: Sequence[Record], everyone: Sequence[Record]
) -> dict[str, list[Generation]]:
    """Answers that nobody generated; another applicant's only where somebody else was asked the same.

    Where that was hardly any of those asked, as in a corpus of different questions, everyone who shares a question
    stands in for them: the name then says so.
    """
    others, anywhere = _others(asked, everyone), _others(everyone, everyone)
    ceiling = {ANOTHER: others} if len(others) >= FEW else {ANYWHERE: anywhere} if len(anywhere) >= FEW else {}
    return {
        NEAREST: [_said(NEAREST, one, near.answer) for one, near in zip(asked, _nearest(asked, train), strict=True)],
        COPIED: [_said(COPIED, one, one.question) for one in asked],
        **ceiling,
    }


def _nearest(asked: Sequence[Record], train: Sequence[Record]) -> list[Record]:
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    rows = [content_morphemes(tokens) or ["∅"] for tokens in tokenize_many(one.question for one in train)]
    index = bm25s.BM25()
    index.index(rows, show_progress=False)
    words = [content_morphemes(tokens) or ["∅"] for tokens in tokenize_many(one.question for one in asked)]
    return [train[int(np.argmax(index.get_scores(one)))] for one in words]


def _others(asked: Sequence[Record], everyone: Sequence[Record]) -> list[Generation]:
    same = defaultdict(list)
    for one in everyone:
        same[same_text_key(one.question)].append(one)
    pairs = ((one, _another(one, same[same_text_key(one.question)])) for one in asked if one.answer and one.summary)
    return [_said(ANOTHER, one, other.answer) for one, other in pairs if other is not None]


def _another(one: Record, same: Sequence[Record]) -> Record | None:
    return next((other for other in same if other.answer and other.answer != one.answer), None)


def _said(model: str, one: Record, answer: str) -> Generation:
    return Generation(
        model, "", 0, one.question, one.occupation, one.experience, answer, "stop", one.answer, one.summary
    )

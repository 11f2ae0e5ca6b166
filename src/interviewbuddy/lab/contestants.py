"""What models must be better than, and what nobody can be better than: floors and ceilings on the same questions."""

import logging
from collections.abc import Sequence

import bm25s
import numpy as np

from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import content_morphemes, same_text_key, tokenize_many
from interviewbuddy.lab.asking import Generation

NEAREST, COPIED, ANOTHER = "가장 가까운 기록 (BM25)", "질문을 그대로", "같은 질문의 다른 지원자"


def contestants(
    asked: Sequence[Record], train: Sequence[Record], everyone: Sequence[Record]
) -> dict[str, list[Generation]]:
    """Answers that nobody generated; another applicant's only where somebody else was asked the same."""
    return {
        NEAREST: [_said(NEAREST, one, near.answer) for one, near in zip(asked, _nearest(asked, train), strict=True)],
        COPIED: [_said(COPIED, one, one.question) for one in asked],
        ANOTHER: [_said(ANOTHER, one, other.answer) for one in asked if (other := _another(one, everyone)) is not None],
    }


def _nearest(asked: Sequence[Record], train: Sequence[Record]) -> list[Record]:
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    rows = [content_morphemes(tokens) or ["∅"] for tokens in tokenize_many(one.question for one in train)]
    index = bm25s.BM25()
    index.index(rows, show_progress=False)
    words = [content_morphemes(tokens) or ["∅"] for tokens in tokenize_many(one.question for one in asked)]
    return [train[int(np.argmax(index.get_scores(one)))] for one in words]


def _another(one: Record, everyone: Sequence[Record]) -> Record | None:
    key = same_text_key(one.question)
    others = (other for other in everyone if same_text_key(other.question) == key and other.answer != one.answer)
    return next(others, None)


def _said(model: str, one: Record, answer: str) -> Generation:
    return Generation(
        model, "", 0, one.question, one.occupation, one.experience, answer, "stop", one.answer, one.summary
    )

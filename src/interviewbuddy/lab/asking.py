"""The same questions asked of every model with the same seeds, and everything that was said, kept."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event

from interviewbuddy.corpus.record import Record
from interviewbuddy.engines import End, Engine, Piece, Request
from interviewbuddy.korean import same_text_key
from interviewbuddy.progress import track

DECK = ("정보통신 분야에 지원한 동기가 무엇인가요?", "갈등 상황을 해결한 경험을 이야기해주세요")
"""The deck's two questions: asked of every model and shown, never scored, since nobody wrote a reference."""

SEED = 42

Conditioned = Callable[[Request], Request]
"""Gives a request the examples that stand in its prompt."""


@dataclass(frozen=True)
class Generation:
    """One answer. `reference` and `summary` are the applicant's own, "" for the deck's questions."""

    model: str
    run: str
    seed: int
    question: str
    occupation: str | None
    experience: str | None
    answer: str
    finish_reason: str
    reference: str = ""
    summary: str = ""

    @property
    def scored(self) -> bool:
        """Whether there is something to score it against."""
        return bool(self.reference)


def questions_of(records: Sequence[Record], count: int) -> list[Record]:
    """A seeded choice of records with answer and summary, each question once; all of them where `count` is 0."""
    whole = [one for one in records if one.answer and one.summary]
    once = list({same_text_key(one.question): one for one in whole}.values())
    return random.Random(SEED).sample(once, min(count or len(once), len(once)))


def generate(
    engine: Engine, model: str, run: str, seed: int, records: Sequence[Record], conditioned: Conditioned | None = None
) -> list[Generation]:
    """An answer to every record's question and to the deck's two, in order."""
    asked = [(one.question, one.occupation, one.experience, one.answer, one.summary) for one in records]
    asked += [(question, "ICT", "NEW", "", "") for question in DECK]
    said = []
    for number, (question, occupation, experience, answer, summary) in enumerate(track(asked, f"{model} {seed}")):
        request = Request(question, occupation, experience, seed=seed * 100_003 + number)
        text, reason = ask(engine, conditioned(request) if conditioned else request)
        said.append(Generation(model, run, seed, question, occupation, experience, text, reason, answer, summary))
    return said


def chain(engine: Engine, model: str, run: str, first: Sequence[Generation]) -> list[Generation]:
    """What the engine makes of another model's answers, each given in the question's place."""
    said = []
    for number, one in enumerate(track(first, model)):
        given = one.answer or one.question
        request = Request(given, one.occupation, one.experience, seed=one.seed * 100_003 + number)
        text, reason = ask(engine, request)
        said.append(Generation(**{**asdict(one), "model": model, "run": run, "answer": text, "finish_reason": reason}))
    return said


def ask(engine: Engine, request: Request) -> tuple[str, str]:
    """The engine's words as it serves them, runs said twice taken back, but unguarded; and why they ended."""
    text, reason = "", ""
    with closing(engine.stream(request, Event())) as items:
        for item in items:
            if isinstance(item, Piece):
                text += item.text
            elif isinstance(item, End):
                reason = item.finish_reason
    return " ".join(text.split()), reason


def save_generations(path: Path, said: Iterable[Generation]) -> None:
    """One generation a line; the file appears whole."""
    part = path.with_suffix(".part")
    part.write_text("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in said), "utf-8")
    part.replace(path)


def load_generations(path: Path) -> list[Generation]:
    """What `save_generations` wrote."""
    with path.open(encoding="utf-8") as lines:
        return [Generation(**json.loads(line)) for line in lines]

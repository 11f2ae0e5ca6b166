"""What an engine is: a request in, pieces of text out, stoppable at any moment.

An engine knows nothing of HTTP, databases or guards. The makers: `bank` (written examples, the
offline default), `llama` (a bundle, in this process), `chat` (any OpenAI-compatible server, and a
GGUF file with its own chat template).
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from threading import Event
from typing import Literal, Protocol

from interviewbuddy.prompts import Neighbour, conditions_of

FinishReason = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True)
class Request:
    """What a person asks: the question and the conditions they chose to give.

    `attempt` counts from 0; each next one asks for another answer to the same question. Answers are
    Korean; `lang` is what the service itself speaks to this person ("there is no example"). The same
    `seed` and attempt give the same answer. `neighbours` are written examples near the question, the
    nearest first, for engines that generate; whoever asks an engine looks them up. `shown` is the answer
    this person has before them, asked perhaps under other conditions: where there is another, that is given.
    `to_prepare` holds where an answer is to be prepared, so that an example, or a model's, is worth more than advice.
    """

    question: str
    occupation: str | None = None
    experience: str | None = None
    notes: str = ""
    attempt: int = 0
    lang: str = "ko"
    seed: int | None = None
    neighbours: tuple[Neighbour, ...] = ()
    shown: str = ""
    to_prepare: bool = False

    @property
    def parts(self) -> dict[str, str | None]:
        """What `prompts.render` takes: question, conditions, notes."""
        return {
            "question": self.question,
            "occupation": self.occupation,
            "experience": self.experience,
            "notes": self.notes,
            "conditions": conditions_of(self.neighbours),
        }


ANSWERS = {None, "english"}
"""Forms of a text that is an applicant's words."""


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: written beforehand or generated, and by what.

    `form` names what is no answer of an applicant to the question: the `near` example of one that it may not fit, a
    `plan` for an answer, an `english` example, `advice` on the interview itself, a `notice`.
    `fault` says what is wrong with a generated text (`buddy` names the kinds); where `fallback` holds,
    the generated text was so bad that a written one stands in its place.
    """

    kind: Literal["written", "generated"]
    model: str
    similarity: float | None = None
    record: str | None = None
    demonstration: bool = False
    question: str | None = None
    form: str | None = None
    fault: str | None = None
    fallback: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether the text is an applicant's words, which somebody might take for theirs; no plan, no notice."""
        return self.form in ANSWERS

    @property
    def is_notice(self) -> bool:
        """Whether the text is the service's own word, that it has nothing to the question."""
        return self.form == "notice"

    def as_json(self) -> dict[str, object]:
        """The contract's `source`, without what is not known."""
        values = {name: getattr(self, name) for name in ("kind", "model", "similarity", "question", "form", "fault")}
        for name in ("demonstration", "fallback"):
            if getattr(self, name):
                values[name] = True
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class Piece:
    """A stretch of the answer. Concatenated, the pieces are the answer; none cuts a character."""

    text: str


@dataclass(frozen=True)
class End:
    """The last thing an engine yields: why it ended, whose words they were, what else to ask.

    `similar` are other written examples near the question, which the licence lets be shown. `words` is the stretch of
    the whole text, in characters, that is an applicant's, where the rest is the service's own.
    """

    finish_reason: FinishReason
    source: Source
    suggestions: tuple[str, ...] = field(default=())
    similar: tuple[Neighbour, ...] = field(default=())
    words: tuple[int, int] | None = None


class Engine(Protocol):
    """Turns a request into pieces of an answer and one `End`."""

    name: str

    def stream(self, request: Request, cancel: Event) -> Generator[Piece | End, None, None]:
        """The answer. Setting `cancel`, or closing the iterator, frees the engine at once.

        :raise UnavailableError: if no slot comes free in time or the model went away.
        """
        ...

    def close(self) -> None:
        """Gives back threads, memory and sockets; streams under way end."""
        ...

"""What a model is given and what it learns: the deck's seven compositions, an eighth that is told what
others answered, and one renderer for training and serving.

Labels are plain Korean words, so that any tokenizer works; everything stands on one line, since
KoGPT2's vocabulary has no line break of its own. Knows nothing of token ids.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS, Record
from interviewbuddy.errors import InputError

LABELS = {
    "question": "질문",
    "summary": "요약",
    "answer": "답변",
    "experience": "경력",
    "occupation": "직군",
    "conditions": "참고",
    "notes": "메모",
}
"""The word that stands before each part of a prompt; `conditions` are others' answers in short."""

_HEADING = re.compile(r"(?m)^Q\. .*$")

CONDITIONS = ("occupation", "experience")
"""Parts a visitor may leave out; training leaves them out of a share of the examples."""


@dataclass(frozen=True)
class Composition:
    """A prompt's parts in order, and the part the model learns to write."""

    given: tuple[str, ...]
    learned: str


COMPOSITIONS = {
    "question-answer": Composition(("question",), "answer"),
    "question-summary": Composition(("question",), "summary"),
    "summary-answer": Composition(("summary",), "answer"),
    "experience-question-answer": Composition(("experience", "question"), "answer"),
    "occupation-experience-question-answer": Composition(("occupation", "experience", "question"), "answer"),
    "occupation-experience-question-summary": Composition(("occupation", "experience", "question"), "summary"),
    "question-experience-occupation-answer": Composition(("question", "experience", "occupation"), "answer"),
}
"""The deck's seven, in its order; a bundle names the one it was trained with."""

GROUNDED = {
    "conditions-question-answer": Composition(("conditions", "notes", "occupation", "experience", "question"), "answer")
}
"""The eighth, ours: neighbouring summaries and the applicant's own facts before the question."""

KNOWN = COMPOSITIONS | GROUNDED
"""Every composition a recipe or a bundle may name."""

SUMMARIES = 2
"""How many neighbouring summaries stand as conditions."""


@dataclass(frozen=True)
class Neighbour:
    """A written example near a question: what was asked, what was answered, and that in short."""

    question: str
    answer: str
    summary: str


@dataclass(frozen=True)
class Prompt:
    """Two stretches of text: what the model is given, and what it shall go on with ("" when serving)."""

    given: str
    learned: str = ""


def composition(name: str) -> Composition:
    """The composition of that name.

    :raise InputError: if there is none.
    """
    if name not in KNOWN:
        raise InputError("composition_unknown", name=name, known=", ".join(KNOWN))
    return KNOWN[name]


def render(how: Composition, parts: Mapping[str, str | None]) -> Prompt:
    """A prompt of plain parts; conditions that are empty or unknown are left out, label and all.

    `parts` maps the names in `LABELS` to text; occupation and experience to AI Hub's codes.
    A question asked of a composition that was given summaries stands in the summary's place.
    """
    given = {**parts, "summary": parts.get("summary") or parts.get("question")}
    pieces = [f"{LABELS[name]}: {words}" for name in how.given if (words := _words(name, given))]
    return Prompt(" ".join([*pieces, f"{LABELS[how.learned]}:"]), _words(how.learned, parts))


def parts_of(record: Record) -> dict[str, str | None]:
    """A record's text and conditions as `render` takes them."""
    names = ("question", "summary", "answer", "occupation", "experience")
    return {name: getattr(record, name) for name in names}


def neighbour_of(record: Record) -> Neighbour:
    """A record as an example: its answer without spoken noise where there is such a version."""
    return Neighbour(record.question, record.answer or record.answer_raw, record.summary)


def headed(example: Neighbour) -> str:
    """An example under its own question, where one text holds several."""
    return f"Q. {example.question}\n{example.answer}"


def spoken(text: str) -> str:
    """The text with such headings blanked out, so that what an applicant says stays where it was."""
    return _HEADING.sub(lambda found: " " * len(found[0]), text)


def conditions_of(neighbours: Sequence[Neighbour]) -> str:
    """The nearest summaries, as they stand in a prompt; "" where there are none."""
    return " ".join(list(filter(None, (one.summary.strip() for one in neighbours)))[:SUMMARIES])


def _words(name: str, parts: Mapping[str, str | None]) -> str:
    value = parts.get(name) or ""
    if name == "occupation":
        return OCCUPATIONS.get(value, "")
    if name == "experience":
        return EXPERIENCES.get(value, "")
    return " ".join(value.split())


SYSTEM = (
    "당신은 한국 기업의 채용 면접에 온 지원자입니다. 면접관의 질문에 지원자로서 한국어 존댓말로, "
    "구체적인 경험 하나를 들어 여섯 문장 안팎으로 답하세요. 면접관의 말을 대신하지 말고, 목록이나 제목 없이 "
    "말하듯 쓰세요. 메모에 없는 회사·학교 이름과 수치는 지어내지 마세요."
)
"""What an instruct model is told, through its own chat template."""

_OTHERS = (
    "다른 지원자들의 것입니다. 말투와 길이, 무엇을 답해야 하는지만 "
    "본받고, 그 안의 경험·회사·수치와 문장은 옮기지 마세요. 질문과 맞지 않으면 무시하세요."
)

SYSTEM_WITH_EXAMPLES = f"{SYSTEM} 앞의 문답과 ‘{LABELS['conditions']}’는 {_OTHERS}"
"""The same where neighbouring examples come before the question."""

SYSTEM_WITH_CONDITIONS = f"{SYSTEM} ‘{LABELS['conditions']}’는 {_OTHERS}"
"""The same where the notes left room for the neighbours' summaries alone."""

EXAMPLES = 3
EXAMPLE_CHARACTERS, WITH_NOTES = 1500, 2500
"""How many neighbours an instruct model sees as earlier turns, and how long they may be, alone and with the notes."""


def chat_messages(
    parts: Mapping[str, str | None], notes: str = "", neighbours: Sequence[Neighbour] = ()
) -> list[dict[str, str]]:
    """The same request for an instruct model: OpenAI's messages.

    Neighbours are earlier turns, the nearest last; conditions, their summaries and the notes stand
    before the question.
    """
    examples = _fitting(neighbours[:EXAMPLES], min(EXAMPLE_CHARACTERS, WITH_NOTES - len(notes)))
    turns = [message for one in reversed(examples) for message in _turn(one)]
    named = ((LABELS[name], _words(name, parts)) for name in CONDITIONS)
    lines = [f"{label}: {words}" for label, words in named if words]
    if conditions := conditions_of(neighbours):
        lines.append(f"{LABELS['conditions']}: {conditions}")
    if notes.strip():
        lines.append(f"지원자 메모: {notes.strip()}")
    lines.append(f"{LABELS['question']}: {_words('question', parts)}")
    system = SYSTEM_WITH_EXAMPLES if examples else SYSTEM_WITH_CONDITIONS if conditions else SYSTEM
    return [{"role": "system", "content": system}, *turns, {"role": "user", "content": "\n".join(lines)}]


def _turn(example: Neighbour) -> list[dict[str, str]]:
    asked = f"{LABELS['question']}: {' '.join(example.question.split())}"
    return [{"role": "user", "content": asked}, {"role": "assistant", "content": example.answer.strip()}]


def _fitting(neighbours: Sequence[Neighbour], characters: int) -> list[Neighbour]:
    """The nearest that fit together."""
    kept: list[Neighbour] = []
    for one in neighbours:
        characters -= len(one.question) + len(one.answer)
        if characters < 0:
            break
        kept.append(one)
    return kept

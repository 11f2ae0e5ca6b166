"""What a model is given and what it learns: the seven compositions, one renderer for training and serving.

Labels are plain Korean words, so that any tokenizer works; everything stands on one line, since
KoGPT2's vocabulary has no line break of its own. Knows nothing of token ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS, Record
from interviewbuddy.errors import InputError

LABELS = {
    "question": "질문",
    "summary": "요약",
    "answer": "답변",
    "experience": "경력",
    "occupation": "직군",
}
"""The word that stands before each part of a prompt."""

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


@dataclass(frozen=True)
class Prompt:
    """Two stretches of text: what the model is given, and what it shall go on with ("" when serving)."""

    given: str
    learned: str = ""


def composition(name: str) -> Composition:
    """The composition of that name.

    :raise InputError: if there is none.
    """
    if name not in COMPOSITIONS:
        raise InputError("composition_unknown", name=name, known=", ".join(COMPOSITIONS))
    return COMPOSITIONS[name]


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


def chat_messages(parts: Mapping[str, str | None], notes: str = "") -> list[dict[str, str]]:
    """The same request for an instruct model: OpenAI's messages, conditions before the question."""
    named = ((LABELS[name], _words(name, parts)) for name in CONDITIONS)
    lines = [f"{label}: {words}" for label, words in named if words]
    if notes.strip():
        lines.append(f"지원자 메모: {notes.strip()}")
    lines.append(f"{LABELS['question']}: {_words('question', parts)}")
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": "\n".join(lines)}]

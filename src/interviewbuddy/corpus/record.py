"""One interview answer and AI Hub's vocabularies for it.

The names are AI Hub's own (dataSetSn 71592), Python-cased. Nothing here reads files.
"""

from dataclasses import dataclass, field

OCCUPATIONS = {
    "BM": "경영/사무",
    "SM": "영업/마케팅",
    "PS": "공공서비스",
    "RND": "연구개발",
    "ICT": "정보통신",
    "ARD": "디자인",
    "MM": "생산/제조",
}
"""직군: AI Hub's code → its Korean name."""

EXPERIENCES = {"NEW": "신입", "EXPERIENCED": "경력"}
"""경력: AI Hub's code → its Korean name."""


@dataclass(frozen=True)
class Intent:
    """What a stretch of a question is after, as AI Hub annotates it."""

    text: str
    expression: str
    category: str


@dataclass(frozen=True)
class Record:
    """One question, one applicant's answer, and who spoke.

    `answer_raw` is the transcript as spoken; `answer` the same without spoken noise (empty
    until cleaned, unless the source brings a clean version). Durations are milliseconds,
    None where the source says nothing. `division` is the source's own Training/Validation
    side, "" if unknown. `number` is the recording's number in its name, None if it has none.
    `paraphrases` are other ways to ask the question, where its writers give some; `asked` are questions as
    others type them, which readers found this answer to fit;
    `abstract` marks an answer that rightly shares no word with its question.
    """

    question: str
    answer_raw: str
    answer: str
    summary: str
    occupation: str
    experience: str
    gender: str
    age_range: str
    source: str
    intents: tuple[Intent, ...] = ()
    duration_ms: int | None = None
    question_duration_ms: int | None = None
    division: str = ""
    number: int | None = None
    level: str = ""
    paraphrases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    abstract: bool = False
    defects: tuple[str, ...] = field(default=())

    @property
    def profile(self) -> tuple[str, str, str, str]:
        """The speaker's data: occupation, experience, gender, age range."""
        return (self.occupation, self.experience, self.gender, self.age_range)

"""The three criteria in the deck's words, a mark for each, and the Final Score."""

from collections.abc import Iterable
from dataclasses import dataclass

CRITERIA = ("sentence_accuracy", "question_relevance", "context_richness")
"""D, Q and C of the deck's formula."""

MARKS = (0, 1, 2)

WORDING = {
    "sentence_accuracy": (
        "문장 정확도",
        ("문장이 말이 안됨", "문장 구조가 이상한 부분이 있음", "문장이 말이 됨"),
    ),
    "question_relevance": (
        "질문 관련성",
        (
            "질문과 전혀 관련이 없거나 완전 무의미",
            "질문과 약간 연관은 있으나 질문과 무관하거나 부적절한 내용 포함",
            "질문의 핵심에 완벽히 부합하여 모든 요소를 정확하게 다룸",
        ),
    ),
    "context_richness": (
        "문맥 일관성 및 답변 풍부함 여부",
        (
            "답변이 문맥과 전혀 연관성이 없으며, 매우 단편적이거나 부실함",
            "답변이 문맥과 어느 정도 연관성이 있으며, 정보의 양이 기본 수준임",
            "답변이 문맥과 완전히 연관성을 유지하며, 내용이 풍부하고 구체적임",
        ),
    ),
}
"""Criterion → its name, and what 0, 1 and 2 mean."""


@dataclass(frozen=True)
class Marks:
    """One evaluator's marks for one item; None where none was given yet."""

    evaluator: str
    sentence_accuracy: int | None
    question_relevance: int | None
    context_richness: int | None

    @property
    def values(self) -> tuple[int | None, int | None, int | None]:
        """The marks in the criteria's order."""
        return (self.sentence_accuracy, self.question_relevance, self.context_richness)

    @property
    def complete(self) -> bool:
        """Whether all three are given."""
        return None not in self.values

    @property
    def total(self) -> int:
        """Their sum, 0 to 6; missing marks add nothing."""
        return sum(mark for mark in self.values if mark is not None)


def final_score(marks: Iterable[Marks]) -> float | None:
    """(ΣD + ΣQ + ΣC) / n over the n evaluators who gave all three marks; None where nobody did."""
    totals = [one.total for one in marks if one.complete]
    return sum(totals) / len(totals) if totals else None

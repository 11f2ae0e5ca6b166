"""What the models said, unchosen."""

from interviewbuddy.lab.asking import DECK
from interviewbuddy.lab.results import Results
from interviewbuddy.report.document import Asked, Said, Section


def answers(results: Results) -> Section:
    """The deck's two questions, and the first of the others, as every model answered them (first seed)."""
    first = {name: found[0] for name, found in results.generations.items()}
    some = next(iter(first.values()))
    shown = [*DECK, *[one.question for one in some if one.scored][:4]]
    asked = []
    for question in shown:
        found = [(name, one) for name, said in first.items() for one in said if one.question == question]
        sample = found[0][1]
        about = f"{sample.occupation} · {sample.experience}"
        notes = [Said(name, one.answer or "(빈 답변)", one.finish_reason) for name, one in found]
        asked.append(Asked(question, about, tuple(notes), sample.reference))
    return Section("answers", "답변 보기", ("고르지 않은 첫 시드의 답변 그대로입니다.",), asked=tuple(asked))

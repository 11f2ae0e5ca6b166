"""Two questions asked in one breath: "자기소개 해 주시고 지원동기도 말씀해 주세요."

Korean joins sentences in many ways, and most long questions are one question. So a text is parted only where
each half, by itself, finds a record that hardly answers the other half, and where none fits the whole much better.
Where these rules part a text of two questions, readers liked both examples better for seven in ten (docs/diary.md).
"""

import re
from collections.abc import Iterator
from itertools import islice

from interviewbuddy.bank.language import read_phrases
from interviewbuddy.bank.search import Bank, Match
from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import squeeze

_FOUND = 0.2  # similarity from which a half has found its record
_ANSWERS = 0.3  # similarity from which one half's record answers the other half too
_BETTER = 0.3  # by how much a record of the whole has to be nearer than the halves' own
_LOOKED_AT = 500  # a record further down than this fits a half nowhere near `_ANSWERS`
_PLACES = 4  # places searched at, so that a long text takes no longer
_LEAST = 4  # characters
_NOUNS = {"NNG", "NNP", "SL", "XR"}

_JOINTS = (
    re.compile(r"(?<=[.?!…])\s+"),
    re.compile(r"(?:,\s*|\s+)(?=(?:그리고|또한?|이어서|아울러)\s)|(?<=이어서)\s+"),
    re.compile(r"(?<=[가-힣][고며]),?\s+(?![싶있계나해말느하했물묻적뭐생])"),
    re.compile(r"(?<=[가-힣][과와랑]),\s+|(?<=[는은인을할]지),?\s+"),
)
_GOES_ON = re.compile(r"[고며],?$")
_ASKS = re.compile(
    r"무엇|무슨|뭐|뭘|어떤|어떻|어느|어디|언제|누구|얼마|몇|왜|[는은을]지|까\b|나요|말씀|말해|소개|설명|들려|이야기|얘기"
)
_NO_END = re.compile(r"(?:려고|말고|다고|라고|냐고|보고|두고|놓고|가지고|들고)$")
_FOLLOWS_UP = re.compile(
    r"^(?:그리고 |또 |또한 |이어서 )?(?:그[가-힣 ]|거기|있[다으었]|왜 |어떤 점|어떻게|무[엇슨]|뭘|뭐|얼마나|이유|각각)"
)


def two_questions(
    bank: Bank, question: str, occupation: str | None = None, experience: str | None = None
) -> tuple[list[Match], list[Match]] | None:
    """The records for each of the two questions that a text asks, the likeliest first; none for both.

    None where no place parts it into halves that each have a near record of their own, or where a record is much
    nearer to the whole.
    """
    parted: list[tuple[float, list[Match], list[Match]]] = []
    for text, other in islice(_places(squeeze(question)), _PLACES):
        first = bank.search(text, occupation, experience, _LOOKED_AT)
        if not first or first[0].similarity < _FOUND:
            continue
        second = bank.search(other, occupation, experience, _LOOKED_AT)
        if second[0].similarity >= _FOUND and _are_apart(first, second):
            parted.append((min(first[0].similarity, second[0].similarity), first, second))
    if not parted:
        return None
    least, first, second = max(parted, key=lambda one: one[0])
    whole = bank.search(question, occupation, experience, limit=1)[0]
    if least < whole.similarity - _BETTER:
        return None
    return _without_others(first, second), _without_others(second, first)


def two_advised(bank: Bank, question: str) -> tuple[Record, Record] | None:
    """The advice for each of two questions surely about the interview itself; None where one is asked, or none."""
    for text, other in islice(_places(squeeze(question)), _PLACES):
        first, second = bank.read(text).purpose, bank.read(other).purpose
        if first.is_sure and second.is_sure and first.advice and second.advice and first.advice is not second.advice:
            return first.advice, second.advice
    return None


def _places(question: str) -> Iterator[tuple[str, str]]:
    """Ways to part a text in two that might both be questions, those by plainer joints first."""
    joints = dict.fromkeys((found.start(), found.end()) for joint in _JOINTS for found in joint.finditer(question))
    for start, end in joints:
        first, second = question[:start].strip(), question[end:].strip()
        if _is_whole(first) and _is_whole(second) and _may_end(first) and not _FOLLOWS_UP.match(second):
            yield first, second


def _may_end(first: str) -> bool:
    """Whether a question may end here: what goes on with "and" asks something by itself."""
    return not _NO_END.search(first) and (not _GOES_ON.search(first) or bool(_ASKS.search(first)))


def _is_whole(text: str) -> bool:
    """Whether a text has something of its own to ask about."""
    return len(text) >= _LEAST and any(term.tag in _NOUNS for term in read_phrases([text])[0].terms)


def _are_apart(first: list[Match], second: list[Match]) -> bool:
    """Whether what was found for each half fits it better than the other half, which it hardly answers."""
    return all(
        _similarity(other, half[0]) < min(_ANSWERS, half[0].similarity)
        for half, other in ((first, second), (second, first))
    )


def _without_others(half: list[Match], other: list[Match]) -> list[Match]:
    """A half's records but those that fit the other half as well or better; its first is none of them."""
    likelier = {id(match.record): match.similarity for match in other}
    return [match for match in half if match.similarity > likelier.get(id(match.record), 0.0)]


def _similarity(half: list[Match], match: Match) -> float:
    return next((one.similarity for one in half if one.record is match.record), 0.0)

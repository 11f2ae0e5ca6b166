"""Which words of an answer are facts that the person never gave.

`unsupported_facts(answer, known)` is the one function others call; replace it to mark more or
less. Numbers, periods, organisations and schools that stand neither in the question nor in the
person's notes are somebody else's and must not pass as theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise

from interviewbuddy.korean import kiwi, same_text_key

_ONES = {"한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_ONES |= {"서너": 3, "대여섯": 5}
_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}
_DIGITS = {digit: value for value, digit in enumerate("일이삼사오육칠팔구", 1)}
_POWERS = {"십": 10, "백": 100, "천": 1000}

_NATIVE = f"(?:(?:{'|'.join(_TENS)})?(?:{'|'.join(_ONES)})|{'|'.join(_TENS)})"
_SINO = f"[{''.join(_DIGITS)}{''.join(_POWERS)}만]"
_UNITS = (
    "퍼센트|프로|%|만\\s?원|억\\s?원|천\\s?원|만|억|천|원|명|분|초|시간|시|일|주|개월|달|월|년|학기|학년|건|개|가지|대|장|권|줄|"
    "번|회|배|점|도|층|평|호기|호|위|급|세|살|킬로|톤|그램|미터|센티|밀리|mm|cm|kg|km|곳|군데|팀|종|쪽|페이지|자|차"
)
_NUMBER = re.compile(
    rf"(?P<number>\d[\d,.]*)(?:\s?(?P<unit>{_UNITS}))?"
    rf"|(?<![가-힣])(?P<native>{_NATIVE})\s(?P<native_unit>명|분|곳|건|번|가지|개|대|장|권|줄|살|시간|배|군데|달|주|해|팀)"
    rf"|(?<![가-힣])(?P<sino>{_SINO}+)\s?(?P<sino_unit>퍼센트|프로|년|개월|명|건|억|원|점|도|개|번|시간|분|일|월)(?!의|[가-힣]*스)"
)
_PERIOD_END = re.compile(r"\s?(?:동안|간|차|째|반|넘게|전|만에)")
_HALF_YEAR = re.compile(r"(?<![가-힣])반년(?:\s?(?:동안|간|넘게|만에))?|(?:수십|수백|수천)\s?(?:명|건|번|개|억|만)")
_YEAR = re.compile(r"(?:19|20)\d\d\s?년(?:\s?\d{1,2}\s?월)?")
_PERIOD_UNITS = frozenset({"년", "개월", "달", "주", "일", "월", "학기", "시간", "분", "해"})
_SCHOOL = re.compile(
    r"[가-힣A-Za-z0-9]+(?:대학교|대학원|여대|고등학교|특성화고|폴리텍)"
    r"|(?:서울|연세|고려|한양|경희|중앙|부산|경북|전남|전북|충남|충북|강원|제주|인하|아주|동국|건국|홍익|숭실|국민)대(?=[\s,.를을에의와과는은]|$)"
)
_ORGANISATION = re.compile(
    r"(?:\(주\)|㈜|주식회사\s?)[가-힣A-Za-z0-9]+?(?=(?:에서|에|의|을|를|은|는|이|가|과|와|으로|로)?(?:[\s,.]|$))"
    r"|[가-힣A-Za-z0-9]+(?:전자|은행|그룹|제약|중공업|건설|화학|물산|텔레콤|자동차|뱅크|증권|보험|카드사|통신사|바이오|제철|조선해양|공사|공단|재단|협회|연구원|법인)"
)
# Kinds of place that anybody may have been at; no name is claimed.
_GENERIC = re.compile(
    r"^(?:자동차|보험|증권|바이오|수입|중고|전기|친환경|의료|손해|생명|고용|산재|건강|우리|저희|지역|지방|전문|같은|다른|여러|어느|대기업|중소|국내|해외|일반|사회|비영리|복지|주거래|시중|석유|유기|무기|정밀)"
)
# Said of anything, claimed of nothing: 한 번, 한 가지, 1차, 2순위.
_IDIOM = re.compile(
    r"^(?:한\s(?:번|가지|분|개|명|줄|장|곳)|[두세]\s?번|\d{1,2}(?:차|순위|단계|번째)|만\s?일"
    r"|이\s?(?:일|분|점|건|시간|번|도|명|개|월))$"
)


@dataclass(frozen=True)
class Fact:
    """A stretch of an answer, in characters, that claims a number, period, school or organisation."""

    start: int
    end: int
    text: str
    kind: str

    def as_json(self) -> dict[str, object]:
        """The fact as plain data."""
        return asdict(self)


def unsupported_facts(answer: str, known: str) -> list[Fact]:
    """The facts of `answer`, in order, that `known` (question and notes) does not contain.

    Numbers count as the same however they are written: 이십 년간, 20년 and 20 년 동안.
    """
    given = same_text_key(known)
    amounts = {amount for fact in find_facts(known) for amount in _amounts(fact.text)}
    return [fact for fact in find_facts(answer) if not _is_given(fact, given, amounts)]


def find_facts(text: str) -> list[Fact]:
    """Every number, period, school and organisation in `text`, in order, none overlapping."""
    found: list[Fact] = []
    for fact in (*_named(text), *_years(text), *_counted(text)):
        if not any(fact.start < other.end and other.start < fact.end for other in found):
            found.append(fact)
    return sorted(found, key=lambda fact: fact.start)


def _is_given(fact: Fact, given: str, amounts: set[tuple[float, str]]) -> bool:
    if fact.kind in {"school", "organisation"}:
        return same_text_key(fact.text) in given
    return _amounts(fact.text) <= amounts


def _named(text: str) -> Iterator[Fact]:
    for kind, pattern in (("school", _SCHOOL), ("organisation", _ORGANISATION)):
        for match in pattern.finditer(text):
            if not _GENERIC.match(match[0]):
                yield Fact(match.start(), match.end(), match[0], kind)
    yield from _proper_nouns(text)


def _years(text: str) -> Iterator[Fact]:
    for match in (*_YEAR.finditer(text), *_HALF_YEAR.finditer(text)):
        yield Fact(match.start(), match.end(), match[0], "period")


def _counted(text: str) -> Iterator[Fact]:
    for match in _NUMBER.finditer(text):
        words = match[0].rstrip(" ,.")
        if _IDIOM.match(words):
            continue
        end = match.start() + len(words)
        unit = match["unit"] or match["native_unit"] or match["sino_unit"] or ""
        if unit in _PERIOD_UNITS and (tail := _PERIOD_END.match(text, end)):
            end = tail.end()
        kind = "period" if unit in _PERIOD_UNITS else "number"
        yield Fact(match.start(), end, text[match.start() : end], kind)


def _amounts(text: str) -> set[tuple[float, str]]:
    """Value and unit of every number in a fact, as written or spoken; its own words where it has none (반년)."""
    return {_amount(match) for match in _NUMBER.finditer(text)} or {(0.0, same_text_key(text))}


def _amount(match: re.Match[str]) -> tuple[float, str]:
    unit = match["unit"] or match["native_unit"] or match["sino_unit"] or ""
    unit = {"프로": "%", "퍼센트": "%", "개월": "달"}.get(unit, unit)
    if match["number"]:
        return (_decimal(match["number"]), unit)
    return (_native(match["native"]) if match["native"] else _sino(match["sino"]), unit)


def _decimal(digits: str) -> float:
    try:
        return float(digits.replace(",", "").rstrip("."))
    except ValueError:
        return 0.0


def _native(words: str) -> float:
    """열두 → 12."""
    for tens, value in _TENS.items():
        if words.startswith(tens):
            return value + _ONES.get(words.removeprefix(tens), 0)
    return _ONES.get(words, 0)


def _sino(words: str) -> float:
    """이십 → 20, 삼백오 → 305, 만이천 → 12000."""
    total, section, digit = 0, 0, 0
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            section += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            total += (section + digit or 1) * 10_000
            section, digit = 0, 0
    return total + section + digit


def _proper_nouns(text: str) -> Iterator[Fact]:
    """Names of organisations that Kiwi tags as such by itself (NNP right before 회사, 기업, 대학…)."""
    tokens = kiwi().tokenize(text)
    for name, kind in pairwise(tokens):
        if name.tag == "NNP" and kind.form in {"회사", "기업", "사", "대학", "학교", "본사", "지점"}:
            end = kind.start + kind.len
            yield Fact(name.start, end, text[name.start : end], "organisation")

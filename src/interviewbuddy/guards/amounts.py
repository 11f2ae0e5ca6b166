"""Numbers and periods, in digits or in words, and when two of them are the same."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interviewbuddy.guards.fact import Fact
from interviewbuddy.guards.words import listed
from interviewbuddy.korean import same_text_key

if TYPE_CHECKING:
    from kiwipiepy import Token

Amount = tuple[float, str]
"""A value and its unit."""

_ONES = {"한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_ONES |= {"서너": 3, "대여섯": 5}
_ALONE = {"둘": 2, "셋": 3, "넷": 4, "서넛": 3} | {word: value for word, value in _ONES.items() if value > 4}
_VALUES = _ONES | _ALONE | {"하나": 1}
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
# Said of anything, claimed of nothing: 한 번, 한 가지, 1차, 2순위.
_IDIOM = re.compile(
    r"^(?:한\s(?:번|가지|분|개|명|줄|장|곳)|[두세]\s?번|\d{1,2}(?:차|순위|단계|번째)|만\s?일"
    r"|이\s?(?:일|분|점|건|시간|번|도|명|개|월))$"
)
# A noun and how many: 동료 넷, 후배들 셋. 열 alone is a column or heat as well.
_BARE = re.compile(
    rf"(?P<noun>[가-힣A-Za-z]+)\s(?P<count>(?:{'|'.join(_TENS)})(?:하나|{'|'.join(_ALONE)})|{'|'.join(_ALONE)}|스물|서른|마흔)"
)
_NOUNS = frozenset({"NNG", "NNP", "XSN", "SL"})
_PEOPLE = re.compile(
    r"(?:사람|동료|친구|동기|동창|[선후]배|[선후]임|신입|인턴|아이|자녀|아들|딸|동생|형제|환자|손님|고객|분|[원생자사인님들])$"
)


def years(text: str) -> Iterator[Fact]:
    """Calendar years, half years and vague hundreds."""
    for match in (*_YEAR.finditer(text), *_HALF_YEAR.finditer(text)):
        yield Fact(match.start(), match.end(), match[0], "period")


def counted(text: str) -> Iterator[Fact]:
    """Numbers with their units, but for what is said of anything (한 번, 1차)."""
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


def bare_counts(text: str, tokens: "Sequence[Token]") -> Iterator[Fact]:
    """Bare counts right after what they count: 동료 넷, 팀원 셋; not 둘 다, nor the sum in 회사와 학교 둘."""
    for i, noun in enumerate(tokens):
        after = i + 1
        while after < len(tokens) and tokens[after].tag == "NR":
            after += 1
        if after == i + 1 or not _is_counted(tokens, i):
            continue
        start, end = _word_start(text, noun.start), tokens[after - 1].start + tokens[after - 1].len
        is_last = after == len(tokens) or text.startswith("\n", end)
        if _BARE.fullmatch(text, start, end) and (is_last or _ends_count(tokens[after], noun)):
            yield Fact(start, end, text[start:end], "number")


def _is_counted(tokens: "Sequence[Token]", i: int) -> bool:
    """Whether the noun at `i` may be counted, and is not the last of a list that is."""
    if tokens[i].tag not in _NOUNS or tokens[i].form in listed("not_counted"):
        return False
    first = i
    while first > 0 and tokens[first - 1].tag in _NOUNS:
        first -= 1
    lists = first > 1 and tokens[first - 1].form in {"와", "과", "랑", "하고", ",", "나"}
    return not (lists and tokens[first - 2].tag in _NOUNS)


def _ends_count(token: "Token", noun: "Token") -> bool:
    if token.form in {"중", "가운데"}:
        return bool(_PEOPLE.search(noun.form))
    return token.tag.startswith(("J", "VC", "SP", "SF")) or token.form in {"이", "쯤", "이서"}


def _word_start(text: str, at: int) -> int:
    return max(text.rfind(space, 0, at) for space in " \n") + 1


def is_given(text: str, given: set[Amount]) -> bool:
    """Whether every number of a fact is among `given`; things counted without a unit in any: 천막 넷, 천막 4동."""
    bare = _BARE.fullmatch(text)
    if bare and not _PEOPLE.search(bare["noun"]):
        return any(value == _native(bare["count"]) and unit not in _PERIOD_UNITS for value, unit in given)
    return amounts(text) <= given


def amounts(text: str) -> set[Amount]:
    """Value and unit of every number in a fact, as written or spoken; its own words where it has none (반년)."""
    if bare := _BARE.fullmatch(text):
        return {(_native(bare["count"]), "명" if _PEOPLE.search(bare["noun"]) else "개")}
    return {_amount(match) for match in _NUMBER.finditer(text)} or {(0.0, same_text_key(text))}


def _amount(match: re.Match[str]) -> Amount:
    unit = match["unit"] or match["native_unit"] or match["sino_unit"] or ""
    unit = {"프로": "%", "퍼센트": "%", "개월": "달"}.get(unit, unit)
    if match["native"] and unit == "분":
        unit = "명"
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
            return value + _VALUES.get(words.removeprefix(tens), 0)
    return _VALUES.get(words, 0)


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

"""Which words of an answer are facts that the person never gave.

`unsupported_facts(answer, known)` is the one function others call; replace it to mark more or
less. Numbers, periods, organisations and schools that stand neither in the question nor in the
person's notes are somebody else's and must not pass as theirs.
"""

import re
from dataclasses import asdict, dataclass

from interviewbuddy.korean import kiwi, same_text_key

_NATIVE = "한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스물|스무|서른|마흔|쉰"
_COUNTED = "명|분|곳|건|번|가지|개|대|장|권|줄|살|시간|배|군데|차례"
_PERIOD_UNITS = "년|개월|주|달|일|학기|시간|분"
_SINO = "일이삼사오육칠팔구십백천만"
_PERIOD = re.compile(
    rf"(?:\d[\d,.]*|[{_SINO}]+|{_NATIVE}|몇)\s?(?:{_PERIOD_UNITS})\s?(?:동안|간|차|째|반|넘게|전|만에)"
    r"|(?:19|20)\d\d\s?년(?:\s?\d{1,2}\s?월)?"
)
_UNITS = (
    "퍼센트|프로|%|만\\s?원|억\\s?원|천\\s?원|만|억|천|원|명|분|초|시간|시|일|주|개월|월|년|학기|학년|건|개|가지|대|장|권|줄|"
    "번|회|배|점|도|층|평|호기|호|위|급|세|살|킬로|톤|그램|미터|센티|밀리|mm|cm|kg|km|곳|팀|종|쪽|페이지|자|차"
)
_NUMBER = re.compile(
    rf"\d[\d,.]*(?:\s?(?:{_UNITS}))?|(?<![가-힣])(?:{_NATIVE})\s(?:{_COUNTED})(?![가-힣]*스러)"
    rf"|(?<![가-힣])[{_SINO}]{{2,}}\s?(?:퍼센트|프로|년|개월|명|건|억|원|점|도|개|번|시간|분)"
)
_SCHOOL = re.compile(r"[가-힣A-Za-z0-9]+(?:대학교|대학원|여대|고등학교|특성화고|폴리텍)")
_ORGANISATION = re.compile(
    r"(?:\(주\)|㈜|주식회사\s?)[가-힣A-Za-z0-9]+"
    r"|[가-힣A-Za-z0-9]+(?:전자|은행|그룹|제약|중공업|건설|화학|물산|텔레콤|공사|공단|재단|협회|연구원|법인)"
)
# Kinds of place that anybody may have been at; no name is claimed.
_GENERIC = re.compile(
    r"^(?:우리|저희|지역|지방|전문|한|그|이|저|모|같은|다른|여러|어느|대기업|중소|국내|해외|일반|사회|비영리|복지)"
)
# Said of anything, claimed of nothing: 한 번, 한 가지, 1차, 두 번째.
_IDIOM = re.compile(r"^(?:한\s(?:번|가지|분|개|명|줄|장|곳)|[첫두세]\s?번|\d{1,2}(?:차|순위|단계|대1|번째))$")


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


PATTERNS = {"period": _PERIOD, "school": _SCHOOL, "organisation": _ORGANISATION, "number": _NUMBER}
"""Kind → pattern; where two overlap, the earlier kind keeps the stretch."""


def unsupported_facts(answer: str, known: str) -> list[Fact]:
    """The facts of `answer`, in order, that `known` (question and notes) does not contain."""
    given = same_text_key(known)
    return [fact for fact in find_facts(answer) if same_text_key(fact.text) not in given]


def find_facts(text: str) -> list[Fact]:
    """Every number, period, school and organisation in `text`, in order, none overlapping."""
    found: list[Fact] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            fact = _trimmed(match, kind)
            if not any(fact.start < other.end and other.start < fact.end for other in found) and _claims(fact):
                found.append(fact)
    found += [fact for fact in _proper_nouns(text) if not _overlaps(fact, found)]
    return sorted(found, key=lambda fact: fact.start)


def _trimmed(match: re.Match[str], kind: str) -> Fact:
    text = match[0].rstrip(" ,.")
    return Fact(match.start(), match.start() + len(text), text, kind)


def _claims(fact: Fact) -> bool:
    if fact.kind in {"school", "organisation"}:
        return not _GENERIC.match(fact.text)
    return not _IDIOM.match(fact.text)


def _overlaps(fact: Fact, others: list[Fact]) -> bool:
    return any(fact.start < other.end and other.start < fact.end for other in others)


def _proper_nouns(text: str) -> list[Fact]:
    """Names of organisations that Kiwi tags as such by itself (NNP right before 회사, 기업, 대학…)."""
    tokens = kiwi().tokenize(text)
    facts = []
    for name, kind in zip(tokens, tokens[1:], strict=False):
        if name.tag == "NNP" and kind.form in {"회사", "기업", "사", "대학", "학교", "본사", "지점"}:
            end = kind.start + kind.len
            facts.append(Fact(name.start, end, text[name.start : end], "organisation"))
    return facts

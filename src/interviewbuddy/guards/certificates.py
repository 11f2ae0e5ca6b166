"""Certificates, by name, and where one is meant: 사회복지사 is a trade, 사회복지사 1급 a certificate."""

import re
from collections.abc import Iterator
from functools import cache

from interviewbuddy.guards.fact import Fact
from interviewbuddy.guards.words import any_of, listed

_START = r"(?<![가-힣A-Za-z])"
_END = r"(?![A-Za-z])"
_GRADE = r"\s?(?:(?:물류|인사|회계|생산|한글|엑셀|포토샵)\s)?[1-6일이삼]급"
_LEVEL = r"N[1-5]|[1-6]급|(?:IH|IM[1-3]?|IL|AL)(?![A-Za-z])|레벨\s?[1-8]"
_SCORE = rf"\s?(?:\d{{2,3}}\s?점|\d{{3}}(?=[을를이가은는과와도로에,.\s]|$)|{_LEVEL})"
_TAKEN = r"땄|따[고서며려면기는]|딴|딸|취득|합격|붙었|붙은|떨어졌"
# What is said of a certificate and hardly of a trade or subject.
_MEANT = (
    rf"(?=\s?(?:자격|면허|시험|필기|실기|공부)"
    rf"|(?:[을를도은는과와,·]|까지|에|에도|하고)?\s(?:[^\s.!?]+\s){{0,3}}?(?:{_TAKEN})"
    rf"|[을를도]\s(?:[^\s.!?]+\s)?(?:공부|준비|응시|보유|소지|가지고|갖고|가진)"
    rf"|(?<![사원자])[이가도]\s(?:[^\s.!?]+\s)?있)"
)
# 전기기능사님 and 기술사에게 are people.
_PERSON = r"(?!\s?(?:님|분|들|에게|께|한테))"
_LICENCE = (
    r"(?:[12]종\s?(?:보통|대형)(?:\s?운전)?|운전|지게차|굴착기)\s?면허"
    rf"(?=증?(?:[을를이가도는은]|까지)?\s(?:[^\s.!?]+\s){{0,3}}?(?:{_TAKEN}|있|보유|갱신))"
)


@cache
def _certificate() -> re.Pattern[str]:
    fields, meant, scored = any_of(listed("fields")), any_of(listed("where_meant")), any_of(listed("scored"))
    kinds = (
        rf"(?:[가-힣]{{2,}}|(?:{fields})\s)(?:산업기사|기능사|기능장|기술사){_PERSON}",
        rf"(?:{fields})기사{_PERSON}",
        rf"(?:{fields})\s기사{_MEANT}",
        rf"(?:{any_of(listed('certificates'))}){_END}(?:{_GRADE})?",
        rf"(?:{meant}){_GRADE}",
        rf"(?:{meant}){_END}{_MEANT}",
        rf"(?:{scored}){_SCORE}",
        rf"(?:{any_of(listed('on_paper'))})(?=\s?자격)",
        _LICENCE,
    )
    return re.compile(f"{_START}(?:{'|'.join(kinds)})")


def certificates(text: str) -> Iterator[Fact]:
    """Every certificate in `text`, with its grade or score."""
    for match in _certificate().finditer(text):
        yield Fact(match.start(), match.end(), match[0], "certificate")

"""Schools, organisations and employers, by what they are called and where they stand."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from interviewbuddy.guards.fact import Fact
from interviewbuddy.guards.words import any_of, listed

if TYPE_CHECKING:
    from kiwipiepy import Token

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
# What may follow a name that is not part of another word.
_PARTICLES = (
    r"(?=(?:(?:에서|에게서|에게|에|께서|의|을|를|은|는|이|가|과|와|으로|로|이랑|랑|하고|이나|나|이라는|라는|이라고|라고|같은|처럼|보다)?"
    r"(?:는|은|도|만|의|부터|까지|요)?|입니다|이었\w*|였\w*|이고|이며|인)(?!\w))"
)
_WORK_THERE = (
    r"\s일(?:하|했|한|할|해|을\s하)|인턴|근무|재직|경력|아르바이트|알바|현장\s?실습|다니|다녔|다닌|퇴사|연수|담당[하했]|맡[아았]"
    r"|(?:개발자|엔지니어|담당자|매니저|기획자|디자이너)로|\d\s?(?:년|개월)(?:간|\s동안)"
)
# Where a name is an employer's: somebody works there, applies there, or belongs there.
_AT_WORK = (
    rf"(?=에서(?:의|는|도)?(?!\s?(?:제공|만든|만드|나온|나오|검색|찾|본|산|파는|내놓))[^.!?\n]{{0,25}}?(?:{_WORK_THERE})"
    r"|에(?!\s(?:검색|올|등록|물|광고))\s?(?:[^\s.!?]+\s){0,2}?"
    r"(?:(?:입사|지원|취업|취직|합격|합류|이직|재직)[하했한할해을를]|다니|다녔|다닌|들어[가갔와온])"
    r"|[을를]\s(?:다니|다녔|그만|퇴사|떠나|떠난|(?:[^\s.!?]+\s){0,2}?(?:지원[하했한할]|선택한))"
    r"|의\s(?:일원|구성원|인재상|비전|미션|핵심\s?가치|직원)"
    r"|\s?(?:이?라는\s(?:회사|기업)|출신|인턴|경력|입사|퇴사|재직|근무|공채|신입|사원|서류\s?전형|면접|공모전"
    r"|본사|지사|협력사|협력업체|계열사|자회사|하청|대리점|영업소|사업장|연구소|지점|물류\s?센터))"
)


@cache
def _employer() -> re.Pattern[str]:
    sure, other = any_of(listed("employers")), any_of(listed("also_other"))
    return re.compile(rf"(?<![가-힣A-Za-z0-9])(?:(?:{sure}){_PARTICLES}|(?:{other}){_AT_WORK})")


def named(text: str) -> Iterator[Fact]:
    """Schools and organisations by name or kind, but for kinds of place that anybody may have been at."""
    for match in _employer().finditer(text):
        yield Fact(match.start(), match.end(), match[0], "organisation")
    for kind, pattern in (("school", _SCHOOL), ("organisation", _ORGANISATION)):
        for match in pattern.finditer(text):
            if not _GENERIC.match(match[0]):
                yield Fact(match.start(), match.end(), match[0], kind)


def proper_nouns(text: str, tokens: "Sequence[Token]") -> Iterator[Fact]:
    """Names of organisations that Kiwi tags as such by itself (NNP right before 회사, 기업, 대학…).

    Elsewhere a proper noun is hardly ever one: those of the bundled answers are tools, materials, terms and places.
    """
    for name, kind in pairwise(tokens):
        if name.tag == "NNP" and kind.form in {"회사", "기업", "사", "대학", "학교", "본사", "지점"}:
            end = kind.start + kind.len
            yield Fact(name.start, end, text[name.start : end], "organisation")

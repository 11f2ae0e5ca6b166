"""What a document claims: every sentence that an interviewer would ask something of, and what kind of claim it is.

The kinds and what they look like are data: `claims.toml`. Knows sentences, not questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from interviewbuddy.predict import phrases
from interviewbuddy.predict.particles import attach
from interviewbuddy.predict.phrases import Clause
from interviewbuddy.predict.reading import Sentence, bullet_length, first_match, language, plain, read

LONGEST_GAP = 6
"""Months between two jobs that nobody asks about."""

_YEAR_MONTH = r"((?:19|20)\d\d)\s?[.\-/년]\s?(0?[1-9]|1[0-2])(?!\d)\s?월?(?:[.\-/\s]\s?\d{1,2}(?!\d)\s?일?)?\.?"
_RANGE = re.compile(rf"{_YEAR_MONTH}\s*[~∼〜–—\-]\s*(?:{_YEAR_MONTH}|현재|재직\s?중|재직중|재학\s?중)?")
_SECTION_KINDS = {"stack": "stack", "certificate": "certificate", "award": "award", "training": "education"}
_ASKED_SECTIONS = {"duty", "requirement", "preferred", "condition", "values", "company"}
_PROVED = {"requirement", "preferred", "values"}
_CLAIMS_A_SENTENCE = 2
_LONGEST_LINE = 60
_PAST = re.compile(
    r"[했었았였겠됐렸졌켰났왔갔]습니다|[했었았였됐렸졌켰났]어요|[했었았였됐렸졌켰났]다\.?$|입니다|습니다|합니다|[했었았였됐]고|[했었았]지만"
)


@dataclass(frozen=True)
class Claim:
    """A sentence that claims something: its place in the composed text, its kind, what it is about ("" if unclear).

    `quote` is the stretch that an interviewer says back, without its ending where that is polite ("" where it
    cannot be short); `nominal` says that it ends in a noun. `detail` is what its kind adds: the tool of a method,
    the kind of proof of a requirement; `place` says that a job's topic names where, not as what.
    """

    sentence: str
    start: int
    end: int
    kind: str
    topic: str = ""
    quote: str = ""
    nominal: bool = False
    detail: str = ""
    place: bool = False


def document_kind(text: str) -> str:
    """ "posting" or "statement", by what the text looks like; a text that looks like neither is a statement."""
    text = plain(text)
    counts = {side: len(pattern.findall(text)) for side, pattern in language()["document"].items()}
    return "posting" if counts["posting"] > counts["statement"] else "statement"


def claims(text: str) -> list[Claim]:
    """The claims of a document in its order; none for greetings, headings and formalities."""
    side = document_kind(text)
    text = plain(text)
    found: list[Claim] = []
    for sentence in read(text, side):
        if sentence.section != "ignored":
            found += list(_of_posting(sentence) if side == "posting" else _of_statement(sentence))
    return sorted([*found, *(_gaps(found, text) if side == "statement" else [])], key=lambda claim: claim.start)


def spoken_claims(answer: str) -> list[Claim]:
    """The claims of an answer, which has neither headings nor lines."""
    return [
        claim for sentence in read(plain(answer), "statement") for claim in _of_statement(replace(sentence, section=""))
    ]


def _of_posting(sentence: Sentence) -> Iterator[Claim]:
    text = sentence.text
    if _says_nothing(text) or len(text) < 4:
        return
    kind = sentence.section if sentence.section in _ASKED_SECTIONS else ""
    if not kind:
        kind = first_match(language()["posting"], text)
        if re.search(r"채용|모집|공고|지원 ?바랍", text):
            return
    about = first_match(language()["conditions"], text)
    detail = first_match(language()["proof"], text) if kind in _PROVED else ""
    if kind in _PROVED and about in {"shift", "travel", "place"} and detail != "paper":
        kind = "condition"
    if not kind or (kind == "condition" and not about):
        return
    clause = phrases.clauses(sentence)[-1]
    said = _asked_for(text, aside=kind == "condition") if sentence.bare else phrases.quote(clause)
    topic = phrases.topic(clause)
    nominal = phrases.ends_in_noun(clause)
    detail = about if kind == "condition" else detail
    yield _claim(sentence, kind, topic=topic, quote=said, nominal=nominal, detail=detail)


def _asked_for(line: str, *, aside: bool) -> str:
    """A posting's line as it is quoted, without its final stop, and without what stands in brackets unless `aside`."""
    words = re.sub(r"[\s.!,;]+$", "", " ".join(line.split()))
    words = words if aside else re.sub(r"\s*\([^()]*\)", "", words)
    words = re.sub(r"^[^:：]{2,10}[:：]\s*", "", words)
    return words if 3 <= len(words) <= _LONGEST_LINE and not re.search(r"['\"‘’“”]", words) else ""


def _of_statement(sentence: Sentence) -> Iterator[Claim]:
    if _says_nothing(sentence.text):
        return
    yield from _of_line(sentence) if sentence.bare else _of_clauses(sentence)


def _of_line(sentence: Sentence) -> Iterator[Claim]:
    """A résumé's line: a job with its dates, a degree, a certificate, a thing done."""
    text = sentence.text
    words = language()["words"]
    clause = phrases.clauses(sentence)[-1]
    dated = _RANGE.search(text)
    section = _SECTION_KINDS.get(sentence.section, "")
    if dated and not section and sentence.section != "education":
        schooled = re.search("|".join(words["schools"]), text)
        course = re.search("|".join(words["courses"]), text)
        if not schooled and not course and phrases.topic(clause):
            topic = _place(text) or phrases.topic(clause)
            is_place = not topic.endswith(tuple(words["jobs"]))
            yield _claim(sentence, "job", topic=topic, detail="left" if dated[3] else "now", place=is_place)
            return
    kind = _line_kind(text, sentence.section, section)
    if kind == "grade":
        yield _claim(sentence, kind, topic=phrases.topic(clause), detail=_grade(text))
    elif kind:
        yield _claim(
            sentence,
            kind,
            topic=_listed(text) if kind in {"certificate", "stack"} else phrases.topic(clause),
            quote=phrases.quote(clause),
            nominal=True,
            detail=phrases.tool(clause),
        )


def _line_kind(text: str, name: str, section: str) -> str:
    found = first_match(language()["statement"], text)
    if found == "grade" or (found == "certificate" and section != "stack"):
        return found
    if section:
        return section
    if found == "award":
        return found
    if found == "method" and text.endswith(tuple(language()["words"]["did"])):
        return "role"
    if name == "education":
        return "education"
    if found == "achievement":
        return found
    if name == "career" or found in {"method", "role", "teamwork", "education", "career_change"}:
        return found or ("role" if len(text.split()) > 1 and not re.fullmatch(r"[\d\s.~–\-]+", text) else "")
    return ""


def _of_clauses(sentence: Sentence) -> Iterator[Claim]:
    seen: set[str] = set()
    for clause in phrases.clauses(sentence):
        kind = first_match(language()["statement"], clause.text)
        if (
            not kind
            or kind in seen
            or len(seen) == _CLAIMS_A_SENTENCE
            or (kind == "role" and not _PAST.search(clause.text))
        ):
            continue
        claim = _as_quoted(_spoken(sentence, kind, clause))
        if claim.quote or claim.topic:
            seen.add(kind)
            yield claim


def _as_quoted(claim: Claim) -> Claim:
    """Of the kind of what is quoted of it, where the words that told its kind are not quoted."""
    table = language()["statement"]
    if (
        not claim.quote
        or claim.kind in {"plan", "motivation", "trait", "remedy"}
        or table[claim.kind].search(claim.quote)
    ):
        return claim
    return replace(claim, kind=first_match(table, claim.quote) or claim.kind)


def _spoken(sentence: Sentence, kind: str, clause: Clause) -> Claim:
    return _claim(
        sentence,
        kind,
        topic=_listed(sentence.text) if kind == "certificate" and clause.bare else phrases.topic(clause),
        quote=phrases.quote(clause),
        nominal=phrases.ends_in_noun(clause),
        detail=_grade(clause.text) if kind == "grade" else phrases.tool(clause),
    )


def _claim(sentence: Sentence, kind: str, **more: object) -> Claim:
    return Claim(sentence.text, sentence.start, sentence.end, kind, **more)  # type: ignore[arg-type]


def _says_nothing(text: str) -> bool:
    return bool(language()["nothing"]["patterns"].search(text))


def _place(text: str) -> str:
    """A job's line without its dates and brackets: 식품 제조사 총무팀 사원."""
    words = " ".join(
        re.sub(r"\([^()]*\)", " ", _RANGE.sub(" ", text)).replace("|", " ").replace(",", " ").split()
    ).strip("·-–/: ")
    return words if 0 < len(words) <= 30 else ""


def _listed(line: str) -> str:
    """The first things of a list, years, dates and brackets aside: SQLD와 정보처리기사."""
    bare = re.sub(r"\([^()]*\)|(?:19|20)\d\d(?:[.\-/]\d{1,2}){0,2}\.?|(?:취득|합격|보유|소지)\s*$", " ", line)
    bare = re.sub(r"^[^:：]{2,8}[:：]", "", bare)
    things = [" ".join(thing.split()).strip("-–·. ") for thing in re.split(r"[,/|·]|\s및\s", bare)]
    things = [thing for thing in things if thing]
    if not things or any(len(thing) > 24 for thing in things[:2]):
        return ""
    first, *second = [_scored(thing) for thing in things[:2]]
    return attach(first, "와(과)") + " " + second[0] if second else first


def _scored(thing: str) -> str:
    """TOEIC 890 → TOEIC 890점, 공인노무사 1차 → 공인노무사 1차 시험."""
    if re.search(r"(?i:toeic|토익|toefl|토플|teps|텝스)\s?\d{2,3}$", thing):
        return thing + "점"
    return thing + " 시험" if re.search(r"\d차$", thing) else thing


def _grade(text: str) -> str:
    """ "low" or "high" for a grade of 4.5 or 4.3, "" where none is written so."""
    match = re.search(r"(\d\.\d{1,2})\s?/\s?(4\.[35])", text)
    return "" if not match else ("high" if float(match[1]) / float(match[2]) >= 0.82 else "low")


def _gaps(found: list[Claim], text: str) -> Iterator[Claim]:
    """A claim for every stretch without work or school of more than six months, at the line that ends it."""
    spans = sorted(_occupied(text))
    for (_start, end, _line), (start, _end, line) in _neighbours(spans):
        if start - end - 1 > LONGEST_GAP:
            period = f"{_month(end)}부터 {_month(start)}까지"
            detail = "course" if _course_between(text, end, start) else ""
            yield Claim(text[slice(*line)], *line, "gap", topic=period, detail=detail)


def _neighbours(
    spans: list[tuple[int, int, tuple[int, int]]],
) -> Iterator[tuple[tuple[int, int, tuple[int, int]], tuple[int, int, tuple[int, int]]]]:
    latest = spans[0] if spans else (0, 0, (0, 0))
    for span in spans[1:]:
        yield (latest, span)
        latest = max(latest, span, key=lambda one: one[1])


def _occupied(text: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """First and last month of each job and each time at school, in months of our era, with its line's place."""
    for match, line in _ranges(text):
        if not re.search("|".join(language()["words"]["courses"]), text[line[0] : line[1]]):
            yield (*_months(match), line)


def _course_between(text: str, end: int, start: int) -> bool:
    return any(
        end <= _months(match)[0] <= start and re.search("|".join(language()["words"]["courses"]), text[slice(*line)])
        for match, line in _ranges(text)
    )


def _ranges(text: str) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
    for match in _RANGE.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        line = text[start : end if end >= 0 else len(text)]
        yield match, (start + bullet_length(line), start + len(line.rstrip()))


def _months(match: re.Match[str]) -> tuple[int, int]:
    """First and last month; what has no end goes on."""
    first = int(match[1]) * 12 + int(match[2]) - 1
    return first, int(match[3]) * 12 + int(match[4]) - 1 if match[3] else 10_000 * 12


def _month(months: int) -> str:
    return f"{months // 12}년 {months % 12 + 1}월"

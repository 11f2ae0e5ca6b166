"""What of a clause can stand in a question: its words as an interviewer quotes them, a noun phrase, a tool.

Works on Kiwi's morphemes alone; knows nothing of claims or questions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from interviewbuddy.korean import kiwi, squeeze
from interviewbuddy.predict.reading import Sentence, language

if TYPE_CHECKING:
    from kiwipiepy import Token

LONGEST_QUOTE = 38
"""Characters: what an interviewer says back in one breath; where it cannot be so short, up to `_STRETCHED`."""

_STRETCHED = 60

_SHORTEST_QUOTE = 9
_LONGEST_TOPIC = 24
_MOST_WORDS = 6
_STEMS = {"VV", "VA", "VX", "XSV", "XSA", "VCP", "VCN"}
_PLAIN_PRESENT = {"VV": "는다", "XSV": "는다", "VX": "는다"}
_STATES = {"있", "없", "싶", "계시"}
_NOUNS = frozenset({"NNG", "NNP", "NR", "SL", "SN", "XSN", "XPN", "XR", "NNB"})
_FINITE = {"고", "지만", "으나", "는데", "으며", "며", "은데"}
_BREAKS = {
    "고",
    "며",
    "으며",
    "면서",
    "으면서",
    "어",
    "어서",
    "지만",
    "으나",
    "는데",
    "다가",
    "도록",
    "다",
    "아",
    "아서",
    "자",
    "니",
    "으니",
}
_DATE = r"(?:19|20)\d\d(?:\s?[.\-/년]\s?\d{1,2}(?:\s?[.\-/월]\s?\d{0,2}일?)?|년)?"
_DATED = re.compile(
    rf"^[(\[]?{_DATE}(?:\s*[~–—\-]\s*(?:{_DATE}|현재|재직\s?중|진행\s?중)?)?[)\],:]?\s+|\s+{_DATE}\s*[~–—\-]\s*(?:{_DATE}|현재)?$"
)
_OTHER_SIDE = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"(?<![가-힣])귀\s?(?:사|회사)(?![가-힣]{2})", "저희 회사"),
        (r"(?<![가-힣])귀\s?(?=(?:기관|공단|공사|병원|센터|재단))", "저희 "),
        (r"(?<![가-힣])(?:제|저의|나의|내)(?=\s)", "본인의"),
        (r"(?<![가-힣])(?:저|나)(?=(?:를|에게|와|도|만)(?![가-힣]))", "본인"),
        (r"(?<![가-힣])(?:제가|내가)(?=\s)", "본인이"),
        (r"(?<![가-힣])(?:저는|나는)\s", ""),
        (r"본인를", "본인을"),
        (r"본인와", "본인과"),
    )
)
_QUOTE_MARKS = re.compile(r"['\"‘’“”]")
_TAIL = re.compile(r"(?:\s*\([^()]*\)|[\s.,;:!?·…~])+$")
_LEAD = re.compile(
    r"^(?:(?:저|제|나|내)(?:는|가|의)?\s+|저희\s?(?:팀|조)?[은는이가]\s+|(?:그리고|또한|특히|하지만|그러나|다만|반면|또|한편|먼저|이후|이후에|이에|따라서|그래서|덕분에|당시|무엇보다|실제로"
    r"|결국|결과적으로|돌이켜보면|(?:그|이)\s?(?:결과|후|과정에서|경험을\s(?:통해|통하여)|때문에|덕분에)|이를\s(?:통해|위해|바탕으로)|그때부터|이러한\s\S+\s(?:통해|바탕으로))[,\s]\s*)+"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence with a predicate of its own: text, place in the sentence, morphemes."""

    text: str
    start: int
    tokens: "tuple[Token, ...]"
    bare: bool


def clauses(sentence: Sentence) -> list[Clause]:
    """The clauses that 했고, 했지만 and the like join; a sentence without them is one clause."""
    ends = [after.start + after.len for before, after in pairwise(sentence.tokens) if _joins(before, after)]
    bounds = [0, *ends, len(sentence.text)]
    made = [_clause(sentence, start, end) for start, end in pairwise(bounds)]
    return [clause for clause in made if clause.tokens]


def quote(clause: Clause) -> str:
    """The clause as said back: 불량률을 3%에서 1%로 줄였다; a line stays as it is. "" where it cannot be short."""
    ends_open = clause.bare and clause.tokens[-1].tag[0] == "J"
    if ends_open or _QUOTE_MARKS.search(clause.text):
        return ""
    found = [_as_interviewer(_TAIL.sub("", _LEAD.sub("", squeeze(_said(clause, start))))) for start in _starts(clause)]
    found = [words for words in found if _SHORTEST_QUOTE <= len(words) <= _STRETCHED and not _leans(words)]
    short = (words for words in found if len(words) <= LONGEST_QUOTE)
    return next(short, found[-1] if found else "")


def ends_in_noun(clause: Clause) -> bool:
    """Its quotation ends in a noun, to be followed by (이)라고 and not by 고."""
    stems = [i for i, token in enumerate(clause.tokens) if _tag(token) in _STEMS]
    if clause.bare or not stems:
        return True
    return clause.tokens[stems[-1]].tag == "VCP" and not any(token.tag == "EP" for token in clause.tokens[stems[-1] :])


def topic(clause: Clause) -> str:
    """The noun phrase the clause is about: its last object, else its last noun phrase of substance; "" if none."""
    objects = [i for i, token in enumerate(clause.tokens) if token.tag == "JKO"]
    if clause.bare:
        objects.append(_line_end(clause.tokens))
    phrases = [phrase for end in objects[::-1] if (phrase := _noun_phrase(clause, end))]
    # 배포 시간을 7분으로 단축: a line's last word alone is what was done, not what it was done to.
    substantial = (phrase for phrase in phrases if " " in phrase or not clause.bare)
    return next(substantial, phrases[0] if phrases else "")


def tool(clause: Clause) -> str:
    """The tool that was used: a Latin name or a known one before 을, 로, 기반…; "" if none."""
    known = "|".join(language()["words"]["tools"])
    name = rf"(?:[A-Za-z][A-Za-z+#./]*[A-Za-z+#](?:\s(?:[A-Z][A-Za-z]+))*(?:\s(?:캐시|함수|모델|기법))?|{known})"
    use = rf"(?:을|를|으로|로)\s(?:[가-힣·/A-Za-z]+\s){{0,5}}?(?:{language()['words']['use']})"
    match = re.search(rf"(?<![A-Za-z가-힣])({name})(?:{use}|\s기반)", clause.text)
    return match[1] if match else ""


def trimmed(text: str, limit: int) -> str:
    """The text's beginning, at most `limit` characters long, ending with a whole word."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", 0, limit + 1)
    return text[: cut if cut > 0 else limit].rstrip()


def _joins(before: "Token", after: "Token") -> bool:
    return before.tag == "EP" and after.tag == "EC" and after.form in _FINITE


def _clause(sentence: Sentence, start: int, end: int) -> Clause:
    text = sentence.text[start:end]
    tokens = tuple(token for token in sentence.tokens if start <= token.start < end)
    last = end == len(sentence.text)
    lead = len(text) - len(text.lstrip(" ,"))
    return Clause(text[lead:], start + lead, tokens, sentence.bare and last)


def _said(clause: Clause, start: int) -> str:
    """The clause from `start` on, its last predicate in the plain style: 줄였습니다 → 줄였다, 꼼꼼함입니다 → 꼼꼼함."""
    text = clause.text
    stems = [] if clause.bare else [i for i, token in enumerate(clause.tokens) if _tag(token) in _STEMS]
    if not stems:
        return _undated(text[start:])
    stem = clause.tokens[stems[-1]]
    tense = [token for token in clause.tokens[stems[-1] :] if token.tag == "EP" and token.form not in {"시", "으시"}]
    if tense:
        return text[start : tense[-1].end - clause.start] + "다"
    if stem.tag == "VCP":
        return text[start : stem.start - clause.start]
    plain = "다" if stem.form in _STATES else _PLAIN_PRESENT.get(_tag(stem), "다")
    return text[start : stem.start - clause.start] + str(kiwi().join([(stem.form, stem.tag), (plain, "EF")]))


def _as_interviewer(words: str) -> str:
    """Said by the other side: 귀사 → 저희 회사, 제 실수 → 본인의 실수; "" for what cannot be said so."""
    if re.search(r"(?:^|\s)(?:저희|우리)", words):
        return ""
    for pattern, other in _OTHER_SIDE:
        words = pattern.sub(other, words)
    return words


def _undated(words: str) -> str:
    """A line without its dates and its label."""
    return re.sub(r"^[^:：]{2,8}?\s?[:：]\s+", "", _DATED.sub("", words)).strip()


def _tag(token: "Token") -> str:
    """Kiwi's tag without its mark for regular and irregular stems."""
    return str(token.tag).split("-")[0]


def _starts(clause: Clause) -> list[int]:
    """Where a quotation may begin, the longest first: the clause's start, then behind each connective."""
    found = [0]
    for token, following in pairwise(clause.tokens):
        breaks = token.tag == "EC" and token.form in _BREAKS and following.tag not in {"VX", "JX"}
        if breaks or (token.tag == "SP" and token.form == ","):
            found.append(following.start - clause.start)
    return found


def _leans(words: str) -> bool:
    first = words.split()[0]
    leaning = language()["words"]["leaning"]
    pronoun = re.search(r"(?:^|\s)(?:저|제|나|이를|그것을|이것을)(?:\s|$)", words)
    return bool(pronoun) or first in leaning or first in {"이를", "이에", "그", "이는", "두고", "통해", "위해"}


def _line_end(tokens: "Sequence[Token]") -> int:
    """The end of a line's nouns, what stands in brackets and words like 담당 left out."""
    bracket = next((i for i, token in enumerate(tokens) if token.tag == "SSO" and i), len(tokens))
    end = bracket
    while end > 0 and (
        tokens[end - 1].form in language()["words"]["did"]
        or (tokens[end - 1].tag[0] == "S" and tokens[end - 1].tag not in {"SL", "SN"})
    ):
        end -= 1
    return end


def _noun_phrase(clause: Clause, end: int) -> str:
    """The noun phrase whose last morpheme stands before `end`; "" if it is hollow or leans on another sentence."""
    tokens = clause.tokens
    if end == 0 or tokens[end - 1].tag not in _NOUNS - {"NNB", "SN"}:
        return ""
    begin = _noun_words(tokens, end)
    if begin == end:
        return ""
    modified = begin > 0 and tokens[begin - 1].tag == "ETM" and not tokens[begin - 1].form.endswith("다는")
    if modified:
        begin = _modifier(tokens, begin)
    text = squeeze(clause.text[tokens[begin].start - clause.start : tokens[end - 1].end - clause.start])
    text = _TAIL.sub("", _undated(text))
    hollow = text in language()["words"]["hollow"] or len(text) < 2 or len(text) > _LONGEST_TOPIC
    return "" if hollow or _leans(text) or _QUOTE_MARKS.search(text) or re.search(r"[()]", text) else text


def _noun_words(tokens: "Sequence[Token]", end: int) -> int:
    """The first morpheme of the words before `end` that are nouns, joined by 의, 와, 및 or ·."""
    begin = end
    while begin > 0:
        first = _word_start(tokens, begin)
        word = tokens[first:begin]
        if not _is_nominal(word) or tokens[end - 1].word_position - word[0].word_position >= _MOST_WORDS:
            break
        begin = first
    while begin < end and (_is_light(tokens, begin) or (begin and tokens[begin - 1].tag == "MM")):
        begin = _word_end(tokens, begin)
    return begin


def _word_start(tokens: "Sequence[Token]", end: int) -> int:
    first = end - 1
    while first > 0 and tokens[first - 1].word_position == tokens[end - 1].word_position:
        first -= 1
    return first


def _word_end(tokens: "Sequence[Token]", start: int) -> int:
    end = start
    while end < len(tokens) and tokens[end].word_position == tokens[start].word_position:
        end += 1
    return end


def _is_nominal(word: "Sequence[Token]") -> bool:
    """No particle but 의 and 와, nothing of a verb, and not an adverb alone."""
    if word[-1].form in {"및", "또는", "·"} and len(word) == 1:
        return True
    inside = all(
        token.tag in _NOUNS | {"JKG", "JC", "MM", "MAG", "NNB"} or token.form in {"·", "/", "%", "-", "&", "㈜"}
        for token in word
    )
    return inside and any(token.tag in _NOUNS - {"NNB"} for token in word)


def _is_light(tokens: "Sequence[Token]", begin: int) -> bool:
    """A first word that says nothing: 및, 중, 결과, 6년간, 2015."""
    word = tokens[begin : _word_end(tokens, begin)]
    text = "".join(token.form for token in word)
    counted = word[0].tag == "SN" and (len(word) == 1 or word[1].form in {"년", "개월", "월", "회", "번", "일"})
    return text in {*language()["words"]["hollow"], "및", "또는"} or counted


def _modifier(tokens: "Sequence[Token]", begin: int) -> int:
    """Where the clause that modifies a noun begins, if it is whole within four words; else `begin`."""
    first = begin
    while first > 0:
        start = _word_start(tokens, first)
        if any(token.tag in {"EC", "JKS", "JX", "SP", "EF", "NP"} for token in tokens[start:first]) or tokens[
            first - 1
        ].form in {"때", "시절"}:
            break
        first = start
        if tokens[begin].word_position - tokens[first].word_position >= _MOST_WORDS - 1:
            break
    words = tokens[begin].word_position - tokens[first].word_position
    whole = first == 0 or any(token.tag in {"EC", "JX", "SP"} for token in tokens[_word_start(tokens, first) : first])
    return first if whole and words and words < _MOST_WORDS - 1 else begin

"""Where a speaker stumbled: a word said twice, a fragment broken off and begun again.

Works on the words of one transcript, morpheme tags and all; knows nothing of fillers or of texts.
"""

from dataclasses import dataclass

EMPHATIC = frozenset(
    {"정말", "진짜", "아주", "너무", "매우", "점점", "조금", "차근", "천천히", "꼭", "더", "많이"}
    | {"훨씬", "자꾸", "계속", "차츰", "하나", "하루", "조목", "구석"}
)
"""Words that Korean doubles on purpose: 하나 하나, 하루 하루, 정말 정말."""

_ENDS_SENTENCE = (".", "?", "!", "。", "？", "！")
# A stem without an ending is not a word: "담당했", "정리하".
_STEM_TAGS = frozenset({"VV", "VA", "VX", "XSV", "XSA", "EP", "Z_CODA", "VV-I", "VA-I", "VV-R", "VA-R"})
# One syllable that is a word by itself, by tag, before another word: 이 이유, 제 제품, 다 다르게, 안 안내.
_SYLLABLES = {
    "MM": frozenset("이그저한두세네첫새각전온매몇제내단현본"),
    "MAG": frozenset("다더안못잘꼭좀늘또곧왜참덜막딱꽤"),
    "MAJ": frozenset("또및"),
    "NP": frozenset("이그저제내네"),
    "IC": frozenset("네예"),
}
_WORD_TAGS = frozenset({"NR", "SN", "JKG", "SL", "JX", "JKO", "JKS"})
# What a bound noun (의존명사) stands after: 두 개, 쓸 수, 도입 시.
_BEFORE_BOUND_NOUN = frozenset({"MM", "NR", "SN", "ETM", "SL"})
_AFTER_NOUN = frozenset("시중외간내등전후")
# What a determiner (관형사) can stand before.
NOUN_TAGS = frozenset({"NNG", "NNP", "NNB", "NR", "SN", "SL", "XR", "XPN", "MM"})
_LONGEST_REPEAT = 4


@dataclass(frozen=True)
class Word:
    """One 어절: where it stands, its letters without punctuation, its morphemes' tags and forms."""

    start: int
    end: int
    text: str
    core: str
    tags: tuple[str, ...]
    forms: tuple[str, ...]


def repetitions(words: list[Word]) -> set[int]:
    """The earlier copy of one to four words said twice in a row within a sentence."""
    drop: set[int] = set()
    at = 0
    while at < len(words):
        length = next((n for n in range(_LONGEST_REPEAT, 0, -1) if _repeats(words, at, n)), 0)
        drop.update(range(at, at + length))
        at += length or 1
    return drop


def _repeats(words: list[Word], at: int, length: int) -> bool:
    """Whether the words from `at` are said again at once; of several, the last may be broken off."""
    first, second = words[at : at + length], words[at + length : at + 2 * length]
    if len(second) < length or any(word.text.endswith(_ENDS_SENTENCE) for word in first):
        return False
    pairs = list(zip(first, second, strict=True))
    if not all(one.core and one.core == other.core for one, other in pairs[: max(1, length - 1)]):
        return False
    if length == 1:
        # "보여 줄 줄 알게": the same letters, another word.
        return first[0].core not in EMPHATIC and not (first[0].tags[-1:] == ("ETM",) and second[0].tags[:1] == ("NNB",))
    if not first[-1].core or not second[-1].core.startswith(first[-1].core):
        return False
    # "한 명 한 명에게" counts people; "한 번은 한 번은", particle and all, is a stumble.
    return first[0].core != "한" or _has_particle(first[-1])


def restarts(words: list[Word]) -> set[int]:
    """Fragments broken off and said again: "담당했 담당했습니다", "고 고객이", "의뢰 의뢰인과"."""
    before = [None, *words[:-1]] if words else []
    triples = zip(before, words, words[1:], strict=False)
    return {i for i, (previous, word, following) in enumerate(triples) if _is_fragment(previous, word, following)}


def _is_fragment(previous: Word | None, word: Word, following: Word) -> bool:
    core, next_core = word.core, following.core
    if not core or core == next_core or word.text.endswith(_ENDS_SENTENCE):
        return False
    if word.text.endswith(",") and len(core) <= 2 and next_core.startswith(core):
        return word.tags != ("IC",)  # "네, 네트워크는" answers; "새, 새벽에" stumbles.
    if word.tags and word.tags[-1] in _STEM_TAGS and len(core) >= 2:
        return next_core.startswith(core[: max(2, len(core) - 1)])
    if not next_core.startswith(core):
        return False
    if len(core) > 1:
        return _is_broken_word(word, following)
    return not _is_syllable_word(previous, word, following)


def _is_broken_word(word: Word, following: Word) -> bool:
    """ "보고 보고서를" may be two words: 보고 has an ending and another stem than 보고서."""
    last = word.tags[-1] if word.tags else ""
    if not last.startswith(("J", "E")) or word.forms[:1] == following.forms[:1]:
        return True
    # "돌아 돌아섰습니다": a verb that another joins, and not twice.
    return word.forms[-1] in {"아", "어"} and word.tags[0].startswith("VV") and following.tags[0].startswith("VV")


def _is_syllable_word(previous: Word | None, word: Word, following: Word) -> bool:
    """Whether one syllable means something here, before a word that begins with the same syllable."""
    last, after = (word.tags[-1:] or ("",))[0], (following.tags[:1] or ("",))[0]
    if last == "ETM":  # "해 온 온도": relative clauses end so, and a noun follows.
        return after in NOUN_TAGS
    if last in {"NNB", "NNG"}:
        behind = (previous.tags[-1:] or ("",))[0] if previous else ""
        return behind in _BEFORE_BOUND_NOUN or (behind in {"NNG", "NNB"} and word.core in _AFTER_NOUN)
    if last == "JKG" or (last in {"NP", "IC", "MM"} and after == "NP"):  # "제 제안" and "그 그분", not "제 제가".
        return after != "NP" or word.core in {"그", "이"}
    if (last == "MM" and after not in NOUN_TAGS) or (last == "NR" and after == "NR"):
        return False
    return (last not in _SYLLABLES and last in _WORD_TAGS) or word.core in _SYLLABLES.get(last, ())


def _has_particle(word: Word) -> bool:
    return bool(word.tags) and word.tags[-1].startswith("J")

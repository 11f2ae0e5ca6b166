"""What a person wants who types something: an interviewer's question, a question about the interview, or small talk.

Weighs what the index says of it (`indexing`): how near the nearest record, advice and reply are, how likely it is
small talk, whose words they are.
"""

from dataclasses import dataclass
from typing import Literal

from interviewbuddy.bank.evidence import Evidence
from interviewbuddy.bank.indexing import Index
from interviewbuddy.bank.language import Phrase
from interviewbuddy.bank.pieces import Pieces, advice, replies
from interviewbuddy.bank.relevance import logit, probability, relevance
from interviewbuddy.corpus.record import Record

UNRELATED = 0.03
"""The similarity of what has nothing to do with a question."""

PLAINLY_NEAR = 0.85
"""From this similarity on, a question is one whatever its words look like."""

_ASIDE, _ASIDE_OF_NO_REPLY = 0.5, 1.2
"""From these log odds on it is small talk: what its words say, less how near the nearest record is; the second where
nothing is written to it. On lines and questions not learnt from, nine in ten asides are told so, and one question in a
hundred is taken for one."""

_SPOKEN = 3  # pairs of morphemes; fewer are key words, in nobody's voice
_OWN = 0.7  # from this probability on the words are the person's own, not an interviewer's
_FAR, _ADVISED_FROM_AFAR = 0.15, 0.06
_NEARER, _ADVISED = 0.7, 0.12
_SURELY_ADVISED = 0.3
"""Who asks in his own words gets advice; the nearer a record, the surer it must be: `_ADVISED_FROM_AFAR` where none is
as near as `_FAR`, `_ADVISED` where none is as near as `_NEARER`, else `_SURELY_ADVISED`. Of 294 such messages readers
liked this best (docs/diary.md)."""

_MEANT, _SURELY_MEANT = 0.15, 0.2
"""From these similarities on an interviewer's words are a question about the interview itself if it is nearer than any
record: from the first where it is no small talk, from the second whatever it is."""

_OF_KEY_WORDS = 0.7
"""The similarity from which key words ask for advice, where by the same evidence it is nearer than any record."""

_REPLIED = 0.2  # the similarity from which what is written to some small talk suits it

_OF_PIECES = 1.2
"""Log odds that a piece is likelier to fit than a record of the same evidence: the weights are fitted to records, which
have typed questions among their ways to be asked. So much that readers' marks for worries stay high and hardly more
than one interviewer's question in a hundred gets advice (docs/diary.md)."""


Voice = Literal["own", "interviewer", "nobody"]


@dataclass(frozen=True)
class Purpose:
    """What is wanted; as it stands, an answer to an interviewer's question.

    `advice`: what is written on it, where it asks about the interview itself, as it surely does if `is_sure`. `aside`:
    the kind of small talk or errand it is, "" for none; `reply`: what is written to just that, if anything is.
    """

    advice: Record | None = None
    is_sure: bool = False
    aside: str = ""
    reply: Record | None = None

    @property
    def is_question(self) -> bool:
        """Whether it is one that an interviewer asks."""
        return not self.aside and self.advice is None


def purpose_of(asked: Phrase, index: Index, near: float, complete: float) -> Purpose:
    """What this is for.

    :param near: the nearest record's similarity.
    :param complete: how far the records hold all that is asked, 0 to 1; the less, the less says that none is near.
    """
    advised, likely = _nearest(advice(), index.advice, asked)
    reply, suits = _nearest(replies(), index.replies, asked)
    may_be_advised = likely >= max(1 - complete, suits)
    voice = _voice(asked, index)
    if may_be_advised and _is_surely_advised(voice, likely, near):
        return Purpose(advice=advised, is_sure=True)
    aside = index.subjects.aside(asked)
    said = logit(aside.probability) - complete * logit(max(near, UNRELATED))
    is_replied = suits >= _REPLIED
    if near < PLAINLY_NEAR and said >= (_ASIDE if is_replied else _ASIDE_OF_NO_REPLY):
        return Purpose(aside=aside.kind, reply=reply if is_replied else None)
    return Purpose(advice=advised if may_be_advised and _is_advised(voice, likely, near) else None)


def _voice(asked: Phrase, index: Index) -> Voice:
    """Whose words these are."""
    if len(asked.pairs) < _SPOKEN:
        return "nobody"
    return "own" if index.voices.own(asked) >= _OWN else "interviewer"


def _is_surely_advised(voice: Voice, likely: float, near: float) -> bool:
    """Whether advice is wanted, even if it may be small talk.

    :param likely: how likely the advice fits, `near`: the nearest record.
    """
    if voice == "own":
        return likely >= _SURELY_ADVISED
    if voice == "nobody":
        return likely >= _OF_KEY_WORDS and logit(likely) - logit(near) >= _OF_PIECES
    return likely >= max(_SURELY_MEANT, near)


def _is_advised(voice: Voice, likely: float, near: float) -> bool:
    """Whether advice is wanted where it is no small talk."""
    if voice == "own":
        return near < _NEARER and likely >= (_ADVISED_FROM_AFAR if near < _FAR else _ADVISED)
    return voice == "interviewer" and likely >= _MEANT and likely >= near


def _nearest(pieces: Pieces, evidence: Evidence, asked: Phrase) -> tuple[Record, float]:
    """The piece likeliest to be wanted, and how likely it fits."""
    odds = relevance().log_odds(evidence.of(asked, {})) + relevance().of_nobody + _OF_PIECES
    best = int(odds.argmax())
    return pieces[best], float(probability(odds[best]))

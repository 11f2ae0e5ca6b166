"""What a person wants who types something: an interviewer's question, a question about the interview, or small talk.

Weighs what the index says of it (`indexing`): how near the nearest record, advice and reply are, how likely it is
small talk, whose words they are.
"""

from dataclasses import dataclass

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

_ASIDE = 0.5
"""From these log odds on it is small talk: what its words say, less how near the nearest record is. On lines and
questions not learnt from, nine in ten asides are told so, and one or two questions in a hundred taken for one."""

_OWN = 0.5  # from this probability on the words are the person's own, not an interviewer's
_SAID = 3  # pairs of morphemes; fewer are key words, in nobody's voice
_ADVISED, _SURELY_ADVISED = 0.05, 0.3
_NEARER = 0.7
"""Who asks in his own words gets advice from the first similarity on if no record is as near as `_NEARER`, from the
second whatever record is near. Of 294 such messages readers liked this best (docs/diary.md)."""

_MEANT, _SURELY_MEANT = 0.15, 0.2
_HARDLY_LESS = -0.9
"""From these similarities on an interviewer's words are a question about the interview itself: from the first if its
log odds are more than the nearest record's and it is no small talk, from the second if they are hardly less."""

_REPLIED = 0.2  # the similarity from which what is written to some small talk suits it


@dataclass(frozen=True)
class Purpose:
    """What is wanted; as it stands, an answer to an interviewer's question.

    `advice`: what is written on it, where it asks about the interview itself. `aside`: the kind of small talk or errand
    it is, "" for none; `reply`: what is written to just that, if anything is.
    """

    advice: Record | None = None
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
    own = len(asked.pairs) >= _SAID and index.voices.own(asked) >= _OWN
    if likely < max(1 - complete, suits):
        likely = 0.0
    if _is_surely_advised(own, likely, near):
        return Purpose(advice=advised)
    aside = index.subjects.aside(asked)
    if near < PLAINLY_NEAR and logit(aside.probability) - complete * logit(max(near, UNRELATED)) >= _ASIDE:
        return Purpose(aside=aside.kind, reply=reply if suits >= _REPLIED else None)
    return Purpose(advice=advised if _is_advised(own, likely, near) else None)


def _is_surely_advised(own: bool, likely: float, near: float) -> bool:
    """Whether advice is wanted, even of who may be making small talk.

    :param own: whether the words are the person's own. :param likely: how likely the advice fits.
    """
    if own:
        return likely >= _SURELY_ADVISED
    return likely >= _SURELY_MEANT and logit(likely) - logit(near) >= _HARDLY_LESS


def _is_advised(own: bool, likely: float, near: float) -> bool:
    """Whether advice is wanted by who makes no small talk."""
    if own:
        return likely >= _ADVISED and near < _NEARER
    return likely >= _MEANT and likely >= near


def _nearest(pieces: Pieces, evidence: Evidence, asked: Phrase) -> tuple[Record, float]:
    """The piece likeliest to be wanted, and how likely it fits."""
    odds = relevance().log_odds(evidence.of(asked, {})) + relevance().of_nobody
    best = int(odds.argmax())
    return pieces[best], float(probability(odds[best]))

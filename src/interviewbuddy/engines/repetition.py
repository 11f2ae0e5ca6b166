"""No run of morphemes said twice: the 어절 that would complete one is taken back, and another is drawn in its place.

N-gram blocking (Paulus et al. 2018, https://arxiv.org/abs/1705.04304) on what Korean repeats. On a tokenizer's pieces
it would miss what is cut otherwise the second time, or fall on particles and endings, which every sentence needs. Knows
no model: whoever writes goes on from what was kept, and leaves out the piece it is told to.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile

from interviewbuddy.checks import says_again
from interviewbuddy.engines.base import FinishReason

TAKEN_BACK = 24
"""So many 어절 are taken back in one answer; what repeats itself even then is left to the checks."""

_LONGEST_WORD = 40


@dataclass(frozen=True)
class Step:
    """What a model adds at a time: text, and its token ids where they are known; `reason` with the last one."""

    text: str
    tokens: tuple[int, ...] = ()
    reason: FinishReason | None = None


Steps = Generator[Step, None, None]
Words = Sequence[Sequence[Step]]
Write = Callable[[Sequence[Step], Words, int | None], Steps]
"""Goes on from the steps kept; its first piece is that of no 어절 refused there; at most so many tokens, where given.

Ends with a step that has a `reason`, but where it is cancelled.
"""


def unrepeated(write: Write) -> Steps:
    """What `write` says, an 어절 at a time, none of which completes a run that was said before."""
    kept: list[Step] = []
    refused: list[list[Step]] = []
    for left in range(TAKEN_BACK, -1, -1):
        place, again = len(kept), list[Step]()
        with closing(_going_on(write, tuple(kept), refused)) as steps:
            for word in _words(steps):
                if left and says_again(text_of(kept), text_of(word)):
                    space = list(takewhile(lambda step: not step.text.strip(), word))
                    word, again = space, [step for step in word[len(space) :] if step.text]
                yield from word
                kept += word
                if again:
                    break
        if not again:
            return
        refused = [*(refused if len(kept) == place else []), again]


def _going_on(write: Write, kept: Sequence[Step], refused: Words) -> Steps:
    """One token that is none of those refused, then as the model likes."""
    if refused:
        first = list(write(kept, refused, 1))
        if not first or first[-1].reason == "stop":
            yield from first
            return
        drawn = [Step(step.text, step.tokens) for step in first]
        yield from drawn
        kept = [*kept, *drawn]
    yield from write(kept, (), None)


def _words(steps: Steps) -> Iterator[list[Step]]:
    """The steps of an 어절 at a time; of what goes on without a space, so many characters."""
    word: list[Step] = []
    for step in steps:
        if (step.text[:1].isspace() and text_of(word).strip()) or len(text_of(word)) > _LONGEST_WORD:
            yield word
            word = []
        word.append(step)
    if word:
        yield word


def text_of(steps: Sequence[Step]) -> str:
    """What the steps say together."""
    return "".join(step.text for step in steps)

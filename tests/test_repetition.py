"""Repetition control on morphemes, with writers whose next words are known."""

import pytest

from interviewbuddy.checks import is_looping, says_again
from interviewbuddy.engines import repetition
from interviewbuddy.engines.repetition import Step, unrepeated

FIRST = "저는 고객의 말을 끝까지 듣고 원인을 찾은 다음에 설명을 드렸습니다."
LOOP = f"{FIRST} {FIRST} {FIRST} {FIRST}"


class Parrot:
    """Goes on with the next word of `text`; where that is refused, with "그러나" and a sentence of its own."""

    def __init__(self, text, otherwise="그러나 민원은 늘었습니다."):
        self.words, self.otherwise = text.split(), otherwise.split()
        self.refused = []

    def __call__(self, kept, refused, limit):
        said = "".join(step.text for step in kept).split()
        if refused:
            self.refused.append(["".join(step.text for step in word).strip() for word in refused])
            yield Step(f" {self.otherwise[0]}", (len(said),))
        else:
            rest = self.otherwise[1:] if said and said[-1] == self.otherwise[0] else self.words[len(said) :]
            for at, word in enumerate(rest, len(said)):
                yield Step(f" {word}" if at else word, (at,))
        yield Step("", (), "length" if limit else "stop")


def said_by(write):
    steps = list(unrepeated(write))
    return "".join(step.text for step in steps), steps


def test_what_repeats_nothing_goes_through_as_it_is():
    text = f"{FIRST} 그 뒤로 같은 문의가 절반으로 줄었고, 팀에서도 그 방식을 씁니다."
    said, steps = said_by(Parrot(text))
    assert said == text
    assert [step.reason for step in steps if step.reason] == ["stop"]


def test_the_word_that_completes_a_run_is_drawn_anew():
    writer = Parrot(LOOP)
    said, steps = said_by(writer)
    assert said == f"{FIRST} 저는 고객의 말을 끝까지 듣고 그러나 민원은 늘었습니다."
    assert writer.refused == [["원인을"]]
    assert not is_looping(said)
    assert [step.reason for step in steps if step.reason] == ["stop"]


def test_what_was_refused_in_one_place_stays_refused_there():
    """A model that would go back and forth between two words, both of which repeat."""
    asked = []

    def write(kept, refused, limit):
        ways = ["하고", "하고", "또"]
        asked.append(len(refused))
        if refused:
            yield Step(f" {ways[len(refused)]}", (len(refused),))
        else:
            for at in range(len(kept), 4):
                yield Step(" 하고", (at,))
        yield Step("", (), "length" if limit else "stop")

    said, _ = said_by(write)
    assert said == " 하고 하고 하고 또"
    assert asked == [0, 1, 0, 2, 0]  # each refusal: one word under the ban, then on without it


def test_a_space_of_its_own_before_a_refused_word_is_kept():
    def write(kept, refused, limit):
        words = ["하고", " ", "하고", " ", "하고", " ", "하고"]
        if refused:
            assert [[step.text for step in word] for word in refused] == [["하고"]]
            yield Step("보고", (9,))
        else:
            for at in range(len(kept), len(words)):
                yield Step(words[at], (at,))
        yield Step("", (), "length" if limit else "stop")

    said, _ = said_by(write)
    assert said == "하고 하고 하고 보고"


def test_a_model_that_knows_nothing_else_is_left_to_the_checks(monkeypatch):
    monkeypatch.setattr(repetition, "TAKEN_BACK", 2)

    def write(kept, refused, limit):
        for at in range(len(kept), 12):
            yield Step(" 하고", (at,))
        yield Step("", (), "length" if limit else "stop")

    assert is_looping(said_by(write)[0])


def test_an_answer_that_is_stopped_ends_without_a_reason():
    steps = list(unrepeated(lambda kept, refused, limit: iter_of(Step("저는"), Step(" 그"))))
    assert [step.text for step in steps] == ["저는", " 그"]


def iter_of(*steps):
    yield from steps


@pytest.mark.parametrize(
    ("before", "word", "again"),
    [
        ("", "저는", False),
        (f"{FIRST} 저는 고객의 말을 끝까지", " 듣고", False),
        (f"{FIRST} 저는 고객의 말을 끝까지 듣고", " 원인을", True),
        (f"{FIRST} 저는 고객의 말을 끝까지 듣고", " 메모를", False),
        ("저는 그 일을 하고 하고 하고", " 하고", True),
        ("정말정말정말정말정말정말 좋았습니다. 저는 그 일을 했고 저는", " 그", False),
        ("체크, 체크, 체크, 체크, 체크, 체크 했습니다. 저는 그 일을 했고 저는", " 그", False),
        ("한 명 한 명에게 여쭙고, 하나", " 하나", False),
        ("기록하는 것이 중요하다고 생각합니다. 먼저 묻는 것이 중요하다고", " 생각합니다.", False),
    ],
)
def test_says_again(before, word, again):
    assert says_again(before, word) == again


def test_hardly_any_written_answer_would_be_changed(bank):
    answers = [one.answer or one.answer_raw for one in bank.records[::40]]
    changed = [text for text in answers if any(says_again(*parted) for parted in partings(text))]
    assert len(changed) <= 0.01 * len(answers)


def partings(text):
    words = text.split()
    for at in range(1, len(words)):
        yield " ".join(words[:at]), f" {words[at]}"

"""Twelve words in a row are a copy, eleven are not, and no comma hides one."""

import pytest

from interviewbuddy.copies import CopyIndex

TEXT = "저는 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘까지 세고 돌아왔습니다."
WORDS = TEXT.split()
OTHER = "전혀 다른 답변이라 열두 낱말이 넘도록 길게 적어도 앞의 것과는 아무 데도 겹치는 곳이 없습니다."


@pytest.fixture
def index(tmp_path):
    CopyIndex.of([OTHER, TEXT, TEXT, "짧은 답변"]).save(tmp_path / "copied.bin")
    return CopyIndex.open(tmp_path / "copied.bin")


def test_it_holds_every_run_once(index):
    assert len(index) == (len(WORDS) - 11) + (len(OTHER.split()) - 11)


@pytest.mark.parametrize("first", range(3))
def test_twelve_words_are_found(index, first):
    copied = " ".join(WORDS[first : first + 12])
    assert index.contains(copied)
    assert index.contains(f"그런데 말입니다. {copied} 그리고 끝났습니다.")


def test_eleven_are_not(index):
    assert not index.contains(" ".join(WORDS[:11]))
    assert not index.contains(" ".join([*WORDS[:11], "그리고", *WORDS[:11]]))


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(" ", "\n  "),
        TEXT.replace("둘 셋", "둘, 셋…").replace("넷", "“넷”"),
        TEXT.replace("여섯 일곱", "여섯 - 일곱"),
    ],
)
def test_white_space_and_punctuation_hide_nothing(index, text):
    assert index.contains(text)


def test_an_empty_index_contains_nothing(tmp_path):
    CopyIndex.of([]).save(tmp_path / "copied.bin")
    index = CopyIndex.open(tmp_path / "copied.bin")
    assert len(index) == 0
    assert not index.contains(TEXT)

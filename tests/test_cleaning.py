"""Cleaning: literal before and after, and the sample corpus against its writers' clean versions."""

import json
import re

import pytest

from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.cleaning import clean, clean_many, marked
from interviewbuddy.korean import content_morphemes, tokenize_many


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("어 저는 그 팀에서 일했습니다.", "저는 그 팀에서 일했습니다."),
        ("음, 처음에는   어려웠습니다.", "처음에는 어려웠습니다."),
        ("그 그래서 그 업무가 저 어려웠습니다.", "그래서 그 업무가 어려웠습니다."),
        ("제가 제가 담당했 담당했습니다.", "제가 담당했습니다."),
        ("고 고객이 정리하 정리해서 주셨습니다.", "고객이 정리해서 주셨습니다."),
        ("저희 팀이 저희 팀이 먼저 했습니다.", "저희 팀이 먼저 했습니다."),
        ("제가 어 제가 했습니다.", "제가 했습니다."),
        ("어디까 어디까지 가릴지 물었습니다.", "어디까지 가릴지 물었습니다."),
        ("작업은 그, 사람이 필요했습니다.", "작업은 사람이 필요했습니다."),
        ("새, 새벽마다 나 나눌 수밖에 없었습니다.", "새벽마다 나눌 수밖에 없었습니다."),
        ("회원 가입에서 돌아 돌아섰습니다.", "회원 가입에서 돌아섰습니다."),
        ("물건마다 번 번호표를 달았습니다.", "물건마다 번호표를 달았습니다."),
        ("의뢰 의뢰인과 칠 칠십 퍼센트로 맞췄습니다.", "의뢰인과 칠십 퍼센트로 맞췄습니다."),
    ],
)
def test_removes_noise(raw, cleaned):
    assert clean(raw).text == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "그 프로젝트에서 그 일을 맡았습니다.",
        "네, 그렇습니다.",
        "이 이유로 제 제품을 냈습니다.",
        "한 명 한 명에게 물었습니다.",
        "30년 해 온 온도라며 보여 줄 줄 알게 됐습니다.",
        "다음 조사에서 그 낮은 쪽을 골랐습니다.",
        "6년 전 전입세대 확인서를 도입 시 시범으로 봤습니다.",
        "하나 하나 확인했고 정말 정말 기뻤습니다.",
        "현장을 보고 보고서를 썼습니다.",
        "일했습니다. 일했습니다만 부족했습니다.",
    ],
)
def test_keeps_words(text):
    assert clean(text).text == text


def test_decomposed_hangul_is_composed():
    assert clean("어 저는").text == "저는"


def test_removals_give_the_cleaned_text_back():
    cleaning = clean("음 제가, 제가 그 그래서 고 고객을 만났습니다.")
    left = list(cleaning.raw)
    for removal in cleaning.removals:
        left[removal.start : removal.end] = " " * (removal.end - removal.start)
    assert " ".join("".join(left).split()) == cleaning.text
    assert marked(cleaning).startswith("[-음-]")


def test_many_equal_one_by_one():
    texts = ["어 저는 했습니다.", "", "그 그래서 갔습니다."] * 5
    assert [one.text for one in clean_many(texts, batch=4)] == [clean(text).text for text in texts]


def test_against_the_writers_clean_versions():
    """Ninety-eight of a hundred noisy words go, and no content morpheme of the clean version goes with them."""
    lines = [line for path in sorted(SAMPLE.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    answers = [answer for line in lines if "clean" in (answer := json.loads(line)["dataSet"]["answer"])]
    raw, wanted = ([_words(answer[key]["text"]) for answer in answers] for key in ("raw", "clean"))
    got = [_words(one.text) for one in clean_many(answer["raw"]["text"] for answer in answers)]
    noise = sum(len(words) for words in raw) - sum(len(words) for words in wanted)
    left = sum(max(0, len(ours) - len(theirs)) for ours, theirs in zip(got, wanted, strict=True))
    meant, found = (map(set, map(content_morphemes, tokenize_many(map(" ".join, texts)))) for texts in (wanted, got))
    lost = sum(len(theirs - ours) for theirs, ours in zip(meant, found, strict=True))
    assert noise > 200
    assert left / noise <= 0.02
    assert lost == 0


def _words(text):
    return [word for part in text.split() if (word := re.sub(r"[^\w]", "", part))]

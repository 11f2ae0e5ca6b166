"""One label object at a time: every defect that users met, by name."""

import json

import pytest

from interviewbuddy.corpus.aihub import division_of, parse
from interviewbuddy.corpus.sources import LabelText
from tests.conftest import label, label_bytes


def parsed(data, name="ckmk_d_ict_f_n_100001.json"):
    return parse(LabelText(name, data))


def test_a_whole_label():
    found = parsed(label_bytes())
    record = found.record
    assert found.defects == ()
    assert (record.occupation, record.experience, record.gender, record.age_range) == (
        "ICT",
        "NEW",
        "FEMALE",
        "-34",
    )
    assert record.duration_ms == 9000
    assert record.number == 100001
    assert record.intents[0].category == "technology"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"summary": ""}, "missing_summary"),
        ({"summary": "지원한 직무에서, 가장 중요한 역량은 무엇인가요 기록."}, "summary_echoes_question"),
        ({"duration": 0}, "duration_not_positive"),
        ({"duration": -5}, "duration_not_positive"),
        ({"occupation": "XX"}, "unknown_occupation"),
        ({"experience": "SENIOR"}, "unknown_experience"),
        ({"answer": "저는 이십 년간 근무했습니다."}, "career_contradicts_experience"),
        ({"answer": "저는 20년 동안 일했습니다."}, "career_contradicts_experience"),
        ({"answer": "아이씨티 분야를 공부했습니다."}, "spoken_form"),
        ({"question": "역량을 말씀해 주세요"}, "question_without_mark"),
        ({"answer": "저는   했습니다."}, "white_space_runs"),
    ],
)
def test_defects_that_keep_the_record(changes, kind):
    found = parsed(label_bytes(**changes))
    assert kind in found.defects
    assert kind in found.record.defects


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"not json at all", {"not_json"}),
        (b"", {"not_json"}),
        (b"\xff\xfe\x00\x01", {"not_json"}),
        (b"[" * 100_000, {"not_json"}),
        (label_bytes(question=""), {"missing_question"}),
        (label_bytes(answer="  "), {"missing_answer"}),
    ],
)
def test_defects_that_drop_the_record(data, kinds):
    found = parsed(data)
    assert found.record is None
    assert found.is_label
    assert kinds <= set(found.defects)


@pytest.mark.parametrize("data", [b"{}", b"[1]", b'"text"', b'{"dataSet": 3}'])
def test_json_that_is_no_label_is_told_apart(data):
    found = parsed(data)
    assert (found.record, found.is_label, found.defects) == (None, False, ("not_a_label",))


def test_byte_order_mark_and_control_characters():
    raw = label_bytes(answer="저는 했습니다. 네.").replace("했습니다. ".encode(), "했습니다.\x01\n".encode())
    found = parsed(b"\xef\xbb\xbf" + raw)
    assert {"byte_order_mark", "control_characters"} <= set(found.defects)
    assert "\x01" not in found.record.answer_raw


def test_old_korean_encoding_is_read_and_named():
    found = parsed(json.dumps(label(), ensure_ascii=False).encode("cp949"))
    assert found.record.occupation == "ICT"
    assert "not_utf8" in found.defects


def test_broken_surrogates_do_not_reach_the_disk():
    found = parsed(json.dumps(label(answer="했습니다 \ud83d 끝")).encode())
    found.record.answer_raw.encode("utf-8")


def test_raw_data_info_below_data_set_is_accepted():
    one = label()
    one["dataSet"]["rawDataInfo"] = one.pop("rawDataInfo")
    assert parsed(json.dumps(one).encode()).record.duration_ms == 9000


@pytest.mark.parametrize("intent", [[], None, [{}], "x", [{"category": "etc"}]])
def test_annotations_may_be_empty_or_absent(intent):
    one = label()
    one["dataSet"]["question"]["intent"] = intent
    assert parsed(json.dumps(one).encode()).record is not None


def test_divisions_are_told_from_paths():
    assert division_of("데이터/Training/02.라벨링데이터/TL_05.ICT_Female_New.zip/a.json") == "Training"
    assert division_of("VL_05.ICT_Female_New.zip/a.json") == "Validation"
    assert division_of("a.json") == ""

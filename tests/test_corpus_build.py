"""`corpus build` on made-up distributions shaped like AI Hub's: zips, folders, lines, and every defect."""

import io
import json
import unicodedata
import zipfile

import pyarrow.parquet as pq
import pytest

from interviewbuddy.corpus import SAMPLE, splits, store
from interviewbuddy.corpus.build import build
from interviewbuddy.errors import InputError
from interviewbuddy.korean import same_text_key
from tests.conftest import OF_EACH_CELL, label, label_bytes

ROOT = "129.채용면접 인터뷰 데이터/01-1.정식개방데이터"


def make_zip(path, members):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def labels(count, **changes):
    return {
        f"/ckmk_d_ict_f_n_{number:06}.json": label_bytes(
            question=f"{number}번째 질문은 무엇인가요?",
            answer=f"어 {number}번째로 저는 제가 맡은 일을 했습니다.",
            summary=f"{number}번째 요약입니다.",
            number=f"{number:06}",
            **changes,
        )
        for number in range(count)
    }


@pytest.fixture
def distribution(tmp_path):
    """Zips below a decomposed Korean root, a folder of unpacked JSON, a JSON-lines file, and litter."""
    root = tmp_path / unicodedata.normalize("NFD", ROOT)
    make_zip(root / "Training/02.라벨링데이터/TL_05.ICT_Female_New.zip", labels(20))
    make_zip(
        root / "Validation/02.라벨링데이터/VL_05.ICT_Male_New.zip",
        labels(10, gender="MALE") | {"__MACOSX/._a.json": b"\x00", "note.txt": b"hi"},
    )
    loose = root / "unpacked"
    loose.mkdir()
    (loose / "ckmk_d_bm_m_e_200001.json").write_bytes(b"\xef\xbb\xbf" + label_bytes(question="가나다?"))
    (loose / "ckmk_d_bm_m_e_200002.json").write_bytes(b"not json")
    (loose / "package.json").write_bytes(b"{}")
    lines = [label_bytes(question="라마바?", answer="저는 다릅니다.", summary=""), b"", b"{broken"]
    (loose / "more.jsonl").write_bytes(b"\n".join(lines))
    (loose / "broken.zip").write_bytes(b"PK no zip")
    (loose / "copy.json").write_bytes(labels(1)["/ckmk_d_ict_f_n_000000.json"])
    return root


def test_counts_match_exactly(distribution, tmp_path):
    report = build([distribution], tmp_path / "out")
    assert report["records_in"] == 20 + 10 + 2 + 2 + 1  # package.json is no label file and no line
    assert report["duplicates"] == 1
    assert report["records_out"] == 20 + 10 + 1 + 1
    assert report["distinct_questions"] == 22
    counts = {kind: found["count"] for kind, found in report["defects"].items()}
    assert counts == {
        "byte_order_mark": 1,
        "duplicate_summary": 10,
        "missing_summary": 1,
        "not_a_label": 1,
        "not_json": 2,
        "other_file": 1,
        "unreadable_zip": 1,
    }
    assert report["defects"]["not_json"]["files"][0].endswith("ckmk_d_bm_m_e_200002.json")
    assert report["defects"]["not_json"]["files"][1].endswith("more.jsonl:3")
    assert json.loads((tmp_path / "out/report.json").read_text("utf-8")) == report


def test_no_question_stands_in_two_splits(distribution, tmp_path):
    report = build([distribution], tmp_path / "out", seed=3)
    sides = {}
    for split in splits.SPLITS:
        for record in store.load_split(tmp_path / "out", split):
            sides.setdefault(same_text_key(record.question), set()).add(split)
    assert all(len(found) == 1 for found in sides.values())
    assert all(report["splits"][split] > 0 for split in splits.SPLITS)
    assert report["interviewees_on_both_sides"] > 0


def test_official_split_keeps_the_division(distribution, tmp_path):
    report = build([distribution], tmp_path / "out", split="official")
    held_out = store.load_split(tmp_path / "out", "validation") + store.load_split(tmp_path / "out", "test")
    assert {record.gender for record in held_out} == {"MALE"}
    assert report["questions_on_both_sides"] == 10
    assert report["splits"]["validation"] == report["splits"]["test"] == 5


def test_the_division_is_found_above_the_folders_given(tmp_path):
    for division in ("Training", "Validation"):
        folder = tmp_path / division / "02.라벨링데이터"
        folder.mkdir(parents=True)
        for name, data in labels(4, gender=division).items():
            (folder / name.strip("/")).write_bytes(data)
    sources = [tmp_path / division / "02.라벨링데이터" for division in ("Training", "Validation")]
    report = build(sources, tmp_path / "out", split="official")
    assert report["splits"] == {"train": 4, "validation": 2, "test": 2}


def test_columns_and_cleaning(distribution, tmp_path):
    build([distribution], tmp_path / "out")
    columns = set(pq.read_schema(tmp_path / "out/train.parquet").names)
    assert columns >= {
        *("question", "answer_raw", "answer", "summary", "occupation", "experience", "gender", "age_range"),
        *("intents", "duration_ms", "source", "split"),
    }
    record = next(r for r in store.load_split(tmp_path / "out", "train") if r.answer_raw.startswith("어 "))
    assert record.answer == record.answer_raw.removeprefix("어 ")


def test_hash_knows_the_records_and_not_their_packing(tmp_path, folder):
    for name, data in labels(5).items():
        (folder / name.strip("/")).write_bytes(data)
    make_zip(tmp_path / "same.zip", dict(reversed(labels(5).items())))
    one = build([folder], tmp_path / "one")
    two = build([tmp_path / "same.zip"], tmp_path / "two")
    assert one["corpus_hash"] == two["corpus_hash"]


def test_the_sample_is_a_source_that_may_be_shown(excerpt, tmp_path):
    report = build([excerpt], tmp_path / "out")
    assert report["showable"] is True
    assert report["records_in"] == report["records_out"] == 14 * OF_EACH_CELL
    assert set(report["defects"]) <= {"question_without_mark", "spoken_form"}


def test_mixed_with_an_unknown_source_nothing_may_be_shown(excerpt, folder, tmp_path):
    (folder / "a.json").write_bytes(label_bytes())
    assert build([excerpt, folder], tmp_path / "out")["showable"] is False


def test_a_broken_member_is_named_and_the_rest_read(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in labels(3).items():
            archive.writestr(name, data)
    data = bytearray(buffer.getvalue())
    at = data.index("1번째 질문".encode())
    data[at] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    report = build([tmp_path / "a.zip"], tmp_path / "out")
    assert report["records_out"] == 2
    assert report["defects"]["unreadable_member"]["count"] == 1


@pytest.mark.parametrize("make", ["empty", "missing", "text", "wrong"])
def test_what_holds_no_records_is_one_clear_sentence(make, tmp_path):
    source = tmp_path / "source"
    if make == "text":
        source = tmp_path / "a.txt"
        source.write_text("x")
    elif make != "missing":
        source.mkdir()
    if make == "wrong":
        (source / "photo.png").write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        build([source], tmp_path / "out")
    assert str(source) in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_every_json_line_counts_as_met_and_a_broken_stream_is_survived(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"foo": 1}\n[1]\nnull\n"s"\n' + json.dumps(label(gender="\ud800")).encode())
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.json", label_bytes(answer="저는 다릅니다. " * 50))
    data = bytearray((tmp_path / "b.zip").read_bytes())
    data[60:80] = b"\xff" * 20
    (tmp_path / "b.zip").write_bytes(data)
    report = build([tmp_path / "a.jsonl", tmp_path / "b.zip"], tmp_path / "out")
    assert (report["records_in"], report["records_out"]) == (5, 1)
    assert report["defects"]["not_a_label"]["count"] == 4
    assert report["defects"]["unreadable_member"]["count"] == 1


def test_building_into_the_source_again_counts_the_same(folder):
    for name, data in labels(4).items():
        (folder / name.strip("/")).write_bytes(data)
    first = build([folder], folder / "out")
    assert first == build([folder], folder / "out")
    assert first["defects"] == {}


def test_a_folder_with_other_files_is_left_alone(folder, tmp_path):
    (tmp_path / "thesis.doc").write_text("precious")
    with pytest.raises(InputError):
        build([SAMPLE], tmp_path)


def test_split_of_one_two_and_three_groups():
    assert splits.split_groups({"a": 9}, 0) == {"a": "train"}
    assert sorted(splits.split_groups({"a": 5, "b": 5, "c": 5}, 0).values()) == [
        "test",
        "train",
        "validation",
    ]
    assert splits.split_groups({"many": 90} | {f"q{i}": 1 for i in range(10)}, 1)["many"] == "train"

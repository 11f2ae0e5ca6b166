"""A report as Markdown and as a page, and the lab's pages in the service."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

from interviewbuddy.report.charts import svg, ticks
from interviewbuddy.report.document import (
    Asked,
    Cell,
    Chart,
    Column,
    Document,
    Point,
    Said,
    Section,
    Series,
    Table,
    from_json,
    to_json,
)
from interviewbuddy.report.markdown import markdown
from interviewbuddy.report.page import body, page

NASTY = "<script>alert('가|나')</script> & *별*"
TABLE = Table(
    "점수",
    (Column("구성"), Column("bleu", "", "tok:ko-mecab")),
    ((Cell(text=NASTY), Cell(41.23, 38.0, 44.14, 0.6, best=True)), (Cell(text="나"), Cell(text="not measured"))),
    "예시",
)
CHARTS = (
    Chart("line", "손실", "걸음", "손실", (Series("가 <b>", (Point(1, 5), Point(2, 4.5), Point(3, float("nan")))),)),
    Chart(
        "interval", "점수", "구성", "점수", (Series("bleu", (Point(0, 2, 1, 3, "질문"), Point(1, 2, label="요약"))),)
    ),
    Chart("scatter", "빈 그림", "x", "y", (Series("없음", ()),)),
)
DOCUMENT = Document(
    "일곱 구성",
    NASTY,
    "예시",
    {"commit": "abc"},
    (
        Section("scores", "점수", (NASTY,), CHARTS, (TABLE,)),
        Section("answers", "답변", asked=(Asked("지원동기는?", "ICT · NEW", (Said("가", NASTY, "stop"),), "저는"),)),
    ),
)


def test_json_and_back():
    assert from_json(json.loads(json.dumps(to_json(DOCUMENT)).replace("NaN", "4.0"))).sections[0].tables == (TABLE,)


def test_markdown_tables_keep_their_shape():
    lines = markdown(DOCUMENT).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {row.replace("\\|", "").count("|") for row in rows} == {3}
    assert "**41.2 [38.0, 44.1] ±0.6**" in rows[2]
    assert "<script>" not in "\n".join(lines)
    assert "데이터: 예시  " in lines


def test_page_needs_nothing_beside_it():
    text = page(DOCUMENT)
    assert "<script" not in text
    assert "src=" not in text
    assert "http" not in text
    assert text.count("<style>") == 1
    assert "style=" not in body(DOCUMENT)
    assert 'href="#answers"' in text


@pytest.mark.parametrize("chart", CHARTS)
def test_charts_are_xml_with_hangul(chart):
    drawn = ElementTree.fromstring(svg(chart))
    assert drawn.find("title").text == chart.caption
    texts = [one.text for one in drawn.iter("text")]
    if chart.kind == "line":
        assert {"걸음", "가 <b>"} <= set(texts)
        assert len(drawn.find("polyline").get("points").split()) == 2
    if chart.kind == "interval":
        assert {"질문", "요약"} <= set(texts)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (1.9, 2.1, [1.9, 1.95, 2.0, 2.05, 2.1]),
        (3, 3, [3]),
        (0, 0, [0]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
    ],
)
def test_ticks_are_round_and_reach_both_ends(low, high, found):
    marks = ticks(low, high)
    assert marks == pytest.approx(found)


@pytest.fixture
def lab(tmp_path):
    for name, text in (("seven", json.dumps({"document": to_json(DOCUMENT)}).replace("NaN", "4.0")), ("broken", "{")):
        (tmp_path / "lab" / name).mkdir(parents=True)
        (tmp_path / "lab" / name / "report.json").write_text(text, "utf-8")
    (tmp_path / "lab" / "seven" / "secret.txt").write_text("비밀", "utf-8")
    (tmp_path / "report.md").write_text("밖", "utf-8")
    return tmp_path / "lab"


@pytest.fixture
def pages(lab, tmp_path):
    from interviewbuddy.web.app import Settings, create_app
    from interviewbuddy.web.service import Service
    from interviewbuddy.web.store import Store

    store = Store(f"sqlite:///{tmp_path / 'buddy.db'}")
    service = Service(lambda: None, lambda error: None)
    yield create_app(Settings(lab=(lab, tmp_path / "none")), service, store).test_client()
    store.close()


def test_the_lab_lists_reports_and_what_it_cannot_read(pages):
    text = pages.get("/lab").get_data(as_text=True)
    assert "일곱 구성" in text
    assert "broken" in text
    assert "JSONDecodeError" in text


def test_one_report_in_the_services_frame(pages):
    answer = pages.get("/lab/seven")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in text
    assert 'href="/lab/seven/report.json"' in text
    assert pages.get("/lab/report.css").mimetype == "text/css"
    with pages.get("/lab/seven/report.json") as file:
        assert file.status_code == 200
        assert "secret" not in file.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/lab/none",
        "/lab/broken",
        "/lab/seven/secret.txt",
        "/lab/seven/..%2f..%2freport.md",
        "/lab/..",
        "/lab/seven/report.md",
    ],
)
def test_what_is_not_there_is_not_found(pages, path):
    assert pages.get(path).status_code == 404

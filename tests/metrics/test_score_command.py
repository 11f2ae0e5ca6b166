"""`buddy score` as a person types it."""

import json

import pytest
from sacrebleu.metrics import BLEU

from interviewbuddy.metrics.commands import read_lines, score_and_print

REFERENCES = "저는 회계를 전공했습니다.\n고객의 말씀을 끝까지 듣습니다.\nAI 도구로 보고서를 정리했습니다.\n"
HYPOTHESES = "저는 회계를 배웠습니다.\n\nAI 도구를 배웠습니다.\n"


@pytest.fixture
def files(tmp_path):
    def write(references=REFERENCES, hypotheses=HYPOTHESES):
        for name, text in (("references", references), ("hypotheses", hypotheses)):
            raw = text if isinstance(text, bytes) else text.encode()
            (tmp_path / name).write_bytes(raw)
        return tmp_path / "references", tmp_path / "hypotheses"

    return write


def score(files, capsys, metrics="bleu,rouge", deck=False):
    score_and_print(*files, metrics, "ko-mecab", deck, None, None, False)
    return json.loads(capsys.readouterr().out)


def test_prints_scores_with_signatures(files, capsys):
    report = score(files(), capsys)
    expected = BLEU(tokenize="ko-mecab").corpus_score(HYPOTHESES.split("\n")[:3], [REFERENCES.split("\n")[:3]]).score
    assert report["n"] == 3
    assert report["self_test"] == "passed"
    assert set(report["scores"]) == {"bleu", "rouge1", "rouge2", "rougeL"}
    assert report["scores"]["bleu"]["value"] == pytest.approx(expected)
    assert report["scores"]["bleu"]["interval"][0] <= expected <= report["scores"]["bleu"]["interval"][1]
    assert "ko-mecab" in report["scores"]["bleu"]["signature"]


def test_as_the_deck_scores_and_says_that_it_is_wrong(files, capsys):
    report = score(files(), capsys, deck=True)
    assert report["self_test"] == "failed"
    assert any("identical" in reason for reason in report["self_test_reasons"])
    # Only the third pair shares anything that the default tokenizer sees: "AI".
    assert report["scores"]["rouge1"]["value"] == pytest.approx(100 / 3)
    assert report["scores"]["rouge1"]["value"] == report["scores"]["rougeL"]["value"]


def test_byte_order_mark_and_windows_lines(files, capsys):
    plain = score(files(), capsys)
    windows = score(files(("\ufeff" + REFERENCES.replace("\n", "\r\n")).encode()), capsys)
    assert plain == windows


def test_line_separators_inside_a_text_are_no_line_ends(tmp_path):
    (tmp_path / "one").write_text("가\u2028나\x0b다\n라\n", "utf-8")
    assert read_lines(tmp_path / "one") == ["가\u2028나\x0b다", "라"]


@pytest.mark.parametrize(
    ("references", "hypotheses", "sentence"),
    [
        ("가\n나\n", "가\n", "1줄"),
        ("", "가\n", "비어"),
        ("\n\n", "가\n나\n", "비어"),
        ("가\n", "가나다\n".encode("cp949"), "UTF-8"),
    ],
)
def test_what_cannot_be_scored_is_one_sentence(files, references, hypotheses, sentence, monkeypatch, capsys):
    from interviewbuddy.errors import InputError

    with pytest.raises(InputError) as raised:
        score(files(references, hypotheses), capsys)
    assert sentence in raised.value.message("ko")
    assert capsys.readouterr().out == ""

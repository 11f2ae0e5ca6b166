"""The matrix as people run it: killed in the middle, started again, reported."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest

from interviewbuddy.corpus.store import load_split
from interviewbuddy.engines import Request
from interviewbuddy.lab.asking import DECK
from interviewbuddy.lab.conditions import conditions_for
from interviewbuddy.lab.results import load_results
from interviewbuddy.report.document import from_json
from tests.lab.running import buddy, command, results_of, tables_of


def test_killed_in_the_middle_it_goes_on_and_ends_the_same(few, matrix, whole, tmp_path):
    out = tmp_path / "killed"
    words = command("lab", "run", matrix, "--out", out, "--corpus", few)
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not results_of(out):
        assert process.poll() is None
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    first = {key: path.stat().st_mtime_ns for key, path in results_of(out).items()}
    assert 1 <= len(first) < len(results_of(whole))
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    after = results_of(out)
    assert set(after) == set(results_of(whole))
    assert {key: after[key].stat().st_mtime_ns for key in first} == first
    assert tables_of(out) == tables_of(whole)


def test_report_says_what_was_measured_and_how(whole):
    report = json.loads((whole / "report.json").read_text("utf-8"))
    document = from_json(report["document"])
    assert [section.name for section in document.sections][:4] == ["scores", "alone", "grounding", "significance"]
    assert all(table.data for section in document.sections for table in section.tables)
    scores = document.sections[0].tables
    assert len(scores) == 2
    names = [row[0].text for row in scores[0].rows]
    assert names[:6] == [
        "question-summary",
        "summary-answer",
        "question-answer",
        "conditions-question-answer",
        "question-summary → summary-answer",
        "conditions-question-answer ← another",
    ]
    assert "질문을 그대로 (n=4)" in names
    assert [column.title for column in scores[0].columns][-2:] == ["hidden-states", "bertscore"]
    assert all(row[-1].text == "not measured" for row in scores[0].rows)
    assert "model:base" in scores[0].columns[-2].signature
    assert "ko-mecab" in scores[0].columns[1].signature
    markdown = (whole / "report.md").read_text("utf-8")
    assert "아주 작은 모델" in markdown
    assert "no ratings yet" in markdown


def test_every_model_is_asked_the_same_and_everything_is_kept(whole):
    lines = (whole / "generations.jsonl").read_text("utf-8").splitlines()
    said = [json.loads(line) for line in lines]
    by_model = {}
    for one in said:
        by_model.setdefault(one["model"], []).append((one["question"], one["seed"]))
    assert len(by_model) == 6
    assert len({tuple(asked) for asked in by_model.values()}) == 1
    assert sum(not one["reference"] for one in said) == 2 * len(by_model)


def test_conditions_and_two_stages_are_compared_with_the_question_alone(whole):
    document = from_json(json.loads((whole / "report.json").read_text("utf-8"))["document"])
    section = next(one for one in document.sections if one.name == "grounding")
    assert [row[0].text for row in section.tables[0].rows] == [
        "summary-answer",
        "conditions-question-answer",
        "question-summary → summary-answer",
        "conditions-question-answer ← another",
    ]
    for table in section.tables:
        for _, difference, p, holm in table.rows:
            assert difference.low <= difference.value <= difference.high
            assert 0 < p.value <= holm.value <= 1


def test_conditions_are_the_nearest_training_summaries_or_those_of_another_question(whole, few):
    asked = load_split(few, "train")[:4]
    own, another = (conditions_for(given, few, asked) for given in ("own", "another"))
    assert conditions_for("none", few, asked) is None
    requests = [Request(one.question, one.occupation, one.experience) for one in asked]
    nearest = [own(request).neighbours[0] for request in requests]
    assert [one.question for one in nearest] == [one.question for one in asked]
    questions = [one.question for one in asked] + list(DECK)
    place = questions.index(requests[0].question)
    other = questions[(place + len(questions) // 2) % len(questions)]
    expected = own(Request(other, asked[0].occupation, asked[0].experience)).neighbours
    assert another(requests[0]).neighbours == expected
    assert another(requests[0]).question == requests[0].question


def test_a_run_says_what_made_it(whole):
    result = next(iter(load_results(whole).cells.values()))[0]
    assert result["training"]["method_proof"]["trainable_parameters"] > 0
    assert result["peak_bytes"] > 10_000_000
    assert {"commit", "torch", "sacrebleu"} <= set(result["made"])


def test_a_result_of_an_older_format_is_measured_on_what_it_said(whole, tmp_path):
    older = shutil.copytree(whole, tmp_path / "older")
    for path in older.glob("runs/*/result.json"):
        result = json.loads(path.read_text("utf-8"))
        for name in ("topical", "looping", "facts"):
            del result["rows"]["reference"][name]
        path.write_text(json.dumps(result), "utf-8")
    found, again = load_results(whole), load_results(older)
    for measure in ("topical", "looping", "facts"):
        one, other = found.rows("reference", measure), again.rows("reference", measure)
        assert {name: [rows.tolist() for rows in seeds] for name, seeds in one.items()} == {
            name: [rows.tolist() for rows in seeds] for name, seeds in other.items()
        }


def test_a_folder_without_runs(tmp_path, capsys):
    with pytest.raises(SystemExit):
        buddy("lab", "report", tmp_path)
    assert str(tmp_path) in capsys.readouterr().err


def test_evaluate_scores_one_bundle(whole, few, tmp_path):
    bundle = next(whole.glob("runs/*/bundle"))
    buddy("evaluate", bundle, "--corpus", few, "--out", tmp_path / "out", "--questions", 3)
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert set(report["scores"]) == {"reference", "summary"}
    assert 0 <= report["scores"]["reference"]["bleu"]["value"] <= 100
    assert (tmp_path / "out" / "report.md").is_file()
    assert len((tmp_path / "out" / "generations.jsonl").read_text("utf-8").splitlines()) == 5

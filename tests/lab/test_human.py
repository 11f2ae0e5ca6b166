"""Correlation of metrics with a round that was rated blind."""

import json

import pytest

from interviewbuddy.database import Database
from interviewbuddy.lab.results import load_results
from interviewbuddy.lab.sections.human import human
from interviewbuddy.ratings import Marks, RatedItem, rounds
from interviewbuddy.ratings.drawing import draw, read_generations
from interviewbuddy.ratings.seats import Save, Seats
from interviewbuddy.report.document import from_json
from tests.lab.running import buddy


def rated(whole, mark):
    """Every scored answer with marks that follow from it."""
    found = load_results(whole)
    for name, seeds in found.generations.items():
        for said in (one for one in seeds[0] if one.scored):
            given = mark(said)
            yield RatedItem("i", name, said.run, said.seed, said.question, said.answer, given, 1.0, 2 - given, 3.0, 1)


def rows_of(section):
    return {row[0].text: row[1:] for row in section.tables[0].rows}


def test_marks_that_follow_a_metric_correlate_with_it(whole):
    def longer(said):
        return min(2.0, len(said.answer.split()) / 1000)

    found = load_results(whole, ratings=list(rated(whole, longer)))
    section = human(found)
    rows = rows_of(section)
    assert rows["length"][0].value == pytest.approx(1.0)
    assert rows["length"][2].value == pytest.approx(-1.0)
    assert rows["length"][1].text == rows["length"][3].text == "not measured"
    assert {"bleu", "rougeL", "chrf++", "hidden-states", "ended", "copied"} <= set(rows)
    assert section.tables[0].note == "n = 24"
    assert len(section.tables[1].rows) < len(section.tables[0].rows)


def test_a_round_of_other_answers_is_no_round_of_these(whole):
    other = RatedItem("i", "모형", "r", 1, "질문", "답", 1.0, 1.0, 1.0, 3.0, 1)
    assert "no ratings yet" in human(load_results(whole, ratings=[other])).text[0]


def test_from_a_blind_round_to_the_report(whole, tmp_path, capsys):
    address = f"sqlite:///{tmp_path}/buddy.db"
    database = Database(address)
    drawn = draw(read_generations([whole / "generations.jsonl"]), 4, None, 7)
    links = rounds.create(database, "첫 회차", drawn, 2, 0.0, 7)
    seats = Seats(database)
    for link in links:
        seat = seats.by_token(link.token)
        for number, place in enumerate(seats.unrated(seat)):
            seats.save(seat, place, Save(Marks(number % 3, (number + 1) % 3, number % 2), "", 0))
    words = ("lab", "report", whole, "--out", tmp_path / "out", "--ratings", "첫 회차", "--database", address)
    with pytest.raises(SystemExit):
        buddy(*words)
    assert "첫 회차" in capsys.readouterr().err
    rounds.close(database, "첫 회차")
    database.close()
    buddy(*words)
    document = from_json(json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["document"])
    section = next(one for one in document.sections if one.name == "human")
    assert -1 <= rows_of(section)["rougeL"][3].value <= 1

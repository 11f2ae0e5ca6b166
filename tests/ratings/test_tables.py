"""What was rated before rounds had links: carried over whole."""

from interviewbuddy.database import Database
from interviewbuddy.ratings import CRITERIA, report
from interviewbuddy.ratings.importing import import_ratings
from tests.ratings.small import old_ratings


def test_ratings_of_the_first_schema_are_all_there_and_import_as_the_same(tmp_path):
    url = f"sqlite:///{tmp_path}/buddy.db"
    old_ratings(url)
    database = Database(url)
    first, second = report(database)["rounds"]
    assert [(one["round"], one["closed"]) for one in (first, second)] == [("1회", True), ("2회", False)]
    assert [[item[name] for name in CRITERIA] for item in first["items"]] == [[3, 3, 1], [2, None, None]]
    assert [item["final_score"] for item in first["items"]] == [3.5, None]
    assert [one["name"] for one in first["by_evaluator"]] == ["김", "이"]
    head = "round,item,evaluator,sentence_accuracy,question_relevance,context_richness\n"
    (tmp_path / "r.csv").write_text(head + "1회,가,김,2,1,0\n1회,가,이,1,2,1\n1회,나,김,2,,\n", "utf-8")
    assert import_ratings(database, tmp_path / "r.csv") == {"same": 3, "incomplete": 1}
    database.close()


def test_the_schema_is_brought_up_once(tmp_path):
    url = f"sqlite:///{tmp_path}/buddy.db"
    old_ratings(url)
    Database(url).close()
    database = Database(url)
    assert len(report(database)["rounds"]) == 2
    database.close()

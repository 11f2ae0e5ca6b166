"""Human scores from files to Final Scores, the deck's tables among them."""

import json
import unicodedata

import pytest

from interviewbuddy.cli import main
from interviewbuddy.ratings.scale import CRITERIA

HEAD = "round,item,evaluator,sentence_accuracy,question_relevance,context_richness\n"

# The deck's sums over five evaluators and its Final Scores, question by question.
DECK = {
    "정보통신 분야에 지원한 동기가 무엇인가요?": {
        "question-answer": (10, 6, 4, 4.0),
        "question-summary": (10, 8, 5, 4.6),
        "summary-answer": (7, 7, 6, 4.0),
        "experience-question-answer": (9, 9, 7, 5.0),
        "occupation-experience-question-answer": (8, 6, 6, 4.0),
        "occupation-experience-question-summary": (7, 4, 4, 3.0),
        "question-experience-occupation-answer": (4, 3, 4, 2.2),
    },
    "갈등 상황을 해결한 경험을 이야기해주세요": {
        "question-answer": (10, 10, 10, 6.0),
        "question-summary": (8, 3, 3, 2.8),
        "summary-answer": (10, 10, 7, 5.4),
        "experience-question-answer": (10, 7, 8, 5.0),
        "occupation-experience-question-answer": (4, 4, 5, 2.6),
        "occupation-experience-question-summary": (9, 3, 4, 3.2),
        "question-experience-occupation-answer": (4, 8, 6, 3.6),
    },
}


def spread(total):
    """Five marks of 0 to 2 with this sum."""
    return [total // 5 + (at < total % 5) for at in range(5)]


def deck_rows():
    for question, scores in DECK.items():
        for item, (*sums, _) in scores.items():
            for at, marks in enumerate(zip(*map(spread, sums), strict=True)):
                yield question, item, f"평가자 {at + 1}", *marks


@pytest.fixture
def ratings(tmp_path, capsys):
    """`buddy ratings` on a database of its own: arguments → exit code, output, errors."""
    url = f"sqlite:///{tmp_path / 'ratings.db'}"

    def run(*words, text=None, name="ratings.csv"):
        if text is not None:
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
            words = ("import", tmp_path / name, *words)
        with pytest.raises(SystemExit) as ended:
            main(["ratings", *map(str, words), "--database", url])
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return run


def report(ratings, *words):
    code, out, err = ratings("report", "--json", *words)
    assert code == 0, err
    return {one["round"]: one for one in json.loads(out)["rounds"]}


def test_the_decks_tables_to_the_digit(ratings):
    text = HEAD + "".join(",".join(map(str, row)) + "\n" for row in deck_rows())
    assert ratings(text=text)[0] == 0
    rounds = report(ratings)
    assert list(rounds) == list(DECK)
    for question, scores in DECK.items():
        found = {one["item"]: one for one in rounds[question]["items"]}
        assert list(found) == list(scores)
        for item, (*sums, final) in scores.items():
            assert [found[item][name] for name in CRITERIA] == sums
            assert found[item]["final_score"] == pytest.approx(final, abs=1e-12)
            assert found[item]["complete"] == found[item]["evaluators"] == 5
        assert set(rounds[question]["alpha"]) == set(CRITERIA)


def test_the_same_again_changes_nothing_and_another_mark_needs_replace(ratings):
    first = HEAD + "1회,가,김,2,1,0\n1회,가,이,2,2,2\n"
    assert ratings(text=first)[0] == 0
    before = report(ratings)
    code, out, _ = ratings(text=first)
    assert (code, "2" in out) == (0, True)
    assert report(ratings) == before
    other = HEAD + "1회,가,박,1,1,1\n1회,가,김,0,1,0\n"
    code, out, err = ratings(text=other)
    assert (code, out) == (1, "")
    assert "3: 1회, 가, 김" in err
    assert report(ratings) == before
    assert ratings("--replace", text=other)[0] == 0
    assert report(ratings)["1회"]["items"][0]["sentence_accuracy"] == 3


def test_partial_marks_are_missing_not_zero(ratings):
    assert ratings(text=HEAD + "1회,가,김,2,2,2\n1회,가,이,2,,1\n1회,나,김,,,\n")[0] == 0
    first, second = report(ratings)["1회"]["items"]
    assert (first["final_score"], first["complete"], first["evaluators"]) == (6.0, 1, 2)
    assert first["sentence_accuracy"] == 4
    assert (second["final_score"], second["complete"]) == (None, 0)


@pytest.mark.parametrize(
    "text",
    [
        HEAD.upper() + "\r" + unicodedata.normalize("NFD", '1회,"가,  나",김, 2,1.,0\r'),
        HEAD + '1회,"가, 나",김,2,1,0\n' * 3,
        "\ufeff" + HEAD.strip() + '\r\n1회,"가, 나",김,2,1 ,0.0\r\n\r\n',
        'item,round,evaluator,question_relevance,sentence_accuracy,context_richness\n"가, 나",1회,김,1,2,0\n',
        json.dumps(
            [{"round": "1회", "item": "가, 나", "evaluator": "김", **dict(zip(CRITERIA, (2, 1, 0), strict=True))}]
        ),
        json.dumps(
            {
                "ratings": [
                    {"round": "1회", "item": "가, 나", "evaluator": "김", **dict(zip(CRITERIA, "210", strict=True))}
                ]
            }
        ),
    ],
)
def test_forms_of_a_file(ratings, text):
    assert ratings(text=text)[0] == 0
    item = report(ratings)["1회"]["items"][0]
    assert (item["item"], [item[name] for name in CRITERIA], item["final_score"]) == ("가, 나", [2, 1, 0], 3.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "1회,가,김,2,1,0\n1회,나,김,3,1,0\n1회,,김,1,1,1\n", ["3:", "4:", "sentence_accuracy"]),
        (HEAD + "1회,가,김,-1,1,0\n", ["2:"]),
        (HEAD + "1회,가,김,1.5,1,0\n", ["2:"]),
        (HEAD + "1회,가,김,상,1,0\n", ["2:", "상"]),
        (HEAD + "1회,가,김,nan,1,0\n", ["2:"]),
        (HEAD + "1회,가,김,2,1,0,7\n", ["2:"]),
        (HEAD + "1회,가,김,2,1,0\n1회,가,김,2,1,1\n", ["3: 1회, 가, 김", "2번째 줄"]),
        (HEAD.replace(",", ";"), ["round,item,evaluator"]),
        (HEAD, ["ratings.csv"]),
        ("", ["ratings.csv"]),
        (HEAD.encode() + "1회,가,김,2,1,0\n".encode("cp949"), ["UTF-8"]),
        ('[{"round": "1회"}]', ["1:"]),
        ('[{"round": "1회", "item": "가", "evaluator": "김", "sentence_accuracy": true}]', ["1:"]),
        ("[1,\n\n2]", ["1:", "3:"]),
        ('{"marks": []}', ["JSON"]),
        ("[{]", ["JSON"]),
        ("[" * 9999, ["JSON"]),
        ('{"ratings": [], "more": 1}', ["JSON"]),
        (HEAD.replace("evaluator", "evaluator,comment"), ["comment"]),
        (HEAD.replace("item", "round"), ["item"]),
        (HEAD + '1회,"가,김,2,1,0\n', ["2번째"]),
        (HEAD + '1회,"가\n나",김,2,1,0\n\n1회,다,김,9,1,0\n', ["5:", "‘9’"]),
        (HEAD + "1회,가\x00,김,2,1,0\n", ["2:", "item"]),
        (HEAD + f"1회,{'가' * 201},김,2,1,0\n", ["2:", "200"]),
        (HEAD + "".join(f"1회,가,{n},x,1,0\n" for n in range(12)), ["12개", "11:", " …"]),
        ('[\n{"round": "1회", "item": "가", "evaluator": "김"},\n{"round": "1회", "who": "김"}]', ["3:", "who"]),
        ('\ufeff [{"round": "1회", "item": ["가"], "evaluator": "김"}]', ["1:", "item"]),
    ],
)
def test_a_bad_row_imports_nothing_and_is_named(ratings, text, told):
    code, out, err = ratings(text=text)
    assert (code, out) == (1, "")
    assert all(part in err for part in told), err
    assert "Traceback" not in err
    assert report(ratings) == {}


def test_an_unknown_round(ratings):
    code, _, err = ratings("report", "--round", "없는 회차")
    assert code == 1
    assert "없는 회차" in err


def test_what_was_missing_can_be_given_later_but_not_taken_back(ratings):
    assert ratings(text=HEAD + "1회,가,김,2,,1\n")[0] == 0
    assert ratings(text=HEAD + "1회,가,김,2,0,1\n")[0] == 0
    assert report(ratings)["1회"]["items"][0]["final_score"] == 3.0
    assert ratings(text=HEAD + "1회,가,김,2,,1\n")[0] == 1
    assert ratings("--replace", text=HEAD + "1회,가,김,2,,1\n")[0] == 0
    assert report(ratings)["1회"]["items"][0]["final_score"] is None


def test_ratings_on_paper_go_into_a_round_with_links_but_add_no_items(ratings, tmp_path):
    lines = [{"model": model, "question": "왜요?", "answer": "그래서요."} for model in ("가람", "나루")]
    (tmp_path / "g.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    made = ("round", "1회", "--from", tmp_path / "g.jsonl", "--questions", 1, "--evaluators", 2, "--repeats", 0)
    code, out, err = ratings(*made, "--address", "https://buddy.example/")
    assert (code, out.count("https://buddy.example/rate/")) == (0, 2), err
    assert ratings("links", "1회")[1].count("http://127.0.0.1:5000/rate/") == 2
    assert ratings(*made)[0] == 1
    assert ratings(text=HEAD + "1회,001,종이,2,1,0\n")[0] == 0
    code, _, err = ratings(text=HEAD + "1회,003,종이,2,1,0\n")
    assert (code, "2:" in err) == (1, True)
    for words in (("report",), ("report", "--json")):
        code, out, err = ratings(*words)
        assert (code, "001" in out, "가람" in out, "나루" in out) == (0, True, False, False), err
    assert ratings("close", "1회")[0] == 0
    assert "이미" in ratings("close", "1회")[1]
    assert {"가람", "나루"} == {one["model"] for one in report(ratings)["1회"]["items"]}
    assert "가람" in ratings("report")[1]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("import", "/nowhere.csv"), 1, "/nowhere.csv"),
        (("import", "/"), 1, "/"),
        (("import",), 2, ""),
        (("report", "--nonsense"), 2, ""),
        (("round", "1회", "--questions", "2"), 2, ""),
        (("round", "1회", "--from", "/nowhere.jsonl", "--questions", "2"), 1, "/nowhere.jsonl"),
        (("links", "1회"), 1, "1회"),
        (("close", "1회"), 1, "1회"),
        (("ask", "1회", "--model", "http://127.0.0.1:9"), 1, "127.0.0.1:9"),
        (("ask", "1회", "--model", "nonsense://\x00"), 1, "nonsense"),
    ],
)
def test_errors_are_one_line_and_a_status(ratings, words, status, said):
    code, _, err = ratings(*words)
    assert (code, said in err) == (status, True), err
    assert "Traceback" not in err
    assert status == 2 or len(err.strip().splitlines()) == 1


def test_no_ratings_yet(ratings):
    code, out, _ = ratings("report")
    assert (code, "buddy ratings import" in out) == (0, True)

"""Human scores from files to Final Scores, the deck's tables among them."""

import json

import numpy as np
import pytest

from interviewbuddy.cli import main
from interviewbuddy.ratings.agreement import alpha
from interviewbuddy.ratings.scale import CRITERIA, Marks, final_score

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
        (HEAD + "1회,가,김,2,1,0\n1회,가,김,2,1,1\n", ["3:", "≠ 2"]),
        (HEAD.replace(",", ";"), ["round,item,evaluator"]),
        (HEAD, ["ratings.csv"]),
        ("", ["ratings.csv"]),
        (HEAD.encode() + "1회,가,김,2,1,0\n".encode("cp949"), ["UTF-8"]),
        ('[{"round": "1회"}]', ["1:"]),
        ('[{"round": "1회", "item": "가", "evaluator": "김", "sentence_accuracy": true}]', ["1:"]),
        ("[1, 2]", ["1:", "2:"]),
        ('{"marks": []}', ["JSON"]),
        ("[{]", ["JSON"]),
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


def test_krippendorffs_worked_example():
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C, with ordinal differences.
    gap = np.nan
    marks = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
            [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
        ]
    )
    import krippendorff

    published = krippendorff.alpha(marks, level_of_measurement="ordinal")
    assert published == pytest.approx(0.815, abs=5e-4)


def test_agreement_on_our_scale():
    same = np.array([[0, 1, 2, 2.0], [0, 1, 2, 2]])
    assert alpha(same) == pytest.approx(1)
    assert alpha(same[:, ::-1] * 0 + 2) is None
    assert alpha(np.array([[0, np.nan], [np.nan, 2.0]])) is None
    assert alpha(np.array([[0, 1, 2.0], [2, 1, 0]])) < 0


def test_final_score_is_the_decks_formula():
    marks = [Marks("a", 2, 1, 0), Marks("b", 2, 2, 2), Marks("c", 1, 0, 0)]
    assert final_score(marks) == pytest.approx((5 + 3 + 2) / 3)
    assert final_score([]) is None

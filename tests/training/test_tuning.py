"""What readers judged changes the encoder and the weights, and only what was judged to learn from."""

import json
import tomllib
from dataclasses import replace

import numpy as np
import pytest

from interviewbuddy.bank import read_records
from interviewbuddy.bank.encoder import Encoder
from interviewbuddy.bank.evidence import Meanings
from interviewbuddy.bank.language import read_phrases
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.training.encoder import train
from interviewbuddy.training.judgements import Judgement, knowing, named, read_judgements
from interviewbuddy.training.relevance import Lesson, fitted, learn, write, write_asked
from interviewbuddy.training.tuning import Judged, tune


@pytest.fixture(scope="module")
def records():
    return read_records(SAMPLE)[::60]


@pytest.fixture(scope="module")
def table(records):
    return train(records, epochs=4)[0]


@pytest.fixture(scope="module")
def judged_file(records, tmp_path_factory):
    """Other ways to ask for records, judged to fit them or (every seventh) not; and a question that nobody judged."""
    path = tmp_path_factory.mktemp("judged") / "questions.jsonl"
    lines = []
    for place, record in enumerate(records):
        lines.append(
            {
                "question": record.paraphrases[-1],
                "occupation": record.occupation if place % 2 else None,
                "experience": None,
                "split": ("train", "dev", "test")[place % 3],
                "fits": [named(record)] if place % 7 else [],
                "judged": [named(record), named(records[place - 1]), named(records[place - 2])],
            }
        )
    lines.append({"question": "오늘 뭐 먹지", "occupation": None, "experience": None, "split": "test"})
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def test_a_judged_question_comes_to_lie_near_what_fits(records, table):
    ways = [read_phrases([record.question, *record.paraphrases]) for record in records]
    strange = read_phrases(f"{n}번째 등대지기에게 부탁할 {word}" for n, word in enumerate(("나침반", "돛단배", "파도")))
    taught = [Judged(one, (place, place + 5), (True, False)) for place, one in enumerate(strange)]
    nothing = Judged(read_phrases(["아무것도 아닌 말"])[0], (3,), (False,))
    tuned = tune(table, ways, [*taught, nothing], epochs=20)
    before, after = (Meanings(Encoder(one), ways) for one in (table, tuned))
    for place, one in enumerate(strange):
        assert after.of(one)["meant"][place] > before.of(one)["meant"][place]
        assert after.of(one)["meant"].argmax() == place
    assert np.array_equal(tune(table, ways, taught, epochs=1), tune(table, ways, taught, epochs=1))
    assert np.array_equal(table, train(records, epochs=4)[0])


def test_judgements_name_records_by_their_place(records, judged_file):
    found = read_judgements(judged_file, records)
    assert len(found) == len(records)
    assert found[1].records == (1, 0, len(records) - 1)
    assert found[1].fits == (True, False, False)
    with pytest.raises(KeyError):
        read_judgements(judged_file, records[1:])


def test_a_record_knows_the_questions_it_fits(records):
    own = records[2].paraphrases[0]
    judgements = [
        Judgement("달에서도 일할 수 있나요?", None, None, "train", (1, 2), (True, False)),
        Judgement("달에서도 일할 수 있나요?", "ICT", None, "dev", (1,), (True,)),
        Judgement(own, None, None, "train", (2,), (True,)),
    ]
    assert [one.asked for one in knowing(records[:3], judgements)] == [(), ("달에서도 일할 수 있나요?",), ()]


def test_what_was_asked_is_written_and_nothing_else_changes(tmp_path):
    name, lines = "rnd-new.jsonl", (SAMPLE / "rnd-new.jsonl").read_text("utf-8").splitlines()[:3]
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    before = [replace(record, asked=()) for record in read_records(tmp_path)]
    write_asked([replace(before[1], asked=("달에서도 일할 수 있나요?",))], tmp_path)
    after = read_records(tmp_path)
    assert [one.asked for one in after] == [(), ("달에서도 일할 수 있나요?",), ()]
    assert [replace(one, asked=()) for one in after] == before
    write_asked([], tmp_path)
    assert read_records(tmp_path) == before


def test_weights_are_those_of_logistic_regression():
    draw = np.random.default_rng(0)
    evidence = draw.normal(size=(4000, 3))
    fits = (draw.random(4000) < 1 / (1 + np.exp(-(evidence @ [2.0, -1.0, 0.0] - 0.5)))).astype(float)
    assert fitted(evidence, fits) == pytest.approx([2.0, -1.0, 0.0, -0.5], abs=0.2)


def test_what_is_learnt_is_written_and_nothing_set_apart_is_learnt(records, table, judged_file, tmp_path):
    lines = [json.loads(line) for line in judged_file.read_text("utf-8").splitlines()]
    other = tmp_path / "questions.jsonl"
    for line in lines:
        if line["split"] == "test":
            line["fits"] = line.get("judged", [])[1:2]
    other.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    learnt, again = (learn(Lesson(records, read_judgements(path, records)), table) for path in (judged_file, other))
    assert learnt.weights == again.weights
    assert np.array_equal(learnt.table, again.table)
    assert learnt.told != again.told

    write(learnt, tmp_path)
    kept = tomllib.loads((tmp_path / "relevance.toml").read_text("utf-8"))
    assert kept["weights"] == pytest.approx(learnt.weights, abs=1e-3)
    assert kept["weights"]["meant"] + kept["weights"]["meant_squared"] > 0
    with np.load(tmp_path / "encoder.npz") as file:
        assert file["rows"].shape == learnt.table.shape

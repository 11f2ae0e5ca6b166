"""The bank's encoder, trained on a few records: what is asked in other words comes to lie near."""

import random
import unicodedata

import numpy as np
import pytest

from interviewbuddy.bank import read_records
from interviewbuddy.bank.encoder import BUCKETS, WIDTH, Encoder, encoder
from interviewbuddy.bank.language import read_phrases
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.training.encoder import save, train
from interviewbuddy.training.misspelling import misspelt


@pytest.fixture(scope="module")
def records():
    return read_records(SAMPLE)[::40]


@pytest.fixture(scope="module")
def trained(records):
    return train(records, epochs=20)


def test_training_learns_and_gives_the_same_again(records, trained):
    table, losses = trained
    assert table.shape == (BUCKETS, WIDTH)
    assert losses[-1] < losses[0] / 2
    again, _ = train(records, epochs=2)
    once_more, _ = train(records, epochs=2)
    assert np.array_equal(again, once_more)


def test_a_misspelt_question_finds_its_record(records, trained):
    model = Encoder(trained[0])
    kept = model.encode(read_phrases(record.question for record in records))
    draw = random.Random(1)
    asked = read_phrases(misspelt(record.paraphrases[0], draw) for record in records)
    found = [int((kept @ model.encode_question(one)).argmax()) for one in asked]
    assert np.mean(np.array(found) == np.arange(len(records))) > 0.6


def test_bytes_with_one_scale_a_row_keep_directions(trained, tmp_path):
    save(trained[0], tmp_path / "encoder.npz")
    with np.load(tmp_path / "encoder.npz") as kept:
        table = kept["rows"].astype(np.float32) * kept["scales"][:, None]
    rows = np.linalg.norm(trained[0], axis=1) > 0
    before, after = trained[0][rows], table[rows]
    cosines = (before * after).sum(1) / np.linalg.norm(before, axis=1) / np.linalg.norm(after, axis=1)
    assert cosines.min() > 0.999


def test_the_encoder_that_comes_with_the_project():
    one, same, other = (
        encoder().encode(read_phrases([text]))[0]
        for text in (
            "성격의 단점이 무엇인가요?",
            "본인의 약점을 말씀해 주세요.",
            "도커와 가상 머신의 차이는 무엇입니까?",
        )
    )
    assert one @ same > 0.4 > one @ other
    assert encoder().encode(read_phrases([""])).sum() == 0


def test_misspelling_is_seeded_and_composed():
    text = "책임감 있게 일을 끝까지 마무리한 사례를 말씀해 주세요."
    made = [misspelt(text, random.Random(seed)) for seed in range(30)]
    assert made == [misspelt(text, random.Random(seed)) for seed in range(30)]
    assert len(set(made)) > 20
    assert all(unicodedata.is_normalized("NFC", one) for one in made)

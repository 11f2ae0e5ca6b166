"""BERTScore against the published implementation, on an encoder that is the same on every machine."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="the train extra is not installed: make test")

from interviewbuddy.errors import InputError
from interviewbuddy.metrics import families
from interviewbuddy.metrics.base import Score
from interviewbuddy.metrics.bertscore import BertScore, HiddenStates
from tests.metrics.encoder import write_encoder

HYPOTHESES = ["저는 회계를 전공하고 배웠습니다.", "고객의 말씀을 듣고 해결했습니다.", "보고서 정리"]
REFERENCES = ["저는 대학에서 회계를 전공했습니다.", "고객의 말씀을 끝까지 듣습니다.", "보고서 정리"]

# bert-score 0.3.13 under transformers 4 and torch 2.13: precision, recall and F1 of each pair, by layer.
PUBLISHED = {
    1: [[0.8371528, 0.8329108, 0.8350264], [0.8220575, 0.856662, 0.8390031], [1.0, 1.0, 1.0]],
    2: [[0.8491626, 0.837974, 0.8435311], [0.8393056, 0.8621643, 0.8505815], [1.0, 1.0, 1.0]],
    3: [[0.8352863, 0.8568845, 0.8459476], [0.8383413, 0.8654057, 0.8516585], [1.0, 1.0, 1.0]],
}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return str(write_encoder(tmp_path_factory.mktemp("encoder") / "tiny"))


@pytest.mark.parametrize("layer", PUBLISHED)
def test_equal_to_the_published_implementation(encoder, layer):
    found = BertScore(encoder, layer).pairs(HYPOTHESES, REFERENCES)
    assert np.abs(found - np.array(PUBLISHED[layer])).max() < 1e-5


def test_padding_changes_nothing(encoder):
    metric = BertScore(encoder, 2)
    together = metric.pairs(HYPOTHESES, REFERENCES)
    alone = [metric.pairs([ours], [theirs])[0] for ours, theirs in zip(HYPOTHESES, REFERENCES, strict=True)]
    assert np.abs(together - np.array(alone)).max() < 1e-5


def test_an_empty_text_scores_nothing(encoder):
    assert BertScore(encoder, 2)(["", "보고서 정리"], ["팀장", "보고서 정리"]).value == pytest.approx(50, abs=1e-3)


def test_rescaling_puts_wrong_pairs_at_zero(encoder):
    metric = BertScore(encoder, 2, rescale=True)
    wrong = [*REFERENCES[1:], REFERENCES[0]]
    assert metric(wrong, REFERENCES).value == pytest.approx(0, abs=1e-3)
    assert metric(REFERENCES, REFERENCES).value == pytest.approx(100, abs=1e-3)
    assert metric.signature != BertScore(encoder, 2).signature


def test_hidden_states_are_no_bertscore(encoder):
    metric = HiddenStates(encoder, 2)
    assert metric.name == "hidden-states"
    assert metric(REFERENCES, REFERENCES).value == pytest.approx(100, abs=1e-3)
    assert metric([*REFERENCES[1:], REFERENCES[0]], REFERENCES).value == pytest.approx(0, abs=1e-3)


def test_a_layer_that_is_not_there(encoder):
    with pytest.raises(InputError) as raised:
        BertScore(encoder, 4)
    assert raised.value.code == "encoder_layer"


def test_without_an_encoder_it_is_not_measured(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    found = families.bertscore(None, None, False)
    assert (isinstance(found, Score) and found.value is None) or isinstance(found, BertScore)
    with pytest.raises(InputError, match="no-such-encoder"):
        families.bertscore(str(tmp_path / "no-such-encoder"), None, False)

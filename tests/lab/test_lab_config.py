"""The experiments' files: those we ship, and those with mistakes."""

from pathlib import Path

import pytest

from interviewbuddy.errors import InputError
from interviewbuddy.lab.config import load_lab
from interviewbuddy.prompts import COMPOSITIONS
from interviewbuddy.training.config import METHODS

CONFIGS = Path(__file__).parents[2] / "configs"


def test_seven_compositions_with_the_decks_parameters():
    lab = load_lab(CONFIGS / "seven-compositions.toml", {"base": "skt/kogpt2-base-v2", "corpus": "somewhere"})
    assert [cell.config.composition for cell in lab.cells] == list(COMPOSITIONS)
    assert {(c.config.learning_rate, c.config.batch_size, c.config.epochs) for c in lab.cells} == {(5e-5, 32, 6)}
    assert (lab.base, lab.corpus) == ("skt/kogpt2-base-v2", "somewhere")
    assert len(lab.seeds) >= 3


def test_a_scratch_base_takes_its_own_steps():
    cells = load_lab(CONFIGS / "seven-compositions.toml", {}).cells
    assert {cell.config.base for cell in cells} == {"scratch"}
    assert {cell.config.learning_rate for cell in cells} == {1e-3}


def test_methods_and_cleaning():
    assert [cell.config.method for cell in load_lab(CONFIGS / "methods.toml", {}).cells] == list(METHODS)
    assert [cell.config.transcript for cell in load_lab(CONFIGS / "cleaning.toml", {}).cells] == ["clean", "raw"]


def test_grounding_asks_the_question_alone_with_conditions_and_by_a_summary():
    lab = load_lab(CONFIGS / "grounding.toml", {"base": "skt/kogpt2-base-v2"})
    compositions = [cell.config.composition for cell in lab.cells]
    assert compositions[:2] == ["question-answer", "conditions-question-answer"]
    assert (lab.chains, lab.given) == ((("question-summary", "summary-answer"),), ("another", "none"))
    assert len(lab.seeds) >= 3


def test_a_search_begins_with_the_decks_recipe_and_a_young_base_searches_elsewhere():
    kogpt2 = load_lab(CONFIGS / "search.toml", {"base": "skt/kogpt2-base-v2"})
    assert (kogpt2.cells[0].config.learning_rate, kogpt2.cells[0].config.batch_size) == (5e-5, 32)
    assert set(kogpt2.search.space) == {"learning_rate", "batch_size", "epochs", "warmup_steps", "weight_decay"}
    scratch = load_lab(CONFIGS / "search.toml", {})
    assert scratch.search.space["learning_rate"].low > kogpt2.search.space["learning_rate"].low
    assert scratch.search.space["weight_decay"] == kogpt2.search.space["weight_decay"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title = 3\nmatrx = 1\n", "config_unknown_key"),
        ("[matrix]\ncompositions = ['a']\n", "config_unknown_key"),
        ("[matrix]\ncomposition = ['question-anser']\n", "composition_unknown"),
        ("[matrix]\ncomposition = []\n", "config_invalid"),
        ("seeds = []\n", "config_invalid"),
        ("matrix = 3\n", "config_invalid"),
        ("[matrix\n", "config_invalid"),
        ("[scratch]\nlayer = 2\n", "config_unknown_key"),
        ("[train]\nseed = 2\n", "config_unknown_key"),
        ("chains = [['a']]\n", "config_invalid"),
        ("given = ['anothers']\n", "config_invalid"),
        ("[search]\ntrials = 3\n", "config_invalid"),
        ("[search]\ntrial = 3\n[space]\nepochs = [1]\n", "config_unknown_key"),
        ("[search]\n[space]\nlearning_rates = [1]\n", "config_unknown_key"),
        ("[search]\n[space]\nepochs = []\n", "config_invalid"),
        ("[search]\n[space]\nlearning_rate = { low = 0.1, high = 0.01 }\n", "config_invalid"),
        ("[search]\n[space]\nlearning_rate = { low = 0.1, hihg = 0.2 }\n", "config_invalid"),
        ("[search]\n[space]\nlearning_rate = [2.0]\n", "config_value"),
    ],
)
def test_mistakes_are_named(tmp_path, text, code):
    path = tmp_path / "lab.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as raised:
        load_lab(path, {})
    assert raised.value.code == code
    assert raised.value.message("ko")


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError) as raised:
        load_lab(tmp_path / "none.toml", {})
    assert raised.value.code == "config_missing"

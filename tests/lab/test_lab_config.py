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

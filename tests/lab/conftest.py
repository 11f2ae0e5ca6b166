"""A small corpus and a matrix that is trained in seconds."""

import pytest

pytest.importorskip("torch", reason="the lab extra is not installed: make test")

from interviewbuddy.corpus.build import build
from tests.lab.running import buddy
from tests.tiny import use_few

MATRIX = """
title = "작은 실험"
seeds = [1]
questions = 4
chains = [["question-summary", "summary-answer"]]
given = ["another"]
[matrix]
composition = ["question-summary", "summary-answer", "question-answer", "conditions-question-answer"]
[train]
learning_rate = 5e-5
[scratch]
layers = 1
heads = 2
width = 32
context = 384
vocabulary = 1500
pretrain_epochs = 1
pretrain_batch_size = 8
[scratch_train]
epochs = 1
learning_rate = 1e-3
batch_size = 8
max_length = 384
"""


@pytest.fixture(scope="session")
def few(excerpt, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    build([excerpt], folder / "sample")
    return use_few(folder / "sample", folder / "few", 24)


@pytest.fixture(scope="session")
def matrix(tmp_path_factory):
    path = tmp_path_factory.mktemp("matrix") / "matrix.toml"
    path.write_text(MATRIX, "utf-8")
    return path


@pytest.fixture(scope="session")
def results(tmp_path_factory):
    """An address where `whole` keeps its runs."""
    return f"file://{tmp_path_factory.mktemp('results') / 'kept'}"


@pytest.fixture(scope="session")
def whole(few, matrix, results, tmp_path_factory):
    """The matrix run without any trouble."""
    out = tmp_path_factory.mktemp("lab") / "whole"
    buddy("lab", "run", matrix, "--out", out, "--corpus", few, "--results", results)
    return out

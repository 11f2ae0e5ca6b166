"""One corpus, one finished run and its float bundle, shared by the tests that only read them."""

import pytest

pytest.importorskip("torch", reason="the train extra is not installed: make test")

from interviewbuddy.corpus.build import build
from tests.tiny import recipe, use_few


@pytest.fixture(autouse=True, scope="session")
def _quiet():
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


@pytest.fixture(scope="session")
def sample_corpus(excerpt, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus") / "sample"
    build([excerpt], folder)
    return folder


@pytest.fixture(scope="session")
def few(sample_corpus, tmp_path_factory):
    return use_few(sample_corpus, tmp_path_factory.mktemp("few") / "corpus")


@pytest.fixture(scope="session")
def finished(sample_corpus, tmp_path_factory):
    from interviewbuddy.training.fine_tune import fine_tune

    out = tmp_path_factory.mktemp("run") / "run"
    fine_tune(recipe(out, sample_corpus, max_steps=40))
    return out


@pytest.fixture(scope="session")
def bundle(finished, tmp_path_factory):
    from interviewbuddy.training.export import export

    out = tmp_path_factory.mktemp("bundle") / "tiny"
    export(finished, out, "q8_0", name="tiny", demonstration=True)
    return out

"""Recipes, runs, methods: loss falls, what is frozen stays, an interruption resumes."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from interviewbuddy.corpus.store import load_split
from interviewbuddy.encoding import IGNORED, show
from interviewbuddy.errors import InputError
from interviewbuddy.training import base as bases
from interviewbuddy.training.base import gpt2_config
from interviewbuddy.training.config import RUN, TrainConfig, load_config
from interviewbuddy.training.examples import Collator, examples_of
from interviewbuddy.training.fine_tune import fine_tune
from interviewbuddy.training.tokenizer import SPECIAL_TOKENS, train_tokenizer
from tests.tiny import SHAPE, recipe


def losses(run):
    return [entry["loss"] for entry in run["history"] if "loss" in entry]


def test_loss_falls_and_the_run_says_what_it_was(finished):
    run = json.loads((finished / RUN).read_text("utf-8"))
    assert losses(run)[-1] < losses(run)[0] - 0.3
    assert run["validation_loss"] < losses(run)[0]
    assert run["examples"] > 100
    assert run["config"]["composition"] == "question-answer"
    assert run["licence"].startswith("weights: MIT")
    assert len(run["corpus_hash"]) == 64
    assert run["method_proof"]["trainable_parameters"] == run["method_proof"]["all_parameters"]


def test_a_finished_run_is_not_done_again(finished, sample_corpus):
    before = (finished / RUN).stat().st_mtime_ns
    fine_tune(recipe(finished, sample_corpus, max_steps=40))
    assert (finished / RUN).stat().st_mtime_ns == before
    with pytest.raises(InputError, match="learning_rate"):
        fine_tune(recipe(finished, sample_corpus, max_steps=40, learning_rate=1e-4))


@pytest.mark.parametrize("method", ["last-block", "head", "lora"])
def test_methods_train_a_part_and_prove_the_rest(method, few, tmp_path):
    run = fine_tune(recipe(tmp_path / "run", few, method=method, max_steps=4, learning_rate=1e-2))
    proof = run["method_proof"]
    assert 0 < proof["trainable_parameters"] < proof["all_parameters"]
    assert proof["frozen_sha256_before"] == proof["frozen_sha256_after"]
    model = GPT2LMHeadModel.from_pretrained(tmp_path / "run/model")
    assert model(torch.tensor([[1, 2, 3]])).logits.shape[-1] == model.config.vocab_size


def test_the_head_alone_leaves_the_embedding_as_it_was(few, tmp_path):
    fine_tune(recipe(tmp_path / "run", few, method="head", max_steps=4, learning_rate=1e-2))
    model = GPT2LMHeadModel.from_pretrained(tmp_path / "run/model")
    assert not torch.equal(model.lm_head.weight, model.transformer.wte.weight)


def test_an_interrupted_run_resumes_where_it_stopped(few, tmp_path):
    out = tmp_path / "run"
    config = tmp_path / "recipe.toml"
    config.write_text(
        f'base = "scratch"\ncorpus = "{few}"\nepochs = 16\nlearning_rate = 1e-3\nbatch_size = 8\n'
        f'max_length = 256\nout = "{out}"\n[scratch]\nlayers = 1\nheads = 2\nwidth = 32\ncontext = 256\n'
        "vocabulary = 1500\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "interviewbuddy", "train", "--config", str(config)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with first:
        while not list(out.glob("checkpoints/checkpoint-*/trainer_state.json")):
            assert first.poll() is None, first.stderr.read()
            time.sleep(0.05)
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)
    assert first.returncode == 130
    assert not (out / RUN).exists()
    second = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"BUDDY_LANG": "en"})
    assert second.returncode == 0, second.stderr
    assert "going on from step" in second.stdout
    run = json.loads((out / RUN).read_text("utf-8"))
    steps = [entry["step"] for entry in run["history"] if "loss" in entry]
    assert steps == sorted(set(steps))
    assert run["steps"] == 16 * 5


def test_pretraining_on_plain_text(few, tmp_path):
    text = tmp_path / "free.txt"
    text.write_text("오늘은 날씨가 맑아서 산책하기에 좋은 날입니다.\n" * 400, "utf-8")
    config = recipe(tmp_path / "run", few, max_steps=2)
    from dataclasses import replace

    config = replace(config, scratch=replace(SHAPE, text=(str(text),), pretrain_epochs=1))
    fine_tune(config)
    history = json.loads((tmp_path / "run/pretrained/model/config.json").read_text("utf-8"))
    assert history["model_type"] == "gpt2"


def test_a_missing_text_is_named(few, tmp_path):
    from dataclasses import replace

    with pytest.raises(InputError, match=r"nowhere\.txt"):
        fine_tune(replace(recipe(tmp_path / "run", few), scratch=replace(SHAPE, text=("nowhere.txt",))))


@pytest.fixture(scope="module")
def scratch(few):
    records = load_split(few, "train")
    return bases.make_scratch(SHAPE, (record.answer for record in records))


def test_examples_mask_what_is_given_and_learn_the_end(scratch, few, tmp_path):
    records = load_split(few, "train")
    examples, skipped = examples_of(records, recipe(tmp_path, few, max_length=1024), scratch)
    assert len(examples) + skipped == len(records)
    for example in examples:
        assert example.labels[: example.given] == [IGNORED] * example.given
        assert example.labels[-1] == example.ids[-1] == scratch.special.eos
        assert example.ids[0] == scratch.special.bos
        assert len(example.ids) <= scratch.context
    assert "given" in show(scratch.tokenizer, examples[0])


def test_a_scratch_tokenizer_knows_every_label(finished):
    from interviewbuddy.encoding import load_tokenizer
    from interviewbuddy.prompts import LABELS

    tokenizer = load_tokenizer(finished / "model/tokenizer.json")
    for label in LABELS.values():
        assert tokenizer.token_to_id("<unk>") not in tokenizer.encode(f"{label}: 정보통신 신입").ids


def test_long_examples_are_counted_never_cut(scratch, few, tmp_path):
    records = load_split(few, "train")
    examples, skipped = examples_of(records, recipe(tmp_path, few, max_length=16), scratch)
    assert (len(examples), skipped) == (0, len(records))
    with pytest.raises(InputError, match=str(len(records) + len(load_split(few, "validation")))):
        fine_tune(recipe(tmp_path / "run", few, max_length=16))


def test_conditions_are_dropped_for_a_seeded_share(scratch, few, tmp_path):
    records = load_split(few, "train")
    name = "occupation-experience-question-answer"

    def given(share):
        config = recipe(tmp_path, few, composition=name, condition_dropout=share)
        return [example.given for example in examples_of(records, config, scratch)[0]]

    assert given(0.5) == given(0.5)
    assert sum(given(1.0)) < sum(given(0.5)) < sum(given(0.0))


def test_padding_bears_no_loss_and_pad_is_not_the_end(scratch, few, tmp_path):
    examples, _ = examples_of(load_split(few, "train"), recipe(tmp_path, few), scratch)
    rows = [{"input_ids": list(e.ids), "labels": e.labels} for e in sorted(examples, key=lambda e: len(e.ids))]
    batch = Collator(scratch.special.pad)([rows[0], rows[-1]])
    short = len(rows[0]["input_ids"])
    assert scratch.special.pad != scratch.special.eos
    assert batch["labels"][0, short:].eq(IGNORED).all()
    assert batch["labels"][0, short - 1] == scratch.special.eos
    assert batch["attention_mask"][0].sum() == short


def kogpt2_like(folder, rows=None):
    """A folder as `skt/kogpt2-base-v2` would be: its special tokens first, a tied GPT-2."""
    tokenizer = train_tokenizer(["질문과 답변을 적습니다. " * 20, "저는 지원했습니다. " * 20], 300)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    shape = GPT2Config(vocab_size=rows or tokenizer.get_vocab_size(), n_positions=256, n_embd=32, n_layer=1, n_head=2)
    GPT2LMHeadModel(shape).save_pretrained(folder)
    return folder


def test_kogpt2_tokens_are_looked_up_by_name(few, tmp_path):
    config = recipe(tmp_path / "run", few, base=str(kogpt2_like(tmp_path / "kogpt2")))
    base = bases.load_base(config, [])
    assert (base.special.bos, base.special.eos, base.special.pad) == (1, 1, 3)
    assert base.wrapped.get_vocab()["<unused0>"] == SPECIAL_TOKENS.index("<unused0>") == 9
    assert base.licence == bases.KOGPT2_LICENCE
    assert base.model.get_input_embeddings().weight.shape[0] == base.tokenizer.get_vocab_size()


def test_tokens_past_the_embedding_are_refused(few, tmp_path):
    config = recipe(tmp_path / "run", few, base=str(kogpt2_like(tmp_path / "broken", rows=2)))
    with pytest.raises(InputError, match="pad"):
        bases.load_base(config, [])


def test_a_hub_out_of_reach_is_one_line(few, tmp_path, monkeypatch):
    """A hub that nobody runs: the sentence comes at once, not after half a minute of retries."""
    monkeypatch.setattr(bases, "hf_hub_url", lambda *_: "http://127.0.0.1:9/nothing")
    with pytest.raises(InputError, match="--base scratch"):
        bases.load_base(recipe(tmp_path / "run", few, base="nobody/nothing-here"), [])


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"epochs": 0}, "epochs"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"method": "some"}, "last-block"),
        ({"composition": "x"}, "question-answer"),
        ({"condition_dropout": 2}, "condition_dropout"),
    ],
)
def test_contradictions_are_refused_when_the_recipe_is_made(changes, word):
    with pytest.raises(InputError, match=word):
        TrainConfig(**changes)


def test_recipe_files(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("epohcs = 3\n", "utf-8")
    with pytest.raises(InputError, match="epohcs"):
        load_config(path, {})
    path.write_text("epochs = \n", "utf-8")
    with pytest.raises(InputError, match=r"a\.toml"):
        load_config(path, {})
    path.write_text("epochs = 3\nseed = 1\n[scratch]\nlayers = 1\n", "utf-8")
    config = load_config(path, {"seed": 9})
    assert (config.epochs, config.seed, config.scratch.layers) == (3, 9, 1)


CONFIGS = Path(__file__).parents[2] / "configs"


def test_the_recipe_with_conditions_is_the_decks_but_for_its_composition():
    deck, conditions = (load_config(CONFIGS / f"kogpt2{name}.toml", {}) for name in ("", "-conditions"))
    assert replace(deck, composition="conditions-question-answer") == conditions


def test_the_small_model_has_ten_to_forty_million_parameters():
    config = load_config(CONFIGS / "mini.toml", {})
    shape = config.scratch
    model = GPT2LMHeadModel(gpt2_config(shape, shape.vocabulary))
    assert 10e6 <= sum(one.numel() for one in model.parameters()) <= 40e6
    assert config.composition == "conditions-question-answer"


def test_every_recipe_we_ship_loads():
    from interviewbuddy.lab.config import load_lab

    for path in CONFIGS.glob("*.toml"):
        (load_lab if "seeds =" in path.read_text("utf-8") else load_config)(path, {})

"""A user's own GGUF file, and a server that speaks OpenAI's protocol: both a tiny real model with a chat template."""

from dataclasses import replace
from threading import Event

import gguf
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel

from interviewbuddy.asking import ask_on_terminal
from interviewbuddy.bank import Bank
from interviewbuddy.buddy import Buddy
from interviewbuddy.engines import Request, open_engine, repetition
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.engines.chat import ChatEngine
from interviewbuddy.engines.embedded import EmbeddedServer, RefusedError
from interviewbuddy.grounding import Grounding
from interviewbuddy.prompts import Neighbour
from interviewbuddy.training import export

TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SPECIAL = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]


def byte_level_tokenizer():
    """The kind of tokenizer that llama.cpp itself knows, so that a file can be used as it is."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=SPECIAL, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(["저는 지원했습니다. 질문에 답합니다."] * 20, trainer)
    return tokenizer


def write_chat_model(path, template):
    """A GGUF file as users have them: weights, tokenizer and, where given, a chat template inside."""
    import json

    torch.manual_seed(0)
    tokenizer = byte_level_tokenizer()
    rows = tokenizer.get_vocab_size()
    model = GPT2LMHeadModel(GPT2Config(vocab_size=rows, n_positions=512, n_embd=64, n_layer=1, n_head=2)).eval()
    writer = gguf.GGUFWriter(path, "gpt2")
    export._write_shape(writer, model.config, gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([tokenizer.id_to_token(i).encode() for i in range(rows)])
    kinds = [gguf.TokenType.CONTROL] * len(SPECIAL) + [gguf.TokenType.NORMAL] * (rows - len(SPECIAL))
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_add_bos_token(False)
    if template:
        writer.add_chat_template(template)
    for name, tensor in export._tensors(model):
        export._write_tensor(writer, name, tensor, gguf.GGMLQuantizationType.F32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture(scope="module")
def chat_model(tmp_path_factory):
    return write_chat_model(tmp_path_factory.mktemp("gguf") / "mine.gguf", TEMPLATE)


def answer(engine, **more):
    items = list(Buddy(engine).answer(Request("지원동기를 말씀해주세요", "ICT", "NEW", **more), Event()))
    return "".join(item.text for item in items[:-1]), items[-1]


def test_a_gguf_file_answers_through_its_own_template(chat_model):
    engine = open_engine(str(chat_model), 1, 0)
    text, end = answer(engine, seed=1)
    engine.close()
    assert engine._has_template
    assert end.source.as_json() == {"kind": "generated", "model": "mine"}
    assert end.finish_reason in {"stop", "length"}
    assert text.startswith(end.text)
    assert not any(token in text for token in SPECIAL)


def test_a_gguf_file_without_a_template_goes_on_from_the_plain_prompt(tmp_path):
    engine = open_engine(str(write_chat_model(tmp_path / "plain.gguf", None)), 1, 0)
    text, end = answer(engine, seed=1)
    engine.close()
    assert not engine._has_template
    assert end.finish_reason in {"stop", "length"}
    assert text.startswith(end.text)


def test_a_server_elsewhere_answers(chat_model, monkeypatch):
    server = EmbeddedServer(chat_model, 1, 512)
    key = server.client.headers["Authorization"].removeprefix("Bearer ")
    monkeypatch.setenv("BUDDY_API_KEY", key)
    engine = open_engine(str(server.client.base_url), 1, 0)
    text, end = answer(engine, seed=1)
    assert end.source.kind == "generated"
    assert end.finish_reason in {"stop", "length"}
    assert text.startswith(end.text)

    cancel = Event()
    stream = engine.stream(Request("자기소개", seed=2), cancel)
    next(stream)
    cancel.set()
    assert list(stream)[-1].finish_reason == "cancelled"
    engine.close()
    server.close()


NEAR = Neighbour("왜 지원하셨나요?", "기록이 좋아서 지원했습니다.", "기록이 좋아 지원했습니다.")
GROUNDED = Request("지원동기는?", "ICT", notes="카페 2년", seed=3, attempt=1, neighbours=(NEAR,))


def test_neighbours_and_notes_reach_the_chat_template(chat_model):
    engine = open_engine(str(chat_model), 1, 0)
    body = engine._body(GROUNDED)
    messages = [(one["role"], one["content"]) for one in body["messages"][1:]]
    assert messages == [
        ("user", "질문: 왜 지원하셨나요?"),
        ("assistant", "기록이 좋아서 지원했습니다."),
        ("user", "직군: 정보통신\n참고: 기록이 좋아 지원했습니다.\n지원자 메모: 카페 2년\n질문: 지원동기는?"),
    ]
    assert body["seed"] == 4
    # The tiny model's 512 tokens cannot hold them, so it is asked again without.
    items = list(engine.stream(GROUNDED, Event()))
    engine.close()
    assert items[-1].finish_reason in {"stop", "length"}


@pytest.mark.parametrize("template", [TEMPLATE, None])
def test_a_word_that_repeats_is_drawn_anew_and_the_answer_goes_on(template, tmp_path, monkeypatch):
    engine = open_engine(str(write_chat_model(tmp_path / "mine.gguf", template)), 1, 0)
    asked = []

    def refused_once(before, word):
        asked.append((before, word))
        return len(asked) == 3

    monkeypatch.setattr(repetition, "says_again", refused_once)
    items = list(engine.stream(Request("지원동기는?", seed=3), Event()))
    engine.close()
    text = "".join(item.text for item in items[:-1])
    before, word = asked[2]
    assert text.startswith(before)
    assert not text.startswith(before + word)
    assert len(asked) > 3
    assert items[-1].finish_reason in {"stop", "length"}


def test_where_no_begun_answer_is_taken_it_ends_before_the_repeated_word(chat_model, monkeypatch):
    engine = open_engine(str(chat_model), 1, 0)
    asked, steps = [], ChatEngine._steps

    def refusing(self, body, cancel):
        if body["messages"][-1]["role"] == "assistant":
            raise RefusedError("engine_gone")
        return steps(self, body, cancel)

    monkeypatch.setattr(ChatEngine, "_steps", refusing)
    monkeypatch.setattr(repetition, "says_again", lambda *words: asked.append(words) or len(asked) == 3)
    items = list(engine.stream(Request("지원동기는?", seed=3), Event()))
    engine.close()
    assert "".join(item.text for item in items[:-1]).rstrip() == asked[2][0].rstrip()
    assert items[-1].finish_reason == "length"


def test_a_model_without_a_template_reads_them_in_its_prompt(tmp_path):
    engine = open_engine(str(write_chat_model(tmp_path / "plain.gguf", None)), 1, 0)
    given = engine._body(GROUNDED)["prompt"]
    engine.close()
    assert given == "참고: 기록이 좋아 지원했습니다. 메모: 카페 2년 직군: 정보통신 질문: 지원동기는? 답변:"


def test_a_tiny_model_behind_the_guard_is_answered_for_by_the_bank(chat_model, bank):
    """Random weights say nothing in Korean: twice, and then the written example stands there."""
    engine = open_engine(str(chat_model), 1, 0)
    grounding = Grounding(bank, BankEngine(bank, 0))
    short = replace(grounding, bank=Bank(bank.records[:1]))
    items = list(Buddy(engine, short).answer(Request("지원동기를 말씀해주세요", seed=1), Event()))
    engine.close()
    assert (items[-1].source.kind, items[-1].source.fallback) == ("written", True)
    assert items[-1].text


def test_on_a_terminal_it_is_said_that_an_example_stands_in(chat_model, capsys, monkeypatch):
    monkeypatch.setenv("BUDDY_LANG", "ko")
    ask_on_terminal("지원동기를 말씀해주세요", "ICT", "NEW", None, str(chat_model), 1)
    said = capsys.readouterr()
    assert len(said.out) > 100
    assert "미리 써 둔 예시를 대신 보여 드립니다" in said.err
    assert "닮은 질문" in said.err

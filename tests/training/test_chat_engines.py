"""A user's own GGUF file, and a server that speaks OpenAI's protocol: both a tiny real model with a chat template."""

from threading import Event

import gguf
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel

from interviewbuddy.buddy import Buddy
from interviewbuddy.engines import Request, open_engine
from interviewbuddy.engines.embedded import EmbeddedServer
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

"""A bundle is right when its logits are Hugging Face's, and refused when a byte of it changed."""

import json
import shutil
from dataclasses import replace
from threading import Event

import pytest
import torch
from transformers import GPT2LMHeadModel

from interviewbuddy import bundles
from interviewbuddy.buddy import Answer, Buddy, Restart
from interviewbuddy.corpus.store import load_split
from interviewbuddy.encoding import encode_given, load_tokenizer
from interviewbuddy.engines import End, Piece, Request, Source, open_engine, repetition
from interviewbuddy.engines.embedded import EmbeddedServer
from interviewbuddy.errors import InputError
from interviewbuddy.grounding import grounding_of
from interviewbuddy.prompts import COMPOSITIONS, Neighbour, render
from interviewbuddy.training.export import export

QUESTIONS = [
    f"{topic}에 대해 {ask}"
    for topic in (
        *("지원동기", "본인의 장점", "본인의 단점", "갈등을 해결한 경험", "실패한 경험"),
        *("입사 후 포부", "스트레스 관리", "직업관", "협업 경험", "전공"),
    )
    for ask in (
        *(
            "말씀해 주세요.",
            "설명해 주시겠어요?",
            "짧게 답해 주세요.",
            "이야기해 볼까요?",
            "예를 들어 주세요.",
        ),
        *(
            "알려 주세요.",
            "구체적으로 말해 주세요.",
            "먼저 답해 주세요.",
            "솔직히 말해 주세요.",
            "묻겠습니다.",
        ),
    )
]


@pytest.fixture(scope="module")
def reference(finished):
    model = GPT2LMHeadModel.from_pretrained(finished / "model").eval()
    tokenizer = load_tokenizer(finished / "model/tokenizer.json")
    special = json.loads((finished / "run.json").read_text("utf-8"))["special"]
    from interviewbuddy.encoding import SpecialIds

    how = COMPOSITIONS["question-answer"]
    prompts = [
        encode_given(tokenizer, render(how, {"question": question}), SpecialIds(**special)) for question in QUESTIONS
    ]
    return model, prompts


def ours(server, ids, count):
    """The `count` likeliest next tokens and their log-probabilities."""
    body = {"prompt": ids, "n_predict": 1, "n_probs": count, "temperature": 0, "cache_prompt": False}
    answer = server.client.post("/completion", json=body).raise_for_status().json()
    return {entry["id"]: entry["logprob"] for entry in answer["completion_probabilities"][0]["top_logprobs"]}


def theirs(model, ids):
    with torch.no_grad():
        return torch.log_softmax(model(torch.tensor([ids])).logits[0, -1], -1)


def test_float_log_probabilities_are_hugging_faces(finished, reference, tmp_path):
    export(finished, tmp_path / "float", "f32")
    server = EmbeddedServer(tmp_path / "float" / bundles.MODEL, 1, 384)
    model, prompts = reference
    for ids in prompts[:10]:
        wanted = theirs(model, ids)
        found = ours(server, ids, 50)
        assert set(found) == set(wanted.topk(50).indices.tolist())
        assert max(abs(wanted[token] - logprob) for token, logprob in found.items()) < 0.02
    server.close()


def test_quantized_top_tokens_are_hugging_faces(bundle, reference):
    server = EmbeddedServer(bundle / bundles.MODEL, 1, 384)
    model, prompts = reference
    assert len(prompts) == 100
    same = sum(next(iter(ours(server, ids, 1))) == int(theirs(model, ids).argmax()) for ids in prompts)
    server.close()
    assert same >= 95


def test_an_untied_head_is_exported_too(few, tmp_path):
    from interviewbuddy.training.fine_tune import fine_tune
    from tests.tiny import recipe

    fine_tune(recipe(tmp_path / "run", few, method="head", max_steps=4, learning_rate=1e-2))
    export(tmp_path / "run", tmp_path / "bundle", "f32")
    server = EmbeddedServer(tmp_path / "bundle" / bundles.MODEL, 1, 384)
    model = GPT2LMHeadModel.from_pretrained(tmp_path / "run/model").eval()
    ids = [1, 20, 30, 40]
    wanted, found = theirs(model, ids), ours(server, ids, 20)
    server.close()
    assert max(abs(wanted[token] - logprob) for token, logprob in found.items()) < 0.02


def test_the_card_says_all(bundle):
    card = bundles.load(bundle)
    assert (card.name, card.composition, card.method, card.base) == (
        "tiny",
        "question-answer",
        "all",
        "scratch",
    )
    assert card.demonstration
    assert card.special.eos == 1
    assert set(card.sha256) == {"model.gguf", "tokenizer.json", "copied.bin"}
    assert card.showable
    assert card.training["learning_rate"] == 2e-3
    assert "CC0" in card.licence
    names = sorted(path.name for path in bundle.iterdir())
    assert names == ["bundle.json", "copied.bin", "model.gguf", "tokenizer.json"]


@pytest.mark.parametrize("name", ["model.gguf", "tokenizer.json", "copied.bin"])
def test_a_changed_file_is_refused(bundle, tmp_path, name):
    copy = shutil.copytree(bundle, tmp_path / "copy")
    data = bytearray((copy / name).read_bytes())
    data[-1] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(InputError, match=name):
        open_engine(str(copy), 1, 0)


def test_a_bundle_without_its_index_is_refused_and_an_older_one_is_not(bundle, tmp_path):
    copy = shutil.copytree(bundle, tmp_path / "copy")
    (copy / "copied.bin").unlink()
    with pytest.raises(InputError, match=r"copied\.bin"):
        bundles.load(copy)
    card = json.loads((copy / "bundle.json").read_text("utf-8"))
    del card["showable"], card["sha256"]["copied.bin"], card["sampling"]["dry_base"]
    (copy / "bundle.json").write_text(json.dumps(card | {"format_version": 1}), "utf-8")
    older = bundles.load(copy)
    assert bundles.copies(copy, older) is None
    assert not older.showable
    assert older.sampling == bundles.Sampling()


def test_it_knows_the_training_answers_and_no_others(bundle, sample_corpus):
    copies = bundles.copies(bundle, bundles.load(bundle))
    learned, held_out = (load_split(sample_corpus, split) for split in ("train", "test"))
    assert all(copies.contains(record.answer) for record in learned[::50])
    assert not any(copies.contains(record.answer) for record in held_out[::5])


class Copying:
    """Stands in for a model that learned an answer by heart; the bundle's index is the real one."""

    name = "copying"

    def __init__(self, engine, text):
        self.copies, self.showable, self.text = engine.copies, engine.showable, text

    def stream(self, request, cancel):
        for word in self.text.split():
            if cancel.is_set():
                break
            yield Piece(f"{word} ")
        yield End("stop", Source("generated", self.name))


@pytest.fixture(scope="module")
def forbidding(sample_corpus, few, tmp_path_factory):
    """A bundle of records whose licence forbids showing them."""
    from interviewbuddy.training.fine_tune import fine_tune
    from tests.tiny import recipe

    folder = tmp_path_factory.mktemp("forbidding")
    corpus = shutil.copytree(few, folder / "corpus")
    report = json.loads((corpus / "report.json").read_text("utf-8"))
    (corpus / "report.json").write_text(json.dumps(report | {"showable": False}), "utf-8")
    fine_tune(recipe(folder / "run", corpus, max_steps=2, composition="conditions-question-answer"))
    export(folder / "run", folder / "bundle", "f32")
    return folder


def test_a_copied_answer_is_noticed_and_not_shown_where_the_licence_forbids(forbidding, bank):
    engine = open_engine(str(forbidding / "bundle"), 1, 0)
    assert (engine.bundle.composition, engine.showable) == ("conditions-question-answer", False)
    record = load_split(forbidding / "corpus", "train")[0]
    copying = Copying(engine, record.answer)
    items = list(Buddy(copying, grounding_of(copying, bank, 0)).answer(Request(record.question), Event()))
    engine.close()
    source = items[-1].source
    assert (source.kind, source.fallback, source.fault) == ("written", True, "copied")
    first = "".join(item.text for item in items[: items.index(Restart("copied"))])
    assert len(first.split()) < 12


def test_the_eighth_composition_is_served_with_its_conditions(forbidding):
    engine = open_engine(str(forbidding / "bundle"), 1, 0)
    near = Neighbour("왜 지원하셨나요?", "기록이 좋아서입니다.", "기록이 좋아 지원했습니다.")

    def prompt(**more):
        return engine._tokenizer.decode(engine._body(Request("지원동기는?", "ICT", **more))["prompt"])

    assert prompt(neighbours=(near,), notes="카페 일") == (
        "참고: 기록이 좋아 지원했습니다. 메모: 카페 일 직군: 정보통신 질문: 지원동기는? 답변:"
    )
    assert prompt(neighbours=(near,), notes="카페에서 일했습니다. " * 200) == "직군: 정보통신 질문: 지원동기는? 답변:"
    assert answer(engine, seed=1, neighbours=(near,))[1].source.model == "run"
    engine.close()


def test_a_corpus_that_is_another_by_now_is_refused(forbidding, tmp_path):
    report = forbidding / "corpus" / "report.json"
    kept = report.read_text("utf-8")
    report.write_text(json.dumps(json.loads(kept) | {"corpus_hash": "0" * 64}), "utf-8")
    with pytest.raises(InputError, match="corpus"):
        export(forbidding / "run", tmp_path / "bundle", "f32")
    report.write_text(kept, "utf-8")


def test_what_is_no_bundle_is_refused(bundle, tmp_path):
    with pytest.raises(InputError, match="bundle"):
        open_engine(str(tmp_path), 1, 0)
    copy = shutil.copytree(bundle, tmp_path / "newer")
    card = json.loads((copy / "bundle.json").read_text("utf-8"))
    (copy / "bundle.json").write_text(json.dumps(card | {"format_version": 99}), "utf-8")
    with pytest.raises(InputError, match="99"):
        bundles.load(copy)
    (copy / "bundle.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"bundle\.json"):
        bundles.load(copy)
    junk = tmp_path / "junk.gguf"
    junk.write_bytes(b"no model")
    with pytest.raises(InputError, match=r"junk\.gguf"):
        open_engine(str(junk), 1, 0)
    with pytest.raises(InputError, match="nowhere"):
        open_engine("nowhere", 1, 0)


@pytest.fixture(scope="module")
def engine(bundle):
    engine = open_engine(str(bundle), 2, 0)
    yield engine
    engine.close()


def answer(engine, question="지원동기를 말씀해주세요", cancel=None, **more):
    items = list(Buddy(engine).answer(Request(question, **more), cancel or Event()))
    return "".join(item.text for item in items[:-1]), items[-1]


def test_a_bundle_answers_in_pieces_without_broken_characters(engine):
    text, end = answer(engine, seed=1)
    assert isinstance(end, Answer)
    assert end.source.as_json() == {"kind": "generated", "model": "tiny", "demonstration": True}
    assert end.finish_reason in {"stop", "length"}
    assert "\ufffd" not in text
    assert "<" not in text
    assert text.startswith(end.text)


def test_a_word_that_repeats_is_drawn_anew_and_the_answer_goes_on(engine, monkeypatch):
    asked = []
    monkeypatch.setattr(repetition, "says_again", lambda *words: asked.append(words) or len(asked) == 3)
    items = list(engine.stream(Request("지원동기를 말씀해주세요", seed=1), Event()))
    text = "".join(item.text for item in items if isinstance(item, Piece))
    before, word = asked[2]
    assert text.startswith(before)
    assert not text.startswith(before + word)
    assert len(asked) > 3
    assert "\ufffd" not in text
    assert items[-1].finish_reason in {"stop", "length"}


def test_an_answer_ends_where_the_words_taken_back_have_used_it_up(engine, monkeypatch):
    """A model that repeats itself to the very last token its context holds."""
    monkeypatch.setattr(repetition, "says_again", lambda before, word: len(before) > 20)
    monkeypatch.setattr(repetition, "TAKEN_BACK", 400)
    limit = replace(engine.bundle, sampling=replace(engine.bundle.sampling, max_tokens=40))
    monkeypatch.setattr(engine, "bundle", limit)
    items = list(engine.stream(Request("지원동기를 말씀해주세요", seed=1), Event()))
    text = "".join(item.text for item in items if isinstance(item, Piece))
    assert items[-1].finish_reason in {"stop", "length"}
    assert len(engine._tokenizer.encode(text).ids) <= 45


def test_the_same_seed_gives_the_same_answer(engine):
    assert answer(engine, seed=7)[0] == answer(engine, seed=7)[0]
    assert answer(engine, seed=7)[0] != answer(engine, seed=8)[0]


def test_a_model_file_inside_a_bundle_is_the_bundle(bundle):
    engine = open_engine(str(bundle / "model.gguf"), 1, 0)
    assert engine.name == "tiny"
    engine.close()


def test_a_question_longer_than_the_model_is_refused(engine):
    with pytest.raises(InputError, match=r"352"):
        answer(engine, "지원동기와 포부를 말씀해 주세요. " * 60)


def test_stopping_frees_the_slot(engine):
    import time

    cancel = Event()
    stream = engine.stream(Request("자기소개를 해 주세요", seed=1), cancel)
    next(stream)
    assert engine.server.busy_slots() == 1
    cancel.set()
    assert list(stream)[-1].finish_reason == "cancelled"
    until = time.monotonic() + 1
    while engine.server.busy_slots() and time.monotonic() < until:
        time.sleep(0.02)
    assert engine.server.busy_slots() == 0


def test_closing_the_iterator_frees_the_slot(engine):
    import time

    stream = engine.stream(Request("자기소개를 해 주세요", seed=1), Event())
    next(stream)
    stream.close()
    until = time.monotonic() + 1
    while engine.server.busy_slots() and time.monotonic() < until:
        time.sleep(0.02)
    assert engine.server.busy_slots() == 0

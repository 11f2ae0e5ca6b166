"""Does grounding help? Plain, conditioned and two-stage answers of one small base to the same questions.

A GPT-2 from nothing reads the bundled records' training split, then is fine-tuned four times with the
same steps, batches and seed: question → answer; neighbours, question → answer; question → summary; and
summary → answer, of which the last two make a chain. Each is exported and asked through the engine that
serves, unguarded, so that what is counted is the model's own. The conditioned model is asked with the
neighbours the bank finds (from the training split alone) and with those of another question; the plain
one also without repetition control and with a penalty on single tokens instead, drawn and greedy.

    .venv/bin/python benchmarks/grounding.py
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import mean
from threading import Event
from typing import Any

from rich.console import Console
from rich.table import Table
from transformers.utils import logging

from interviewbuddy.bank import Bank
from interviewbuddy.checks import is_broken, is_looping, is_off_topic, shares_content
from interviewbuddy.copies import CopyIndex
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.build import build
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.store import load_split
from interviewbuddy.engines import Engine, Piece, Request, open_engine
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.grounding import Grounding
from interviewbuddy.guards import unsupported_facts
from interviewbuddy.korean import kiwi
from interviewbuddy.training.base import make_scratch
from interviewbuddy.training.config import Scratch, TrainConfig
from interviewbuddy.training.export import export
from interviewbuddy.training.fine_tune import fine_tune
from interviewbuddy.training.pretrain import pretrain

SEED = 42
LEARNED = ("question-answer", "conditions-question-answer", "question-summary", "summary-answer")
Ask = Callable[[Request], str]


def main() -> None:
    """Trains, asks, prints one table, writes one file."""
    options = _options()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        work = options.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        corpus = options.corpus or work / "corpus"
        if not options.corpus:
            build([SAMPLE], corpus, seed=SEED)
        losses = _train(corpus, work, options)
        trained = time.perf_counter() - started
        answers, questions = _ask_all(corpus, work, options)
        report = _report(answers, questions, load_split(corpus, "train"), options)
    report |= {"losses": losses, "seconds": {"training": trained, "all": time.perf_counter() - started}}
    _print(report)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("layers", 3), ("width", 192), ("vocabulary", 2000), ("questions", 40), ("draws", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--pretrain-epochs", type=float, default=3)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--work", type=Path, help="keep base, runs and bundles here; what is finished stays")
    parser.add_argument("--corpus", type=Path, help="a built corpus instead of the bundled records")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "grounding.json")
    return parser.parse_args()


# ---------------------------------------------------------------- training


def _train(corpus: Path, work: Path, options: argparse.Namespace) -> dict[str, float]:
    """Makes the base and the four bundles; validation losses by composition."""
    base = _base(load_split(corpus, "train"), work, options)
    recipe = TrainConfig(
        base=str(base), corpus=str(corpus), learning_rate=1e-3, batch_size=4, warmup_steps=40, seed=SEED
    )
    losses = {}
    for name in LEARNED:
        out = work / "runs" / name
        run = fine_tune(replace(recipe, composition=name, max_steps=options.steps, max_length=512, out=str(out)))
        losses[name] = run["validation_loss"]
        export(out, work / "bundles" / name, "q8_0", name)
    return losses


def _base(records: Sequence[Record], work: Path, options: argparse.Namespace) -> Path:
    """A scratch model that has read every training question, answer and summary, as plain text."""
    if (work / "base").is_dir():
        return work / "base"
    text = work / "text.txt"
    text.write_text("".join(f"{one.question} {one.answer} {one.summary}\n" for one in records), "utf-8")
    shape = Scratch(
        layers=options.layers,
        heads=max(1, options.width // 64),
        width=options.width,
        context=512,
        vocabulary=options.vocabulary,
        dropout=0.0,
        text=(str(text),),
        pretrain_epochs=options.pretrain_epochs,
        pretrain_learning_rate=2e-3,
        pretrain_batch_size=2,
    )
    base = make_scratch(shape, ["질문: 답변: 요약: 참고: 메모: 직군: 경력:"] * 2)
    pretrain(base, shape, work / "pretrained", SEED)
    base.model.save_pretrained(work / "base")
    base.wrapped.save_pretrained(work / "base")
    return work / "base"


# ---------------------------------------------------------------- asking


def _ask_all(corpus: Path, work: Path, options: argparse.Namespace) -> tuple[dict[str, list[str]], list[Request]]:
    """Every contestant's answers to the same requests with the same seeds."""
    bank = Bank(load_split(corpus, "train"))
    grounding = Grounding(bank, BankEngine(bank, 0))
    records = _distinct(load_split(corpus, "test"), options.questions)
    asked = [
        grounding.conditioned(Request(one.question, one.occupation, one.experience, seed=SEED + draw))
        for one in records
        for draw in range(options.draws)
    ]
    half = len(asked) // 2
    wrong = [replace(one, neighbours=asked[at - half].neighbours) for at, one in enumerate(asked)]
    engines = {name: open_engine(str(work / "bundles" / name), 1, 0) for name in LEARNED}
    plain, conditioned, summary, answer = (_asking(engines[name]) for name in LEARNED)
    answers = {
        "plain": [plain(one) for one in asked],
        "conditioned": [conditioned(one) for one in asked],
        "conditioned, another question's neighbours": [conditioned(one) for one in wrong],
        **_decoded_otherwise("plain", engines["question-answer"], asked),
        "two-stage": [answer(replace(one, question=summary(one) or one.question)) for one in asked],
        "written (reference)": [one.answer for one in records for _ in range(options.draws)],
    }
    for engine in engines.values():
        engine.close()
    return answers, asked


def _decoded_otherwise(name: str, engine: Any, asked: Sequence[Request]) -> dict[str, list[str]]:
    """The same model's answers under other repetition control; its own is put back."""
    own = engine.bundle
    none, tokens = {"repeat_penalty": 1.0, "dry_multiplier": 0.0}, {"repeat_penalty": 1.15, "dry_multiplier": 0.0}
    ways = {"no repetition control": none, "token penalty": tokens}
    ways |= {f"greedy, {way}": {**changes, "temperature": 0.0} for way, changes in {**ways, "as served": {}}.items()}
    answers = {}
    for way, changes in ways.items():
        engine.bundle = replace(own, sampling=replace(own.sampling, **changes))
        answers[f"{name}, {way}"] = [_asking(engine)(one) for one in asked]
    engine.bundle = own
    return answers


def _distinct(records: Sequence[Record], count: int) -> list[Record]:
    """A seeded choice, each question once."""
    once = list({record.question: record for record in records}.values())
    return random.Random(SEED).sample(once, min(count, len(once)))


def _asking(engine: Engine) -> Ask:
    def ask(request: Request) -> str:
        with closing(engine.stream(request, Event())) as items:
            return "".join(item.text for item in items if isinstance(item, Piece)).strip()

    return ask


# ---------------------------------------------------------------- counting


def _report(
    answers: dict[str, list[str]], asked: Sequence[Request], train: Sequence[Record], options: argparse.Namespace
) -> dict[str, Any]:
    copies = CopyIndex.of(record.answer for record in train)
    references = answers["written (reference)"]
    return {
        "rows": {name: _row(texts, asked, references, copies) for name, texts in answers.items()},
        "examples": {name: texts[0] for name, texts in answers.items()} | {"question": asked[0].question},
        "questions": options.questions,
        "answers": len(asked),
        "options": {name: value for name, value in vars(options).items() if name not in {"out", "corpus", "work"}},
        "environment": {
            "date": datetime.now(UTC).date().isoformat(),
            **{name: version(name) for name in ("torch", "transformers", "xllamacpp", "kiwipiepy")},
        },
    }


def _row(
    texts: Sequence[str], asked: Sequence[Request], references: Sequence[str], copies: CopyIndex
) -> dict[str, float]:
    """Shares of the answers, but for distinct-2, facts an answer, and chrF (0 to 100)."""
    pairs = list(zip(asked, texts, strict=True))
    return {
        "relevant": mean(shares_content(one.question, text) for one, text in pairs),
        "off_topic": mean(is_off_topic(one.question, text, _related(one)) for one, text in pairs),
        "broken": mean(is_broken(one.question, text) for one, text in pairs),
        "looping": mean(map(is_looping, texts)),
        "copied": mean(map(copies.contains, texts)),
        "distinct_2": _distinct_2(texts),
        "unsupported_facts": mean(len(unsupported_facts(text, one.question)) for one, text in pairs),
        "chrf": mean(chrf(text, reference) for text, reference in zip(texts, references, strict=True)),
        "morphemes": mean(len(kiwi().tokenize(text)) for text in texts),
    }


def _related(request: Request) -> list[str]:
    return [words for one in request.neighbours for words in (one.question, one.summary, one.answer)]


def _distinct_2(texts: Sequence[str]) -> float:
    """Distinct pairs of neighbouring morphemes, as a share of each answer's pairs, averaged over the answers."""
    shares = []
    for text in texts:
        forms = [f"{token.form}/{token.tag}" for token in kiwi().tokenize(text)]
        pairs = list(pairwise(forms))
        shares.append(len(set(pairs)) / len(pairs) if pairs else 0.0)
    return mean(shares)


def chrf(text: str, reference: str, order: int = 6, beta: float = 2.0) -> float:
    """Character n-gram F-score of one pair, 0 to 100 (Popović 2015, https://aclanthology.org/W15-3049)."""
    scores = []
    for n in range(1, order + 1):
        ours, theirs = (_grams("".join(one.split()), n) for one in (text, reference))
        if not ours or not theirs:
            continue
        shared = sum((ours & theirs).values())
        precision, recall = shared / sum(ours.values()), shared / sum(theirs.values())
        weighted = beta**2 * precision + recall
        scores.append((1 + beta**2) * precision * recall / weighted if weighted else 0.0)
    return 100 * mean(scores) if scores else 0.0


def _grams(text: str, n: int) -> Counter[str]:
    return Counter(text[at : at + n] for at in range(len(text) - n + 1))


def _print(report: dict[str, Any]) -> None:
    columns = list(next(iter(report["rows"].values())))
    table = Table(title=f"{report['questions']} held-out questions, {report['answers']} answers each")
    for heading in ("", *columns):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, row in report["rows"].items():
        table.add_row(name, *(f"{row[column]:.2f}" for column in columns))
    Console(width=160).print(table)
    for name, text in report["examples"].items():
        print(f"{name}: {text[:160]}")
    print(f"{report['seconds']['all']:.0f} s, of which training {report['seconds']['training']:.0f} s")


if __name__ == "__main__":
    main()

"""One run: fine-tune, export, ask, measure. Its folder is named by the hash of all that decides it.

run/               what `buddy train` writes
bundle/            what is asked, as it would be served
generations.jsonl  everything it said
result.json        written last: a folder that has it is finished and never run again
"""

import hashlib
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from interviewbuddy import bundles
from interviewbuddy.bundles import Sampling
from interviewbuddy.checks import UNSAID_AGAIN
from interviewbuddy.corpus import store
from interviewbuddy.corpus.record import Record
from interviewbuddy.engines import Engine, open_engine
from interviewbuddy.engines.repetition import TAKEN_BACK
from interviewbuddy.lab import asking, measuring
from interviewbuddy.lab.base import base_identity
from interviewbuddy.lab.conditions import conditions_for, is_given
from interviewbuddy.training.config import TrainConfig
from interviewbuddy.training.export import export
from interviewbuddy.training.fine_tune import fine_tune
from interviewbuddy.training.trainer import precision

FORMAT = 3
GENERATIONS, RESULT = "generations.jsonl", "result.json"
_PACKAGES = ("torch", "transformers", "xllamacpp", "sacrebleu", "rouge-score", "kiwipiepy")


@dataclass(frozen=True)
class Spec:
    """One run to be: `name` is its place in the matrix, `questions` how many are asked; `key` its hash."""

    name: str
    config: TrainConfig
    questions: int
    key: str


def spec_of(name: str, config: TrainConfig, corpus: Path, base: str, questions: int) -> Spec:
    """A run with its identity: recipe, records and their split, base, questions, sampling, precision."""
    report = store.load_report(corpus)
    own = {key: value for key, value in config.identity.items() if key not in {"base", "corpus", "scratch"}}
    identity = {
        **own,
        **base_identity(base, config.scratch),
        "corpus_hash": report["corpus_hash"],
        "corpus_split": f"{report['split_by']} {report['seed']}",
        "questions": questions,
        "sampling": asdict(Sampling()),
        "unsaid_again": [UNSAID_AGAIN, TAKEN_BACK],
        "precision": precision(),
        "format": FORMAT,
    }
    key = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]
    return Spec(name, replace(config, base=base, corpus=str(corpus)), questions, key)


def execute(spec: Spec, folder: Path) -> dict[str, Any]:
    """Runs what of the run is not done yet, and returns its `result.json`."""
    if found := finished(folder):
        return found
    _forget_peak()
    started = time.perf_counter()
    run = fine_tune(replace(spec.config, out=str(folder / "run")))
    trained = time.perf_counter() - started
    if not (folder / "bundle" / bundles.CARD).is_file():
        export(folder / "run", folder / "bundle", "q8_0", spec.name)
    said = _ask(spec, folder)
    answered = time.perf_counter() - started - trained
    copies = bundles.copies(folder / "bundle", bundles.load(folder / "bundle"))
    result = {
        "name": spec.name,
        "key": spec.key,
        "config": asdict(spec.config),
        "training": _kept(run),
        "rows": measuring.measure(said, copies),
        "seconds": {"training": run["seconds"], "answering": round(answered, 1)},
        "answers": len(said),
        "peak_bytes": _peak(),
        "made": made(),
    }
    write_json(folder / RESULT, result)
    return result


def chained(name: str, key: str, first: Path, second: Path, folder: Path) -> dict[str, Any]:
    """The second run's model given the first's answers; kept like a run."""
    before = asking.load_generations(first / GENERATIONS)
    return _asked_once_more(name, key, second, folder, lambda engine: asking.chain(engine, name, key, before))


def given_otherwise(name: str, key: str, spec: Spec, given: str, first: Path, folder: Path) -> dict[str, Any]:
    """A run's model asked the same, but with the examples that `given` names; kept like a run."""
    corpus = Path(spec.config.corpus)
    records = asked_records(corpus, spec.questions)

    def ask(engine: Engine) -> list[asking.Generation]:
        conditioned = conditions_for(given, corpus, records)
        return asking.generate(engine, name, key, spec.config.seed, records, conditioned)

    return _asked_once_more(name, key, first, folder, ask)


def _asked_once_more(
    name: str, key: str, run: Path, folder: Path, ask: Callable[[Engine], list[asking.Generation]]
) -> dict[str, Any]:
    if found := finished(folder):
        return found
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_engine(str(run / "bundle"), 1, 0)) as engine:
        said = ask(engine)
    asking.save_generations(folder / GENERATIONS, said)
    copies = bundles.copies(run / "bundle", bundles.load(run / "bundle"))
    result = {"name": name, "key": key, "rows": measuring.measure(said, copies), "answers": len(said), "made": made()}
    write_json(folder / RESULT, result)
    return result


def finished(folder: Path) -> dict[str, Any] | None:
    """The result of a finished run."""
    return read_json(folder / RESULT)


def asked_records(corpus: Path, count: int) -> list[Record]:
    """The records whose questions every model is asked."""
    return asking.questions_of(store.load_split(corpus, "test"), count)


def made() -> dict[str, str]:
    """Commit, Python, processor, and the versions of what decides a figure."""
    return {
        "commit": _commit(),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}",
        **{name: version(name) for name in _PACKAGES},
    }


def read_json(path: Path) -> dict[str, Any] | None:
    """The object of a JSON file; None where there is no file."""
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def write_json(path: Path, value: Any) -> None:
    """Writes JSON that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    part.replace(path)


def _ask(spec: Spec, folder: Path) -> Sequence[asking.Generation]:
    path = folder / GENERATIONS
    if path.is_file():
        return asking.load_generations(path)
    corpus = Path(spec.config.corpus)
    records = asked_records(corpus, spec.questions)
    conditioned = conditions_for("own", corpus, records) if is_given(spec.config.composition) else None
    with closing(open_engine(str(folder / "bundle"), 1, 0)) as engine:
        said = asking.generate(engine, spec.name, spec.key, spec.config.seed, records, conditioned)
    asking.save_generations(path, said)
    return said


def _kept(run: dict[str, Any]) -> dict[str, Any]:
    names = (
        "validation_loss",
        "history",
        "steps",
        "examples",
        "tokens",
        "skipped_too_long",
        "method_proof",
        "corpus_name",
    )
    return {name: run[name] for name in (*names, "corpus_hash", "environment")}


def _commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], capture_output=True, text=True, cwd=Path(__file__).parent, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "--short=12", "HEAD")
    return (commit + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")) or version("interviewbuddy")


def _forget_peak() -> None:
    """Lets the peak count from here, where the system can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak() -> int:
    """Peak resident bytes since `_forget_peak`, or of the process where that cannot be told."""
    try:
        status = Path("/proc/self/status").read_text()
        return 1024 * int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

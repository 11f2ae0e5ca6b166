"""One answer's speed: our engine beside Hugging Face `generate` and the memory's own limit, in one run.

KoGPT2's shape with random weights (seeded), 128 tokens after 32, top-k 50 and top-p 0.95, the end token
suppressed so that every run writes the same number. Our engine has a process of its own, as it is
served (`served.py`). The runs take turns, so that none has the quieter
machine. Reported are medians and their ratios; `--out` keeps everything as JSON.

    make bench
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.utils import logging

from interviewbuddy.encoding import SpecialIds
from interviewbuddy.training.export import write_gguf
from interviewbuddy.training.tokenizer import train_tokenizer

PEER = "Hugging Face generate, float32"
CORES = torch.get_num_threads()
Measured = dict[str, float]


def main() -> None:
    """Measures, prints one table, writes one file."""
    options = _options()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.manual_seed(0)
    model = _model(options)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.gguf"
        write_gguf(model, train_tokenizer(["질문과 답변"] * 9, 60), SpecialIds(1, 1, 3), path, "q8_0")
        report = _measure(model, path, options)
    _print(report)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("tokens", 128), ("prompt", 32), ("runs", 5), ("layers", 12), ("width", 768), ("many", 16)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--vocabulary", type=int, default=51200)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "engine.json")
    return parser.parse_args()


def _model(options: argparse.Namespace) -> Any:
    shape = GPT2Config(
        vocab_size=options.vocabulary,
        n_embd=options.width,
        n_layer=options.layers,
        n_head=max(1, options.width // 64),
        bos_token_id=1,
        eos_token_id=1,
        pad_token_id=3,
    )
    return GPT2LMHeadModel(shape).eval()


def _measure(model: Any, path: Path, options: argparse.Namespace) -> dict[str, Any]:
    ids = torch.randint(10, options.vocabulary, (options.prompt,)).tolist()
    one, many = Served(path, 1, 1024), Served(path, options.many, 512)
    half = _copy(model, torch.bfloat16)
    contestants: dict[str, Callable[[], Measured]] = {
        PEER: lambda: _generate(model, ids, options.tokens),
        "Hugging Face generate, bfloat16": lambda: _generate(half, ids, options.tokens),
        "InterviewBuddy engine, q8_0": lambda: one.ask(ids, options.tokens, 1),
        f"InterviewBuddy engine, q8_0, {options.many} at once": lambda: many.ask(ids, options.tokens, options.many),
    }
    runs: dict[str, list[Measured]] = {name: [] for name in contestants}
    for turn in range(options.runs + 1):
        for name, contestant in contestants.items():
            measured = contestant()
            if turn:  # the first round only warms up
                runs[name].append(measured)
    one.close()
    many.close()
    return _report(runs, _weights_read(path, model), _bandwidth(), options)


def _copy(model: Any, dtype: torch.dtype) -> Any:
    copy = GPT2LMHeadModel(model.config)
    copy.load_state_dict(model.state_dict())
    return copy.to(dtype).eval()  # type: ignore[arg-type]


def _generate(model: Any, ids: list[int], tokens: int) -> Measured:
    """Tokens a second, and seconds to the first token, of Hugging Face's loop."""
    common = {"do_sample": True, "top_k": 50, "top_p": 0.95, "suppress_tokens": [1]}
    prompt = torch.tensor([ids])
    with torch.no_grad():
        started = time.perf_counter()
        model.generate(prompt, max_new_tokens=1, min_new_tokens=1, **common)
        first = time.perf_counter() - started
        started = time.perf_counter()
        model.generate(prompt, max_new_tokens=tokens, min_new_tokens=tokens, **common)
    return {"tokens_per_second": tokens / (time.perf_counter() - started), "first_token_seconds": first}


class Served:
    """Our engine in its own process, asked over a pipe."""

    def __init__(self, path: Path, slots: int, context: int) -> None:
        command = [sys.executable, str(Path(__file__).with_name("served.py")), str(path), str(slots), str(context)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, ids: list[int], tokens: int, many: int) -> Measured:
        """The speed of `many` answers at once."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ids": ids, "tokens": tokens, "many": many}) + "\n")
        self._process.stdin.flush()
        measured: Measured = json.loads(self._process.stdout.readline())
        return measured

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate(timeout=30)


def _bandwidth() -> float:
    """Bytes a second that all cores together read from memory: best of five passes over a gibibyte."""
    data = np.ones(1 << 27)
    parts = np.array_split(data, CORES)
    best = 0.0
    with ThreadPoolExecutor(CORES) as pool:
        for _ in range(5):
            started = time.perf_counter()
            list(pool.map(np.sum, parts))
            best = max(best, data.nbytes / (time.perf_counter() - started))
    return best


def _weights_read(path: Path, model: Any) -> int:
    """Bytes of weights that one token needs: the file, less the positions it does not look at."""
    return path.stat().st_size - model.transformer.wpe.weight.numel() * 4


def _report(runs: dict[str, list[Measured]], weights: int, bandwidth: float, options: Any) -> dict[str, Any]:
    rows = {name: _row(measured) for name, measured in runs.items()}
    peer = rows[PEER]["tokens_per_second"]["median"]
    for row in rows.values():
        row["ratio"] = row["tokens_per_second"]["median"] / peer
    limit = bandwidth / weights
    ours = rows["InterviewBuddy engine, q8_0"]["tokens_per_second"]["median"]
    return {
        "rows": rows,
        "memory": {
            "bytes_per_second": bandwidth,
            "weights_bytes": weights,
            "tokens_per_second_limit": limit,
            "share_of_limit": ours / limit,
        },
        "options": {name: value for name, value in vars(options).items() if name != "out"},
        "environment": {
            "date": datetime.now(UTC).date().isoformat(),
            "processor": _processor(),
            "cores": CORES,
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "transformers", "xllamacpp")},
        },
    }


def _row(measured: list[Measured]) -> dict[str, Any]:
    return {
        name: {
            "median": statistics.median(run[name] for run in measured),
            "min": min(run[name] for run in measured),
            "max": max(run[name] for run in measured),
        }
        for name in ("tokens_per_second", "first_token_seconds")
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def _print(report: dict[str, Any]) -> None:
    environment, memory = report["environment"], report["memory"]
    table = Table(title=f"{environment['processor']}, {environment['cores']} cores for each")
    for heading in ("", "tokens/s", "min to max", "first token", "ratio"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, row in report["rows"].items():
        speed, first = row["tokens_per_second"], row["first_token_seconds"]["median"]
        spread = f"{speed['min']:.1f} to {speed['max']:.1f}"
        table.add_row(name, f"{speed['median']:.1f}", spread, f"{first * 1000:.0f} ms", f"{row['ratio']:.2f}")
    limit = f"{memory['tokens_per_second_limit']:.1f}"
    table.add_row(f"memory reading q8_0 weights at {memory['bytes_per_second'] / 1e9:.1f} GB/s", limit, "", "", "")
    Console().print(table)
    print(f"Our engine reaches {memory['share_of_limit']:.0%} of what the memory allows.")


if __name__ == "__main__":
    main()

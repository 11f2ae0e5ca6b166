"""Hugging Face's Trainer as both pre-training and fine-tuning use it: progress, interruption, memory."""

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from transformers import PrinterCallback, ProgressCallback, Trainer, TrainerCallback, TrainingArguments

SAVE_EVERY_SECONDS = 600
"""A checkpoint at least so often, so that a killed run loses little."""

CPU_LOGIT_BYTES = 1 << 30
"""What the logits of one device batch may take on a processor; KoGPT2's 51,200 a token are the largest tensor."""


class Watch(TrainerCallback):
    """Draws a bar, keeps time for checkpoints, and turns Ctrl-C into "save, then stop"."""

    def __init__(self, label: str) -> None:
        self.interrupted = False
        self._saved = time.monotonic()
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn(label),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[loss]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: Any = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Draws the empty bar."""
        self._bar.start()
        self._task = self._bar.add_task("train", total=state.max_steps, completed=state.global_step, loss="")

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Moves the bar; saves when it is time or when interrupted."""
        self._bar.update(self._task, completed=state.global_step)
        if self.interrupted:
            control.should_save = control.should_training_stop = True
        elif time.monotonic() - self._saved > SAVE_EVERY_SECONDS:
            control.should_save = True
        if control.should_save:
            self._saved = time.monotonic()

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        """Shows the last loss beside the bar."""
        shown = {name: value for name, value in (logs or {}).items() if name in {"loss", "eval_loss"}}
        if shown and self._task is not None:
            self._bar.update(self._task, loss=" ".join(f"{name} {value:.3f}" for name, value in shown.items()))

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Leaves the full bar."""
        self._bar.stop()


def arguments(out: Path, *, batch_size: int, device_batch_size: int, **options: Any) -> TrainingArguments:
    """Training arguments for a batch reached by accumulation; the rest are Hugging Face's names."""
    return TrainingArguments(
        output_dir=str(out),
        per_device_train_batch_size=device_batch_size,
        per_device_eval_batch_size=device_batch_size,
        gradient_accumulation_steps=max(1, batch_size // device_batch_size),
        dataloader_pin_memory=torch.cuda.is_available(),
        use_cpu=not torch.accelerator.is_available(),
        bf16=precision() == "bfloat16",
        disable_tqdm=True,
        report_to="none",
        logging_steps=5,
        **options,
    )


def run(make: Callable[[int], Trainer], batch_size: int, device_batch_size: int, label: str, out: Path) -> Trainer:
    """Trains, from the last checkpoint if there is one, with the largest device batch that fits.

    :param make: makes a Trainer for a device batch size; halved where an accelerator's memory runs out.
    :raise KeyboardInterrupt: after saving a checkpoint.
    """
    size = max(n for n in range(1, min(batch_size, device_batch_size) + 1) if batch_size % n == 0)
    while True:
        trainer = make(size)
        watch = Watch(label)
        trainer.remove_callback(PrinterCallback)
        trainer.remove_callback(ProgressCallback)
        trainer.add_callback(watch)
        try:
            _train(trainer, watch, last_checkpoint(out))
        except torch.OutOfMemoryError:
            if size == 1:
                raise
            size //= 2
            torch.cuda.empty_cache()
            continue
        if watch.interrupted:
            raise KeyboardInterrupt
        return trainer


def batch_that_fits(length: int, vocabulary: int) -> int:
    """Examples of `length` tokens to take at once: 32, or on a processor what its memory bears.

    Logits, their softmax and its gradient are float32 and (examples, length, vocabulary) each.
    """
    if torch.cuda.is_available():
        return 32
    return max(1, min(32, CPU_LOGIT_BYTES // (3 * 4 * length * vocabulary)))


def precision() -> str:
    """What is multiplied in: bfloat16 where the chip does that itself; elsewhere it would be slower than float32."""
    if torch.cuda.is_available():
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    chip = {} if torch.accelerator.is_available() else torch.cpu.get_capabilities()
    return "bfloat16" if chip.get("avx512_bf16") or chip.get("amx_bf16") else "float32"


def _train(trainer: Trainer, watch: Watch, checkpoint: Path | None) -> None:
    """Runs the loop with Ctrl-C and SIGTERM asking for a checkpoint instead of a traceback."""
    main = threading.current_thread() is threading.main_thread()
    signals = (signal.SIGINT, signal.SIGTERM) if main else ()

    def ask_to_stop(_number: int, _frame: object) -> None:
        watch.interrupted = True

    before = {number: signal.signal(number, ask_to_stop) for number in signals}
    try:
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def last_checkpoint(out: Path) -> Path | None:
    """The newest whole checkpoint below `out`."""
    found = [path for path in out.glob("checkpoint-*") if (path / "trainer_state.json").is_file()]
    return max(found, key=lambda path: int(path.name.split("-")[-1]), default=None)

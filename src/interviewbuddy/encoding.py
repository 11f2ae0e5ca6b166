"""Prompts → token ids and the loss mask, the same for training and serving.

`given` and `learned` are encoded apart, so that the ids a model is served with are exactly those it
was trained on. Works with any `tokenizers.Tokenizer`; knows nothing of torch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from interviewbuddy.prompts import Prompt

IGNORED = -100
"""The label that torch's cross entropy leaves out."""


@dataclass(frozen=True)
class SpecialIds:
    """Ids looked up by name: what starts and ends a text, what fills a batch."""

    bos: int
    eos: int
    pad: int


@dataclass(frozen=True)
class Example:
    """Ids of one example and how many of them, from the start, are given and bear no loss."""

    ids: tuple[int, ...]
    given: int

    @property
    def labels(self) -> list[int]:
        """What the loss compares with: the learned ids and the end token, the rest ignored."""
        return [IGNORED] * self.given + list(self.ids[self.given :])


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a `tokenizer.json`, without truncation or padding of its own."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode_given(tokenizer: Tokenizer, prompt: Prompt, special: SpecialIds) -> list[int]:
    """The ids a model is given: the start token, then the prompt."""
    return [special.bos, *tokenizer.encode(prompt.given, add_special_tokens=False).ids]


def encode(tokenizer: Tokenizer, prompt: Prompt, special: SpecialIds) -> Example:
    """The ids of a whole example, ended by the end token."""
    given = encode_given(tokenizer, prompt, special)
    learned = tokenizer.encode(f" {prompt.learned}", add_special_tokens=False).ids
    return Example((*given, *learned, special.eos), len(given))


def fitting(examples: Iterable[Example], max_length: int) -> tuple[list[Example], int]:
    """The examples of at most `max_length` ids, and how many were longer; none is cut."""
    kept, skipped = [], 0
    for example in examples:
        if len(example.ids) <= max_length:
            kept.append(example)
        else:
            skipped += 1
    return kept, skipped


def show(tokenizer: Tokenizer, example: Example) -> str:
    """An example for reading in a terminal: given ids dim, learned ids in colour, each with its token."""
    from rich.console import Console
    from rich.text import Text

    text = Text()
    for position, number in enumerate(example.ids):
        style = "dim" if position < example.given else "bold green"
        text.append(f"{tokenizer.id_to_token(number)}", style=style)
        text.append(f"·{number} ", style="dim cyan")
    text.append(f"\n{example.given} given, {len(example.ids) - example.given} learned", style="dim")
    console = Console(force_terminal=True, color_system="standard", width=110)
    with console.capture() as capture:
        console.print(text)
    return capture.get()


def padded(rows: Sequence[Sequence[int]], fill: int) -> list[list[int]]:
    """Rows made equally long on the right: (rows, longest)."""
    longest = max(map(len, rows))
    return [[*row, *[fill] * (longest - len(row))] for row in rows]

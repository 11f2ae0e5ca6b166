"""What a round is drawn from: generations read, items drawn, an order for each evaluator.

A generation is a line of JSON: `model`, `question` and `answer`, and where known `run`, `seed`,
`occupation`, `experience`, `reference`, `summary`. Pure but for reading the files; the same seed
draws the same. Knows nothing of databases.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS
from interviewbuddy.errors import InputError
from interviewbuddy.korean import nfc, same_text_key

_TEXTS = ("model", "question", "answer", "run", "occupation", "experience", "reference", "summary")
_REQUIRED = ("model", "question", "answer")
_CODES = {"occupation": OCCUPATIONS, "experience": EXPERIENCES}


@dataclass(frozen=True)
class Generation:
    """An answer and where it comes from."""

    model: str
    question: str
    answer: str
    run: str | None = None
    seed: int | None = None
    occupation: str | None = None
    experience: str | None = None
    reference: str | None = None
    summary: str | None = None

    @property
    def prompt(self) -> tuple[str, str | None, str | None]:
        """Equal for generations that were asked the same under the same conditions."""
        return (same_text_key(self.question), self.occupation, self.experience)


def read_generations(paths: Iterable[Path]) -> list[Generation]:
    """All generations of JSON-lines files.

    :raise InputError: if a file cannot be read, or a line is no generation; the line is named.
    """
    found: list[Generation] = []
    for path in paths:
        try:
            lines = path.read_text("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("ratings_file", path=path, reason=getattr(error, "strerror", None) or error) from error
        found += [_generation(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return found


def _generation(path: Path, number: int, line: str) -> Generation:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    fault = _fault(value)
    if fault:
        raise InputError("generation_line", path=path, line=number, field=fault)
    texts = {name: _clean(value[name]) for name in _TEXTS if value.get(name) is not None}
    return Generation(**texts, seed=value.get("seed"))


def _fault(value: Any) -> str | None:
    """The field that is not what it must be; "JSON" where it is no object at all."""
    if not isinstance(value, dict):
        return "JSON"
    for name in _TEXTS:
        text = value.get(name)
        missing = text is None or (name in ("model", "question") and text == "")
        if (missing and name in _REQUIRED) or not isinstance(text, str | None):
            return name
        if name in _CODES and text is not None and text not in _CODES[name]:
            return name
    seed = value.get("seed")
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool) or abs(seed) >= 1 << 63):
        return "seed"
    return None


def _clean(text: str) -> str:
    """Composed text that a database keeps: a model may write a NUL or half a surrogate pair."""
    return nfc(text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "�"))


def draw(
    generations: Sequence[Generation], questions: int, models: Sequence[str] | None, seed: int
) -> list[Generation]:
    """One generation a model for each of so many questions, which every model answered.

    :param models: whose answers are rated; None is everyone's.
    :raise InputError: if a model has no generation, or the models share too few questions.
    """
    known = sorted({one.model for one in generations})
    wanted = list(dict.fromkeys(models)) if models else known
    if missing := [model for model in wanted if model not in known]:
        raise InputError("rating_models", missing=", ".join(missing), known=", ".join(known) or "-")
    random = Random(f"{seed}/questions")
    by_prompt = _by_prompt(one for one in generations if one.model in wanted)
    shared = sorted((prompt for prompt, found in by_prompt.items() if len(found) == len(wanted)), key=repr)
    random.shuffle(shared)
    # One question may stand under several conditions; it is asked once.
    chosen = list({prompt[0]: prompt for prompt in reversed(shared)}.values())[:questions]
    if questions < 1 or len(chosen) < questions:
        raise InputError("rating_questions", asked=questions, shared=len({prompt[0] for prompt in shared}))
    return [random.choice(by_prompt[prompt][model]) for prompt in chosen for model in wanted]


def _by_prompt(
    generations: Iterable[Generation],
) -> dict[tuple[str, str | None, str | None], dict[str, list[Generation]]]:
    found: dict[Any, dict[str, list[Generation]]] = defaultdict(lambda: defaultdict(list))
    for one in generations:
        found[one.prompt][one.model].append(one)
    return found


def order(items: int, repeats: float, seed: int, evaluator: int) -> Iterator[tuple[int, int]]:
    """One evaluator's order: (item, occasion), each item once, and `repeats` of them once more.

    What comes again was met in the first half and comes back in the second, never right after itself.
    """
    random = Random(f"{seed}/evaluator/{evaluator}")
    places = [(item, 0) for item in random.sample(range(items), items)]
    half = math.ceil(items / 2)
    again = random.sample([item for item, _ in places[:half]], min(half, math.ceil(items * repeats)))
    for item in again:
        earliest = max(half, places.index((item, 0)) + 2)
        places.insert(random.randint(min(earliest, len(places)), len(places)), (item, 1))
    yield from places

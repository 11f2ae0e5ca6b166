"""Is a worry told from an interviewer's question? Beside showing an example to everybody.

`tests/data/messages.jsonl`: worries about the interview and typed questions near some advice, each with a reader's
marks (0 to 4) for an example alone, for advice alone, and for the advice with the example beneath. What is shown now is
given the mark of its kind; the advice and example themselves may be others than the reader saw.
"""

import json
from pathlib import Path
from statistics import mean
from threading import Event
from typing import Any

from interviewbuddy import locale
from interviewbuddy.engines import End, Piece, Request, sample_bank
from interviewbuddy.engines.bank import BankEngine

MESSAGES = Path(__file__).parents[1] / "tests" / "data" / "messages.jsonl"
RESULTS = Path(__file__).parent / "results" / "messages.json"


def shown(engine: BankEngine, message: dict[str, Any]) -> str:
    """Which kind of reply a message gets: `advice`, `both`, or (with a plan or a notice) `example`."""
    asked = Request(message["question"], message["occupation"], message["experience"])
    items = list(engine.stream(asked, Event()))
    text = "".join(item.text for item in items if isinstance(item, Piece))
    if not any(isinstance(item, End) and item.source.form == "advice" for item in items):
        return "example"
    introduced = locale.text("answer.advice_example", "ko", question="\n").split("\n")[-1]
    return "both" if introduced in text else "advice"


def main() -> None:
    messages = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]
    engine = BankEngine(sample_bank(), pace=0)
    kinds = [shown(engine, one) for one in messages]
    report = {
        "messages": len(messages),
        "shown": {kind: kinds.count(kind) for kind in ("example", "advice", "both")},
        "mean_mark": round(mean(one["marks"][kind] for one, kind in zip(messages, kinds, strict=True)), 2),
        "example_to_everybody": round(mean(one["marks"]["example"] for one in messages), 2),
        "best_of_the_three": round(mean(max(one["marks"].values()) for one in messages), 2),
    }
    RESULTS.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

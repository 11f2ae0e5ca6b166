"""`buddy corpus …`: builds and says what came out, looks into a corpus."""

from collections import Counter
from itertools import islice
from pathlib import Path

from interviewbuddy import locale
from interviewbuddy.corpus import cleaning, store
from interviewbuddy.corpus.build import build
from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS, Record
from interviewbuddy.corpus.splits import SPLITS


def build_and_tell(sources: list[Path], out: Path, split: str, seed: int) -> None:
    """Builds the corpus and prints one line and the defects met."""
    report = build(sources, out, split, seed)
    values = {name: value for name, value in report.items() if isinstance(value, int)}
    print(locale.text("cli.corpus_built", locale.terminal_language(), out=out, **values, **report["splits"]))
    for kind, found in report["defects"].items():
        more = " …" if found["count"] > 2 else ""
        print(f"  {kind}: {found['count']}  ({', '.join(found['files'][:2])}{more})")


def show_stats(folder: Path, diff: int) -> None:
    """Prints counts, lengths and, where asked, cleaned answers before and after."""
    report = store.load_report(folder)
    records = [record for split in SPLITS for record in store.load_split(folder, split)]
    print(f"{report['name']} · {report['licence']} · {report['corpus_hash'][:12]}")
    print("  ".join(f"{split} {count:,}" for split, count in report["splits"].items()))
    _print_counts("occupation", Counter(record.occupation for record in records), OCCUPATIONS)
    _print_counts("experience", Counter(record.experience for record in records), EXPERIENCES)
    _print_counts("intent", Counter(i.category for record in records for i in record.intents), {})
    _print_lengths("answer", [len(record.answer.split()) for record in records])
    _print_lengths("summary", [len(record.summary.split()) for record in records])
    for record in islice((one for one in records if one.answer != one.answer_raw), diff):
        _print_diff(record)


def _print_counts(label: str, counts: Counter[str], names: dict[str, str]) -> None:
    parts = (
        f"{code or '-'} {names.get(code, '')} {count:,}".replace("  ", " ") for code, count in counts.most_common()
    )
    print(f"{label}: {', '.join(parts)}")


def _print_lengths(label: str, lengths: list[int]) -> None:
    ordered = sorted(lengths) or [0]
    low, middle, high = (ordered[int(share * (len(ordered) - 1))] for share in (0.05, 0.5, 0.95))
    print(f"{label} 어절: 5% {low}, median {middle}, 95% {high}")


def _print_diff(record: Record) -> None:
    print(f"\n{record.source} · {record.question}")
    print(f"- {record.answer_raw}\n+ {record.answer}")
    print(f"  {cleaning.marked(cleaning.clean(record.answer_raw))}")

"""Sources → a corpus folder: parsed, counted, de-duplicated, cleaned, split without leaks.

Two passes over the data, each in bounded memory: the first parses, drops duplicates, cleans and
writes one unsplit file, keeping only digests; the second deals its rows out to the splits. The
folder appears whole at the end, or not at all.
"""

import hashlib
import json
import shutil
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from interviewbuddy.corpus import aihub, cleaning, splits, store
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.sources import CARD_NAME, Item, LabelText, read_sources
from interviewbuddy.errors import InputError
from interviewbuddy.korean import same_text_key, squeeze
from interviewbuddy.progress import track

FILES_NAMED = 20
"""How many file names the report lists for a kind of defect."""

_BATCH = 1024


@dataclass
class Tally:
    """What the report counts while records stream by."""

    records_in: int = 0
    duplicates: int = 0
    defects: Counter[str] = field(default_factory=Counter)
    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_occupation: Counter[str] = field(default_factory=Counter)
    by_experience: Counter[str] = field(default_factory=Counter)
    questions: Counter[str] = field(default_factory=Counter)
    validation_questions: Counter[str] = field(default_factory=Counter)
    training_questions: set[str] = field(default_factory=set)
    digests: set[bytes] = field(default_factory=set)
    summaries: set[bytes] = field(default_factory=set)
    profiles: dict[tuple[str, ...], list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, kind: str, name: str) -> None:
        """Counts one defect and remembers where, up to `FILES_NAMED` names."""
        self.defects[kind] += 1
        if len(self.files[kind]) < FILES_NAMED:
            self.files[kind].append(name)


def build(sources: list[Path], out: Path, split: str = "question", seed: int = 0) -> dict[str, Any]:
    """Builds the corpus folder `out` and returns its report.

    :param split: "question" (no question text in two splits) or "official" (AI Hub's own division).
    :raise InputError: if the sources hold no usable record, `out` is in use, or `split` is "official"
        and no file belongs to AI Hub's Validation side.
    """
    if split not in {"question", "official"}:
        raise InputError("split_unknown", split=split)
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "report.json").is_file())):
        raise InputError("out_in_use", out=out)
    licence = _licence(sources)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as name:
        folder = Path(name)
        tally = _collect(sources, folder / "all")
        if not tally.digests:
            _refuse_empty(sources, tally)
        report = _deal(folder, tally, split, seed, licence)
        (folder / "all" / "all.parquet").unlink()
        (folder / "all").rmdir()
        _write_report(folder, report)
        _replace_folder(folder, out)
    return report


def _refuse_empty(sources: list[Path], tally: Tally) -> None:
    kinds = ", ".join(f"{kind} {count}" for kind, count in tally.defects.most_common(5)) or "-"
    raise InputError("corpus_empty", sources=", ".join(map(str, sources)), found=tally.records_in, kinds=kinds)


# ---------------------------------------------------------------- first pass


def _collect(sources: list[Path], folder: Path) -> Tally:
    folder.mkdir()
    tally = Tally()
    writer = store.ShardWriter(folder, ("all",))
    try:
        for records in _in_batches(_usable(track(read_sources(sources), "corpus"), tally)):
            writer.write("all", [store.to_row(record) for record in _cleaned(records)])
    finally:
        writer.close()
    return tally


def _usable(items: Iterator[Item], tally: Tally) -> Iterator[Record]:
    for item in items:
        if not isinstance(item, LabelText):
            tally.note(item.kind, item.name)
            continue
        parsed = aihub.parse(item)
        tally.records_in += parsed.is_label
        for kind in parsed.defects:
            tally.note(kind, item.name)
        if parsed.record and (record := _first_seen(parsed.record, tally)):
            yield record


def _first_seen(record: Record, tally: Tally) -> Record | None:
    """The record, counted; None for an exact copy (same question, raw answer and speaker data)."""
    digest = _digest(record.question, record.answer_raw, *record.profile)
    if digest in tally.digests:
        tally.duplicates += 1
        return None
    tally.digests.add(digest)
    summary = _digest(record.summary)
    if record.summary and summary in tally.summaries:
        tally.note("duplicate_summary", record.source)
        record = replace(record, defects=(*record.defects, "duplicate_summary"))
    tally.summaries.add(summary)
    _count(record, tally)
    return record


def _count(record: Record, tally: Tally) -> None:
    key = question_key(record.question)
    tally.questions[key] += 1
    if record.division == "Validation":
        tally.validation_questions[key] += 1
    else:
        tally.training_questions.add(key)
    tally.by_occupation[record.occupation or "-"] += 1
    tally.by_experience[record.experience or "-"] += 1
    if record.number is not None:
        side = "v" if record.division == "Validation" else "t"
        tally.profiles[record.profile].append((record.number, f"{side}{key}"))


def question_key(question: str) -> str:
    """What two askings of the same question share; a question of punctuation alone keeps its own text."""
    return hashlib.blake2b((same_text_key(question) or squeeze(question)).encode(), digest_size=12).hexdigest()


def _cleaned(records: list[Record]) -> list[Record]:
    """Records with `answer` filled: the source's own clean version, else ours."""
    cleanings = cleaning.clean_many(record.answer_raw for record in records)
    return [
        replace(record, question=squeeze(record.question), answer=record.answer or cleaned.text)
        for record, cleaned in zip(records, cleanings, strict=True)
    ]


# ---------------------------------------------------------------- second pass


def _deal(folder: Path, tally: Tally, split: str, seed: int, licence: store.Licence) -> dict[str, Any]:
    side_of = _sides(tally, split, seed)
    counts = Counter(dict.fromkeys(splits.SPLITS, 0))
    writer = store.ShardWriter(folder, splits.SPLITS)
    try:
        for rows in store.read_rows(folder / "all" / "all.parquet"):
            dealt: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for row in rows:
                side = side_of(question_key(row["question"]), row["division"])
                dealt[side].append({**row, "split": side})
            for side, members in dealt.items():
                writer.write(side, members)
                counts[side] += len(members)
    finally:
        writer.close()
    return _report(tally, split, seed, counts, side_of, licence)


def _sides(tally: Tally, split: str, seed: int) -> Any:
    if split == "question":
        chosen = splits.split_groups(tally.questions, seed)
        return lambda key, _division: chosen[key]
    if not tally.validation_questions:
        raise InputError("no_official_division")
    held_out = splits.split_official(tally.validation_questions, seed)
    return lambda key, division: held_out[key] if division == "Validation" else "train"


def _report(
    tally: Tally, split: str, seed: int, counts: Counter[str], side_of: Any, licence: store.Licence
) -> dict[str, Any]:
    return {
        "records_in": tally.records_in,
        "records_out": sum(counts.values()),
        "splits": dict(counts),
        "defects": {
            kind: {"count": count, "files": tally.files[kind]}
            for kind, count in sorted(tally.defects.items())
        },
        "duplicates": tally.duplicates,
        "distinct_questions": len(tally.questions),
        "by_occupation": dict(sorted(tally.by_occupation.items())),
        "by_experience": dict(sorted(tally.by_experience.items())),
        "questions_on_both_sides": len(tally.training_questions & set(tally.validation_questions))
        if split == "official"
        else 0,
        "interviewees_on_both_sides": _split_interviewees(tally, side_of),
        "corpus_hash": _corpus_hash(tally),
        "split_by": split,
        "seed": seed,
        "name": licence.name,
        "licence": licence.licence,
        "showable": licence.showable,
        "attribution": licence.attribution,
    }


def _split_interviewees(tally: Tally, side_of: Any) -> int:
    """How many runs of neighbouring numbers with one profile (an interviewee, most likely) are parted."""
    parted = 0
    for numbered in tally.profiles.values():
        numbered.sort()
        run: set[str] = set()
        previous = None
        for number, where in numbered:
            if previous is not None and number - previous > 1:
                parted += len(run) > 1
                run = set()
            run.add(side_of(where[1:], "Validation" if where[0] == "v" else "Training"))
            previous = number
        parted += len(run) > 1
    return parted


def _corpus_hash(tally: Tally) -> str:
    """The same for the same records, in whatever order or packing they came."""
    digest = hashlib.sha256()
    for one in sorted(tally.digests):
        digest.update(one)
    return digest.hexdigest()


# ---------------------------------------------------------------- files


def _licence(sources: list[Path]) -> store.Licence:
    """The strictest licence among the sources; one without a card counts as AI Hub's."""
    cards = [source / CARD_NAME for source in sources if source.is_dir()]
    if len(cards) < len(sources) or not all(card.is_file() for card in cards):
        return store.AIHUB_LICENCE
    licences = [store.Licence(**tomllib.loads(card.read_text("utf-8"))["licence"]) for card in cards]
    return min(licences, key=lambda licence: licence.showable)


def _write_report(folder: Path, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(text + "\n", "utf-8")
    (folder / "README.md").write_text(_card(report), "utf-8")


def _card(report: dict[str, Any]) -> str:
    splits_line = ", ".join(f"{name} {count:,}" for name, count in report["splits"].items())
    defects = "\n".join(f"| {kind} | {found['count']:,} |" for kind, found in report["defects"].items())
    return (
        f"# {report['name']}\n\n{report['attribution']}\n\n"
        f"- Licence: {report['licence']}; text may be shown to visitors: {'yes' if report['showable'] else 'no'}\n"
        f"- Records: {report['records_in']:,} in, {report['records_out']:,} out ({splits_line}), "
        f"{report['duplicates']:,} exact duplicates dropped\n"
        f"- Distinct questions: {report['distinct_questions']:,}; split by {report['split_by']}, "
        f"seed {report['seed']}; questions on both sides: {report['questions_on_both_sides']:,}; "
        f"interviewees on both sides: {report['interviewees_on_both_sides']:,}\n"
        f"- Hash: `{report['corpus_hash']}`\n\n| defect | records |\n|---|---:|\n{defects}\n"
    )


def _replace_folder(folder: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    for path in sorted(folder.iterdir()):
        shutil.move(path, out / path.name)


def _digest(*parts: str) -> bytes:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest()


def _in_batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

"""Sources → a corpus folder: parsed, counted, de-duplicated, cleaned, split without leaks.

Two passes over the data, each in bounded memory: the first parses, drops duplicates, cleans and
writes one unsplit file, keeping only digests; the second deals its rows out to the splits. The
folder appears whole at the end, or not at all.
"""

import json
import shutil
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from interviewbuddy.batching import batched
from interviewbuddy.corpus import aihub, cleaning, splits, store
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.sources import CARD_NAME, Item, LabelText, read_sources
from interviewbuddy.corpus.tally import SideOf, Tally, card_of, question_key, report_of
from interviewbuddy.errors import InputError
from interviewbuddy.korean import squeeze
from interviewbuddy.progress import track

_BATCH = 1024


def build(sources: list[Path], out: Path, split: str = "question", seed: int = 0) -> dict[str, Any]:
    """Builds the corpus folder `out` and returns its report.

    :param split: "question" (no question text in two splits) or "official" (AI Hub's own division).
    :raise InputError: if the sources hold no usable record, `out` is in use, or `split` is "official"
        and no file belongs to AI Hub's Validation side.
    """
    if split not in {"question", "official"}:
        raise InputError("split_unknown", split=split)
    if not sources:
        raise InputError("corpus_empty", sources="-", found=0, kinds="-")
    if not _is_free(out):
        raise InputError("out_in_use", out=out)
    licence = _licence(sources)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as name:
        folder = Path(name)
        tally = _collect(sources, folder / "all", out)
        if not tally.digests:
            _refuse_empty(sources, tally)
        report = _deal(folder, tally, split, seed, licence)
        (folder / "all" / "all.parquet").unlink()
        (folder / "all").rmdir()
        _write_report(folder, report)
        _replace_folder(folder, out)
    return report


def _is_free(out: Path) -> bool:
    """Whether `out` can become a corpus folder: new, empty, or a corpus already."""
    if out.is_dir():
        return (out / "report.json").is_file() or not any(out.iterdir())
    return not out.exists() and not any(parent.is_file() for parent in out.parents)


def _refuse_empty(sources: list[Path], tally: Tally) -> None:
    kinds = ", ".join(f"{kind} {count}" for kind, count in tally.defects.most_common(5)) or "-"
    raise InputError("corpus_empty", sources=", ".join(map(str, sources)), found=tally.records_in, kinds=kinds)


# ---------------------------------------------------------------- first pass


def _collect(sources: list[Path], folder: Path, out: Path) -> Tally:
    folder.mkdir()
    tally = Tally()
    writer = store.ShardWriter(folder, ("all",))
    try:
        for records in batched(_usable(track(read_sources(sources, leave_out=out), "corpus"), tally), _BATCH):
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
        tally.records_in += parsed.is_label or item.is_line
        for kind in parsed.defects:
            tally.note(kind, item.name)
        if parsed.record and (record := tally.first_seen(parsed.record)):
            yield record


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
    return report_of(tally, split, seed, counts, side_of, licence)


def _sides(tally: Tally, split: str, seed: int) -> SideOf:
    if split == "question":
        chosen = splits.split_groups(tally.questions, seed)
        return lambda key, _division: chosen[key]
    if not tally.validation_questions:
        raise InputError("no_official_division")
    held_out = splits.split_official(tally.validation_questions, seed)
    return lambda key, division: held_out[key] if division == "Validation" else "train"


# ---------------------------------------------------------------- files


def _licence(sources: list[Path]) -> store.Licence:
    """The strictest licence among the sources; one without a card counts as AI Hub's."""
    cards = [source / CARD_NAME for source in sources if source.is_dir()]
    if len(cards) < len(sources) or not all(card.is_file() for card in cards):
        return store.AIHUB_LICENCE
    return min((_read_card(card) for card in cards), key=lambda licence: licence.showable)


def _read_card(path: Path) -> store.Licence:
    try:
        return store.Licence(**tomllib.loads(path.read_text("utf-8"))["licence"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise InputError("corpus_card_invalid", path=path, reason=error) from error


def _write_report(folder: Path, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(text + "\n", "utf-8")
    (folder / "README.md").write_text(card_of(report), "utf-8")


def _replace_folder(folder: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    for path in sorted(folder.iterdir()):
        shutil.move(path, out / path.name)

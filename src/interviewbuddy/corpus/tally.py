"""What a corpus build counts while records stream by, and the report and card made of it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from interviewbuddy.corpus import store
from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import same_text_key, squeeze

SideOf = Callable[[str, str], str]
"""Question key and AI Hub's division → split."""

FILES_NAMED = 20
"""How many file names the report lists for a kind of defect."""


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
    profiles: dict[tuple[str, ...], list[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, kind: str, name: str) -> None:
        """Counts one defect and remembers where, up to `FILES_NAMED` names."""
        self.defects[kind] += 1
        if len(self.files[kind]) < FILES_NAMED:
            self.files[kind].append(name)

    def first_seen(self, record: Record) -> Record | None:
        """The record, counted; None for an exact copy (same question, raw answer and speaker data)."""
        digest = _digest(record.question, record.answer_raw, *record.profile)
        if digest in self.digests:
            self.duplicates += 1
            return None
        self.digests.add(digest)
        summary = _digest(record.summary)
        if record.summary and summary in self.summaries:
            self.note("duplicate_summary", record.source)
            record = replace(record, defects=(*record.defects, "duplicate_summary"))
        self.summaries.add(summary)
        self._count(record)
        return record

    def _count(self, record: Record) -> None:
        key = question_key(record.question)
        self.questions[key] += 1
        if record.division == "Validation":
            self.validation_questions[key] += 1
        else:
            self.training_questions.add(key)
        self.by_occupation[record.occupation or "-"] += 1
        self.by_experience[record.experience or "-"] += 1
        if record.number is not None:
            seat = (record.number, key, record.division)
            self.profiles[record.profile].append(seat)

    @property
    def corpus_hash(self) -> str:
        """The same for the same records, in whatever order or packing they came."""
        digest = hashlib.sha256()
        for one in sorted(self.digests):
            digest.update(one)
        return digest.hexdigest()


def question_key(question: str) -> str:
    """What two askings of the same question share; a question of punctuation alone keeps its own text."""
    return hashlib.blake2b((same_text_key(question) or squeeze(question)).encode(), digest_size=12).hexdigest()


def report_of(
    tally: Tally, split: str, seed: int, counts: Mapping[str, int], side_of: SideOf, licence: store.Licence
) -> dict[str, Any]:
    """`report.json`: what came in, what went out, and everything met on the way."""
    both = len(tally.training_questions & set(tally.validation_questions)) if split == "official" else 0
    return {
        "records_in": tally.records_in,
        "records_out": sum(counts.values()),
        "splits": dict(counts),
        "defects": {
            kind: {"count": count, "files": tally.files[kind]} for kind, count in sorted(tally.defects.items())
        },
        "duplicates": tally.duplicates,
        "distinct_questions": len(tally.questions),
        "by_occupation": dict(sorted(tally.by_occupation.items())),
        "by_experience": dict(sorted(tally.by_experience.items())),
        "questions_on_both_sides": both,
        "interviewees_on_both_sides": _parted_interviewees(tally, side_of),
        "corpus_hash": tally.corpus_hash,
        "split_by": split,
        "seed": seed,
        **asdict(licence),
    }


def _parted_interviewees(tally: Tally, side_of: SideOf) -> int:
    """How many runs of neighbouring numbers with one profile (an interviewee, most likely) are parted."""
    return sum(
        len({side_of(key, division) for _, key, division in run}) > 1
        for seats in tally.profiles.values()
        for run in _runs(sorted(seats))
    )


def _runs(seats: list[tuple[int, str, str]]) -> Iterator[list[tuple[int, str, str]]]:
    run: list[tuple[int, str, str]] = []
    for seat in seats:
        if run and seat[0] - run[-1][0] > 1:
            yield run
            run = []
        run.append(seat)
    if run:
        yield run


def card_of(report: dict[str, Any]) -> str:
    """The corpus folder's readable card."""
    splits_line = ", ".join(f"{name} {count:,}" for name, count in report["splits"].items())
    defects = "\n".join(f"| {kind} | {found['count']:,} |" for kind, found in report["defects"].items())
    shown = "yes" if report["showable"] else "no"
    return (
        f"# {report['name']}\n\n{report['attribution']}\n\n"
        f"- Licence: {report['licence']}; text may be shown to visitors: {shown}\n"
        f"- Records: {report['records_in']:,} in, {report['records_out']:,} out ({splits_line}), "
        f"{report['duplicates']:,} exact duplicates dropped\n"
        f"- Distinct questions: {report['distinct_questions']:,}; split by {report['split_by']}, "
        f"seed {report['seed']}; questions on both sides: {report['questions_on_both_sides']:,}; "
        f"interviewees on both sides: {report['interviewees_on_both_sides']:,}\n"
        f"- Hash: `{report['corpus_hash']}`\n\n| defect | records |\n|---|---:|\n{defects}\n"
    )


def _digest(*parts: str) -> bytes:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest()

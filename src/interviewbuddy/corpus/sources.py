"""Where label text comes from: zips, folders, JSON files and JSON-lines files, mixed as users have them.

Yields raw bytes with a name a person can find again; knows nothing of what is inside.
Nothing is unpacked to disk. What cannot be opened is yielded as a `Trouble`, never lost.
"""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from interviewbuddy.errors import InputError
from interviewbuddy.korean import nfc

LABEL_BYTES = 4 << 20
"""A label file is a few kilobytes; anything over 4 MiB is not one."""

CARD_NAME = "corpus.toml"
"""A source folder's own card: its licence and whether its text may be shown."""


@dataclass(frozen=True)
class LabelText:
    """The bytes of one label object: a file, a zip's member, or one line of a JSON-lines file.

    `name` is what a person finds it by; `below` is where the source itself lies.
    """

    name: str
    data: bytes
    is_line: bool = False
    below: str = ""


@dataclass(frozen=True)
class Trouble:
    """Something met on the way that holds no label: `kind` is a key of the report's defects."""

    name: str
    kind: str


Item = LabelText | Trouble


def read_sources(sources: list[Path], leave_out: Path | None = None) -> Iterator[Item]:
    """Everything below `sources`, in a stable order, but what lies in the folder `leave_out`.

    :raise InputError: if a source does not exist or is of no kind we read.
    """
    for source in sources:
        if not source.exists():
            raise InputError("source_missing", source=source)
        if source.is_file() and source.suffix.lower() not in READERS:
            raise InputError("source_unknown_kind", source=source)
    for source in sources:
        below = nfc(str(source.resolve().parent))
        found = (
            _read_folder(source, leave_out) if source.is_dir() else READERS[source.suffix.lower()](source, source.name)
        )
        for item in found:
            yield replace(item, below=below) if isinstance(item, LabelText) else item


def _read_folder(folder: Path, leave_out: Path | None) -> Iterator[Item]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if leave_out and leave_out.resolve() in path.resolve().parents:
            continue
        name = nfc(str(PurePosixPath(folder.name, *path.relative_to(folder).parts)))
        reader = READERS.get(path.suffix.lower())
        if _is_litter(name):
            continue
        if reader:
            yield from reader(path, name)
        else:
            yield Trouble(name, "other_file")


def _read_json(path: Path, name: str) -> Iterator[Item]:
    if path.stat().st_size > LABEL_BYTES:
        yield Trouble(name, "too_large")
        return
    try:
        data = path.read_bytes()
    except OSError:
        yield Trouble(name, "unreadable_file")
        return
    yield LabelText(name, data)


def _read_lines(path: Path, name: str) -> Iterator[Item]:
    try:
        with path.open("rb") as lines:
            yield from _number_lines(lines, name)
    except OSError:
        yield Trouble(name, "unreadable_file")


def _number_lines(lines: Iterator[bytes] | object, name: str) -> Iterator[Item]:
    for number, line in enumerate(lines, 1):  # type: ignore[arg-type,var-annotated]
        if line.strip():
            yield LabelText(f"{name}:{number}", line, is_line=True)


def _read_zip(path: Path, name: str) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        yield Trouble(name, "unreadable_zip")
        return
    with archive:
        for member in archive.infolist():
            member_name = f"{name}/{nfc(member.filename).lstrip('/')}"
            if not member.is_dir() and not _is_litter(member_name):
                yield from _read_member(archive, member, member_name)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Item]:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in {".json", ".jsonl"}:
        yield Trouble(name, "other_file")
        return
    if suffix == ".json" and member.file_size > LABEL_BYTES:
        yield Trouble(name, "too_large")
        return
    try:
        with archive.open(member) as stream:
            if suffix == ".jsonl":
                yield from _number_lines(stream, name)
            else:
                yield LabelText(name, stream.read())
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, ValueError, OSError, EOFError):
        # A wrong checksum, a damaged stream, an encrypted member, an unknown compression, a truncated file.
        yield Trouble(name, "unreadable_member")


def _is_litter(name: str) -> bool:
    """Files that systems leave behind (macOS resource forks, Finder's and our own card)."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part not in {".", ".."} for part in parts)
    return hidden or "__MACOSX" in parts or parts[-1] in {CARD_NAME, "README.md"}


READERS = {".json": _read_json, ".jsonl": _read_lines, ".zip": _read_zip}

"""What takes long to work out, kept between starts in the user's cache folder.

A file is named for everything it was made from, the package's own code and data among it, so what is found is
what would be made. Files are pickles, so only a file that is this user's, that nobody else may write, and whose
checksum holds is read. Whatever goes wrong with the folder costs the time of making, nothing else.
"""

import logging
import os
import pickle
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from platformdirs import user_cache_path

T = TypeVar("T")

FILES = 4
"""Files kept; of more, the ones unused for longest go."""

_CHECKSUM = 32  # bytes of SHA-256 before the pickle

_log = logging.getLogger(__name__)


def kept(made_from: Iterable[str], make: Callable[[], T]) -> T:
    """What `make` returns, read from the cache folder where an earlier start left it.

    :param made_from: all the text that `make` goes by.
    """
    name = _name(made_from)
    try:
        path = user_cache_path("interviewbuddy", appauthor=False) / "bank" / f"{name}.pickle"
    except RuntimeError:  # no home folder
        return make()
    found: T | None = _read(path)
    if found is not None:
        return found
    made = make()
    with suppress(OSError):
        _write(path, made)
    return made


def _read(path: Path) -> T | None:
    """What the file holds; None where there is none that may be trusted."""
    try:
        if not _is_ours(path.parent) or not _is_ours(path):
            return None
        content = path.read_bytes()
    except OSError:
        return None
    if sha256(content[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
        _log.warning("%s is broken; it is made again.", path)
        return None
    with suppress(OSError):
        os.utime(path)
    found: T = pickle.loads(content[_CHECKSUM:])
    return found


def _is_ours(path: Path) -> bool:
    """Whether nobody but this user can have written it; where a system has no such owners, always."""
    if not hasattr(os, "geteuid"):
        return True
    found = path.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(path: Path, made: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(sha256(content).digest() + content)
            part.close()
            Path(part.name).replace(path)
        except BaseException:
            part.close()
            Path(part.name).unlink(missing_ok=True)
            raise
    for old in sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime)[:-FILES]:
        old.unlink(missing_ok=True)


def _name(made_from: Iterable[str]) -> str:
    digest = sha256(CODE)
    for text in made_from:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:32]


def _code() -> bytes:
    """A digest of what reads and weighs the text: this package's files, Kiwi, numpy."""
    digest = sha256(" ".join(version(name) for name in ("kiwipiepy", "kiwipiepy-model", "numpy")).encode())
    root = files("interviewbuddy")
    for path in (root.joinpath("korean.py"), *sorted(root.joinpath("bank").iterdir(), key=lambda one: one.name)):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


CODE = _code()
"""Taken when this is imported, as the code is: a file that is edited while a program runs makes no false name."""

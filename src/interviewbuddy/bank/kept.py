"""What takes long to work out, kept between starts in the user's cache folder.

A file is named for everything it was made from, the package's own code and data among it, so what is found is
what would be made. Files are pickles: the folder is the user's own, and nothing else is ever read from it.
"""

import logging
import pickle
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from platformdirs import user_cache_path

T = TypeVar("T")

FILES = 6
"""Files kept; of more, the ones unused for longest go."""

_log = logging.getLogger(__name__)


def kept(made_from: Iterable[str], make: Callable[[], T]) -> T:
    """What `make` returns, read from the cache folder where an earlier start left it.

    A folder that cannot be read or written costs the time of making, nothing else.

    :param made_from: all the text that `make` goes by.
    """
    path = user_cache_path("interviewbuddy", appauthor=False) / "bank" / f"{_name(made_from)}.pickle"
    try:
        found: T = pickle.loads(path.read_bytes())  # ours: see above
    except OSError:
        pass
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError) as error:
        _log.warning("%s is broken (%s); it is made again.", path, error)
    else:
        with suppress(OSError):
            path.touch()
        return found
    made = make()
    with suppress(OSError):
        _write(path, made)
    return made


def _write(path: Path, made: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        pickle.dump(made, part, protocol=pickle.HIGHEST_PROTOCOL)
    Path(part.name).replace(path)
    for old in sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)[:-FILES]:
        old.unlink(missing_ok=True)


def _name(made_from: Iterable[str]) -> str:
    digest = sha256(_code())
    for text in made_from:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:32]


@cache
def _code() -> bytes:
    """A digest of what reads and weighs the text: this package's files, Kiwi, numpy."""
    digest = sha256(" ".join(version(name) for name in ("kiwipiepy", "kiwipiepy-model", "numpy")).encode())
    root = files("interviewbuddy")
    for path in (root.joinpath("korean.py"), *sorted(root.joinpath("bank").iterdir(), key=lambda one: one.name)):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()

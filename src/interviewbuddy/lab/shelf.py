"""Results kept at any address that fsspec knows (s3://…, gs://…, file://…), beside the local folder.

<address>/corpus/ base/   what all runs share, for machines that share no disk
<address>/runs/<hash>/    finished runs: result.json is put last, so what has it is whole
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

from interviewbuddy.errors import InputError
from interviewbuddy.lab import runs

CORPUS, BASE = ("corpus", "report.json"), ("base", "config.json")
"""What all runs share: its name, and the file that is put last."""

_KEPT = ("bundle", runs.GENERATIONS, "run/run.json", runs.RESULT)


@dataclass(frozen=True)
class Shelf:
    """An address, and the file system that serves it."""

    system: Any
    root: str

    @classmethod
    def of(cls, address: str | None) -> "Shelf | None":
        """The shelf at an address; none without one.

        :raise InputError: if no file system serves such an address here.
        """
        if address is None:
            return None
        try:
            system, root = fsspec.url_to_fs(address)
        except (ValueError, ImportError) as error:
            raise InputError("results_unreachable", address=address, reason=error) from error
        return cls(system, root.rstrip("/"))

    def bring(self, name: str, folder: Path, last: str) -> bool:
        """Fetches what is kept under a name, unless the folder is whole already; says whether it is now."""
        if (folder / last).is_file():
            return True
        place = f"{self.root}/{name}"
        if not self.system.exists(f"{place}/{last}"):
            return False
        found = [str(path)[len(str(self.system._strip_protocol(place))) + 1 :] for path in self.system.find(place)]
        for path in sorted(found, key=lambda path: path == last):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            self.system.get_file(f"{place}/{path}", str(folder / path))
        return True

    def put(self, folder: Path, name: str, last: str, parts: tuple[str, ...] = ("",)) -> None:
        """Keeps a folder's files (those of `parts`) under a name, `last` after the others; once."""
        place = f"{self.root}/{name}"
        if self.system.exists(f"{place}/{last}"):
            return
        roots = [folder / part for part in parts]
        files = [path for root in roots for path in ([root] if root.is_file() else root.rglob("*")) if path.is_file()]
        for path in sorted(files, key=lambda path: path == folder / last):
            there = f"{place}/{path.relative_to(folder).as_posix()}"
            self.system.makedirs(there.rsplit("/", 1)[0], exist_ok=True)
            self.system.put_file(str(path), there)


def executed(spec: runs.Spec, folder: Path, shelf: Shelf | None) -> dict[str, Any]:
    """One run: brought if it is kept, else executed and put there; with what it needs brought before."""
    if shelf is None:
        return runs.execute(spec, folder)
    if not shelf.bring(f"runs/{spec.key}", folder, runs.RESULT):
        for (name, last), here in ((CORPUS, spec.config.corpus), (BASE, spec.config.base)):
            if not Path(here).exists():
                shelf.bring(name, Path(here), last)
    result = runs.execute(spec, folder)
    shelf.put(folder, f"runs/{spec.key}", runs.RESULT, _KEPT)
    return result

"""Twelve words in a row that a training answer says too: hashed, sorted, searched where they lie.

    copied.bin    sorted 64-bit hashes, little-endian, nothing else

A word (어절) counts without punctuation, case and width, so that a comma hides no copy. The file holds
no text and gives none back. Knows nothing of bundles.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from interviewbuddy.korean import same_text_key

WORDS = 12
_Hashes = npt.NDArray[np.uint64]
_TYPE = np.dtype("<u8")


class CopyIndex:
    """The runs of twelve words of some texts."""

    def __init__(self, hashes: _Hashes) -> None:
        self._hashes = hashes

    @classmethod
    def of(cls, texts: Iterable[str]) -> "CopyIndex":
        """The index of `texts`; one of fewer than twelve words adds nothing. 8 bytes a run."""
        hashes = np.fromiter((one for text in texts for one in _runs(text)), _TYPE)
        return cls(np.unique(hashes))

    @classmethod
    def open(cls, path: Path) -> "CopyIndex":
        """An index saved before, read from the disk where it is looked into."""
        if not path.stat().st_size:
            return cls(np.empty(0, _TYPE))
        return cls(np.memmap(path, _TYPE, "r"))

    def save(self, path: Path) -> None:
        """Writes the file."""
        path.write_bytes(self._hashes.astype(_TYPE).tobytes())

    def contains(self, text: str) -> bool:
        """Whether twelve words in a row of `text` stand in one of the texts."""
        return any(self._has(one) for one in _runs(text))

    def __len__(self) -> int:
        return len(self._hashes)

    def _has(self, number: int) -> bool:
        at = int(np.searchsorted(self._hashes, np.uint64(number)))
        return at < len(self._hashes) and int(self._hashes[at]) == number


def _runs(text: str) -> Iterator[int]:
    words = [key for word in text.split() if (key := same_text_key(word))]
    for at in range(len(words) - WORDS + 1):
        run = " ".join(words[at : at + WORDS]).encode()
        yield int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "little")

"""What a mark is."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Fact:
    """A stretch of an answer, in characters, that claims a number, period, school, organisation or certificate."""

    start: int
    end: int
    text: str
    kind: str

    def as_json(self) -> dict[str, object]:
        """The fact as plain data."""
        return asdict(self)

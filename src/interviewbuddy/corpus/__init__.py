"""Interview records: read from AI Hub's distribution or ours, cleaned, split, stored.

`record` (vocabularies) ← `sources` (bytes) ← `aihub` (label → record) ← `cleaning`, `splits`,
`store` ← `build` (all of it, with the report). `sample/` holds the records written for this project.
"""

from pathlib import Path

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS, Intent, Record

SAMPLE = Path(__file__).parent / "sample"
"""The bundled corpus: AI Hub's label objects, one a line; the folder is a valid SOURCE."""

__all__ = ["EXPERIENCES", "OCCUPATIONS", "SAMPLE", "Intent", "Record"]

"""A document written to a folder in every form."""

from pathlib import Path

from interviewbuddy.report.document import Document
from interviewbuddy.report.markdown import markdown


def write(document: Document, out: Path) -> Path:
    """Writes report.md into `out` and returns its path."""
    path = out / "report.md"
    path.write_text(markdown(document), "utf-8")
    return path

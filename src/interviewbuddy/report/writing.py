"""A document written to a folder in every form."""

from pathlib import Path

from interviewbuddy.report.document import Document
from interviewbuddy.report.markdown import markdown
from interviewbuddy.report.page import page


def write(document: Document, out: Path) -> Path:
    """Writes report.md and report.html into `out` and returns the page's path."""
    (out / "report.md").write_text(markdown(document), "utf-8")
    path = out / "report.html"
    path.write_text(page(document), "utf-8")
    return path

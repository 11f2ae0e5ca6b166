"""The command line run as people run it, and what it leaves behind."""

import json
import sys

from interviewbuddy.cli import main
from interviewbuddy.report.document import from_json


def buddy(*words):
    """The command in this process; ends as the process would, where it fails."""
    try:
        main([str(word) for word in words])
    except SystemExit as ended:
        if ended.code:
            raise


def command(*words):
    return [sys.executable, "-m", "interviewbuddy", *map(str, words)]


def results_of(out):
    return {path.parent.name: path for path in out.glob("runs/*/result.json")}


def tables_of(out):
    """Every table of a report but those of time and memory."""
    document = from_json(json.loads((out / "report.json").read_text("utf-8"))["document"])
    return [table for section in document.sections if section.name != "training" for table in section.tables]

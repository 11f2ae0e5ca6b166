"""`buddy ask`: one answer on a terminal."""

import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Event

from interviewbuddy import locale
from interviewbuddy.buddy import Answer, Restart, open_buddy
from interviewbuddy.engines import sample_bank
from interviewbuddy.engines.base import Request
from interviewbuddy.errors import InputError


def ask_on_terminal(
    question: str,
    occupation: str | None,
    experience: str | None,
    notes: Path | None,
    model: str | None,
    seed: int | None,
    corpora: Iterable[Path] = (),
) -> None:
    """Prints the answer as it comes, then, on standard error, where it comes from and what to check."""
    if not question.strip():
        raise InputError("question_empty")
    buddy = open_buddy(model, slots=1, pace=0, bank=sample_bank(corpora))
    given = _read_notes(notes)
    lang = locale.terminal_language()
    request = Request(question, occupation, experience, given, lang=lang, seed=seed)
    try:
        for item in buddy.answer(request, Event()):
            if isinstance(item, Answer):
                print(flush=True)
                _tell(item)
            elif isinstance(item, Restart):
                print(flush=True)
                print(locale.text("cli.restarted", lang), file=sys.stderr)
            else:
                print(item.text, end="", flush=True)
    finally:
        buddy.engine.close()


def _read_notes(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("notes_missing", path=path, reason=error) from error


def _tell(answer: Answer) -> None:
    lang = locale.terminal_language()
    source = answer.source
    if source.fallback:
        print(locale.text("cli.fallback" if source.question else "cli.fallback_none", lang), file=sys.stderr)
    key = "demonstration" if source.demonstration else "generated"
    if source.kind == "written" and source.question:
        key = "written_example"
    if source.kind == "generated" or source.question:
        values = {"model": source.model, "question": source.question, "similarity": source.similarity}
        print(locale.text(f"cli.{key}", lang, **values), file=sys.stderr)
    else:
        if source.form and not source.is_notice:
            print(locale.text(f"script.written_{source.form}", lang), file=sys.stderr)
        for question in answer.suggestions:
            print(locale.text("cli.nearest", lang, question=question), file=sys.stderr)
    if answer.facts:
        facts = ", ".join(dict.fromkeys(fact.text for fact in answer.facts))
        print(locale.text("cli.own_facts", lang, facts=facts), file=sys.stderr)

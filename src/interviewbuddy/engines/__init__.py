"""Engines: what turns a request into text. One protocol (`base`), several makers, one way to open them."""

from collections.abc import Iterable
from pathlib import Path

from interviewbuddy.bank import Bank, read_records
from interviewbuddy.bundles import CARD, MODEL
from interviewbuddy.corpus import SAMPLE, Record, store
from interviewbuddy.corpus.splits import SPLITS
from interviewbuddy.engines.base import End, Engine, Piece, Request, Source
from interviewbuddy.errors import InputError

__all__ = ["End", "Engine", "Piece", "Request", "Source", "open_engine", "sample_bank", "shown_and_hidden"]


def sample_bank(corpora: Iterable[Path] = ()) -> Bank:
    """The bank over the bundled records and those of built corpora; some fifty seconds, two where it is kept.

    :raise InputError: if a folder is not a built corpus.
    """
    return Bank(*shown_and_hidden(corpora))


def shown_and_hidden(corpora: Iterable[Path]) -> tuple[list[Record], list[Record]]:
    """The bundled records with those of built corpora that may be shown, each once; and those that may not.

    A corpus whose licence lets nobody see its text (AI Hub's) is searched, and only the others are shown.

    :raise InputError: if a folder is not a built corpus.
    """
    shown = {(one.question, one.answer_raw): one for one in read_records(SAMPLE)}
    hidden: list[Record] = []
    for folder in corpora:
        showable = store.load_report(folder).get("showable", False)
        for one in (record for split in SPLITS for record in store.load_split(folder, split)):
            if showable:
                shown.setdefault((one.question, one.answer_raw), one)
            else:
                hidden.append(one)
    return list(shown.values()), hidden


def open_engine(model: str | None, slots: int, pace: float, bank: Bank | None = None) -> Engine:
    """The engine for `--model`: None is the bundled bank; a bundle folder, a .gguf file or an http address.

    :raise InputError: if there is no such model or it cannot be opened.
    """
    if model is None:
        from interviewbuddy.engines.bank import BankEngine

        return BankEngine(bank or sample_bank(), pace)
    if model.startswith(("http://", "https://")):
        from interviewbuddy.engines.chat import RemoteEngine

        return RemoteEngine(model)
    path = Path(model)
    if (path.parent / CARD).is_file() and path.name == MODEL:
        path = path.parent
    if path.is_dir():
        from interviewbuddy.engines.llama import BundleEngine

        return BundleEngine(path, slots)
    if path.is_file():
        from interviewbuddy.engines.chat import GgufEngine

        return GgufEngine(path, slots)
    raise InputError("model_missing", model=model)

"""Engines: what turns a request into text. One protocol (`base`), several makers, one way to open them."""

from collections.abc import Iterable
from pathlib import Path

from interviewbuddy.bank import Bank, read_records
from interviewbuddy.bundles import CARD, MODEL
from interviewbuddy.corpus import SAMPLE, Record, store
from interviewbuddy.corpus.splits import SPLITS
from interviewbuddy.engines.base import End, Engine, Piece, Request, Source
from interviewbuddy.errors import InputError

__all__ = ["End", "Engine", "Piece", "Request", "Source", "open_engine", "sample_bank"]


def sample_bank(corpora: Iterable[Path] = ()) -> Bank:
    """The bank over the bundled records and those of built corpora; takes some seconds.

    A corpus whose licence lets nobody see its text (AI Hub's) is searched, and only bundled records are shown.

    :raise InputError: if a folder is not a built corpus.
    """
    shown: list[Record] = read_records(SAMPLE)
    hidden: list[Record] = []
    for folder in corpora:
        showable = store.load_report(folder).get("showable", False)
        (shown if showable else hidden).extend(record for split in SPLITS for record in store.load_split(folder, split))
    # The bundled records built into a corpus, or a folder named twice, are no second answers.
    distinct: dict[tuple[str, str], Record] = {}
    for one in shown:
        distinct.setdefault((one.question, one.answer_raw), one)
    return Bank(distinct.values(), hidden)


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

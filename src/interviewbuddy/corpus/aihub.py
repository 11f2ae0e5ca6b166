"""AI Hub's label object → `Record`, with every defect that users of dataSetSn 71592 met named.

Takes bytes, gives a `Parsed`: the record if there is one, and the kinds of defect. Which kinds
drop a record is said by `record is None`; nothing is raised for bad data.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from interviewbuddy.corpus.record import EXPERIENCES, OCCUPATIONS, Intent, Record
from interviewbuddy.corpus.sources import LabelText
from interviewbuddy.korean import nfc, same_text_key

BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER = re.compile(r"(\d+)\D*$")
_NUMERAL = "일이삼사오육칠팔구십백천만"
_SPOKEN_NUMBER = re.compile(rf"[{_NUMERAL}]{{2,}}\s?(?:년|개월|억|퍼센트|프로|개국|명|건|번째)")
_SPOKEN_ACRONYM = re.compile(
    r"(?:아이씨티|아이티|유아이|유엑스|씨에스|에이아이|케이피아이|에스큐엘|알앤디|피씨|씨엔씨|피엘씨|이알피|씨알엠)"
)
_LONG_CAREER = re.compile(
    rf"(?:[1-3]\d|[{_NUMERAL}]*십[{_NUMERAL}]*)\s?년\s?(?:동안|간|넘게|이상|가까이|째)?\s?"
    r"(?:근무|일했|일을|재직|경력|종사|다녔)"
)


NOT_JSON: Any = object()
"""What `_load` gives for text that is no JSON; `null` is JSON, though no label."""


@dataclass(frozen=True)
class Parsed:
    """What one label text held. `record` is None where it cannot be used; `is_label` says it was one."""

    record: Record | None
    defects: tuple[str, ...]
    is_label: bool = True


def parse(item: LabelText) -> Parsed:
    """Reads one label object, forgiving what can be forgiven."""
    defects: list[str] = []
    label = _load(item, defects)
    if label is NOT_JSON:
        return Parsed(None, (*defects, "not_json"))
    data = label.get("dataSet") if isinstance(label, dict) else None
    if not isinstance(data, dict):
        return Parsed(None, ("not_a_label",), is_label=False)
    record = _record(item, label, data)
    defects += _defects(record)
    usable = bool(record.question and record.answer_raw)
    return Parsed(replace(record, defects=tuple(defects)) if usable else None, tuple(defects))


def _load(item: LabelText, defects: list[str]) -> Any:
    data = item.data
    if data.startswith(BOM):
        data = data.removeprefix(BOM)
        defects.append("byte_order_mark")
    text = _decode(data, defects)
    for strict in (True, False):
        try:
            label = json.loads(text, strict=strict)
        except (ValueError, RecursionError):
            continue
        if not strict:
            defects.append("control_characters")
        return label
    return NOT_JSON


def _decode(data: bytes, defects: list[str]) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return ""
    defects.append("not_utf8")
    return text


def _record(item: LabelText, label: dict[str, Any], data: dict[str, Any]) -> Record:
    info, question, answer = (_object(data, key) for key in ("info", "question", "answer"))
    files = _object(label, "rawDataInfo") or _object(data, "rawDataInfo")
    asked, answered = (_object(files, key) for key in ("question", "answer"))
    return Record(
        question=_text(_object(question, "raw")),
        answer_raw=_text(_object(answer, "raw")),
        answer=_text(_object(answer, "clean")),
        summary=_text(_object(answer, "summary")),
        occupation=_word(info, "occupation"),
        experience=_word(info, "experience"),
        gender=_word(info, "gender"),
        age_range=_word(info, "ageRange"),
        source=item.name,
        intents=tuple(_intents(question.get("intent"))),
        duration_ms=_milliseconds(answered),
        question_duration_ms=_milliseconds(asked),
        division=division_of(item.name) or division_of(item.below),
        number=_number(answered.get("audioPath") or item.name),
        level=_word(answer, "level"),
        abstract=answer.get("abstract") is True,
        paraphrases=tuple(_lines(question.get("paraphrases"))),
        asked=tuple(_lines(question.get("asked"))),
    )


def _defects(record: Record) -> list[str]:
    """The kinds of defect that one record shows by itself, in the report's order."""
    question, summary = same_text_key(record.question), same_text_key(record.summary)
    durations = (record.duration_ms, record.question_duration_ms)
    checks = {
        "missing_question": not record.question,
        "missing_answer": not record.answer_raw,
        "missing_summary": not record.summary,
        "summary_echoes_question": bool(question) and summary.startswith(question),
        "duration_not_positive": any(ms is not None and ms <= 0 for ms in durations),
        "unknown_occupation": record.occupation not in OCCUPATIONS,
        "unknown_experience": record.experience not in EXPERIENCES,
        "career_contradicts_experience": record.experience == "NEW" and bool(_LONG_CAREER.search(record.answer_raw)),
        "question_without_mark": bool(record.question) and not record.question.rstrip().endswith(("?", "？")),
        "white_space_runs": bool(re.search(r"\s{2,}", record.question + record.answer_raw)),
        "spoken_form": bool(_SPOKEN_NUMBER.search(record.answer_raw) or _SPOKEN_ACRONYM.search(record.answer_raw)),
    }
    return [kind for kind, found in checks.items() if found]


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _text(parent: dict[str, Any]) -> str:
    value = parent.get("text")
    return _plain(value) if isinstance(value, str) else ""


def _plain(value: str) -> str:
    # A lone surrogate (a broken \\u escape) cannot be written as UTF-8 anywhere later.
    whole = nfc(value).encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", whole).strip()


def _word(parent: dict[str, Any], key: str) -> str:
    value = parent.get(key)
    return _plain(str(value)) if isinstance(value, str | int) else ""


def _intents(annotations: Any) -> Iterable[Intent]:
    for one in annotations if isinstance(annotations, list) else []:
        if isinstance(one, dict) and (one.get("category") or one.get("expression")):
            yield Intent(_text(one), _word(one, "expression"), _word(one, "category"))


def _lines(values: Any) -> Iterable[str]:
    return (_plain(one) for one in (values if isinstance(values, list) else ()) if isinstance(one, str) and one.strip())


def _milliseconds(parent: dict[str, Any]) -> int | None:
    """Whole milliseconds, rounded away from 0; None for what is no number."""
    value = parent.get("duration")
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if math.isnan(number):
        return None
    number = max(-1e12, min(1e12, number))
    return math.ceil(number) if number > 0 else math.floor(number)


def _number(name: Any) -> int | None:
    match = _NUMBER.search(PurePosixPath(str(name)).stem)
    return int(match[1][:18]) if match else None


def division_of(name: str) -> str:
    """AI Hub's own division, "Training", "Validation" or "", told from the path (`VL_05.ICT_….zip`)."""
    for part in PurePosixPath(name).parts:
        if part == "Training" or part.startswith("TL_"):
            return "Training"
        if part == "Validation" or part.startswith("VL_"):
            return "Validation"
    return ""

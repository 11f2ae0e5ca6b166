"""Stand-ins that are small and real: label objects in AI Hub's shape, records, the bundled bank."""

import json
import shutil
from pathlib import Path

import pytest

from interviewbuddy.bank import Bank
from interviewbuddy.corpus import SAMPLE, Record
from interviewbuddy.engines import sample_bank

OF_EACH_CELL = 60

HERE = Path(__file__).parent
LONG = (
    "test_docker.py",
    "training/test_tuning.py",
    "lab/test_cluster.py",
    "lab/test_lab.py",
    "lab/test_search.py",
    "test_corpus_audit.py",
    "training/test_encoder.py",
    "test_kept.py",
    "test_cleaning.py",
    "training/test_fine_tune.py",
    "test_make.py",
    "test_cli.py",
)
"""Modules of half a minute and more, the longest first: begun last, one of them would keep one process waiting."""


def label(**changes):
    """One label object in AI Hub's shape, of invented text."""
    values = {
        "question": "지원한 직무에서 가장 중요한 역량은 무엇인가요?",
        "answer": "어 저는 그 기록하는 습관이 가장 중요하다고 생각합니다.",
        "summary": "기록하는 습관을 꼽았습니다.",
        "occupation": "ICT",
        "experience": "NEW",
        "gender": "FEMALE",
        "age": "-34",
        "duration": 9000,
        "number": "100001",
    } | changes
    return {
        "version": "1.0",
        "dataSet": {
            "info": {
                "date": "20230101",
                "occupation": values["occupation"],
                "channel": "MOCK",
                "place": "ONLINE",
                "gender": values["gender"],
                "ageRange": values["age"],
                "experience": values["experience"],
            },
            "question": {
                "raw": {"text": values["question"], "wordCount": 5},
                "emotion": [],
                "intent": [{"text": "역량", "expression": "t_comp", "category": "technology"}],
            },
            "answer": {
                "raw": {"text": values["answer"], "wordCount": 8},
                "emotion": [],
                "intent": [],
                "summary": {"text": values["summary"], "wordCount": 3},
            },
        },
        "rawDataInfo": {
            "question": {"duration": 3000, "audioPath": f"/Mock/q_{values['number']}.wav"},
            "answer": {"duration": values["duration"], "audioPath": f"/Mock/a_{values['number']}.wav"},
        },
    }


def label_bytes(**changes):
    return json.dumps(label(**changes), ensure_ascii=False).encode()


def a_record(**changes):
    values = {
        "question": "지원동기를 말씀해 주세요.",
        "answer_raw": "어 저는 기록이 좋아서 지원했습니다.",
        "answer": "저는 기록이 좋아서 지원했습니다.",
        "summary": "기록이 좋아 지원했습니다.",
        "occupation": "ICT",
        "experience": "NEW",
        "gender": "FEMALE",
        "age_range": "-34",
        "source": "made-up.json",
    }
    return Record(**(values | changes))


def pytest_configure(config):
    """Makes the bundled bank's index before several processes would each make it (`make test`)."""
    if getattr(config.option, "numprocesses", None):
        sample_bank()


def pytest_collection_modifyitems(items):
    """Brings the modules that take longest to the front, so that all processes end at about the same time."""
    places = {HERE / name: place for place, name in enumerate(LONG)}
    assert all(path.is_file() for path in places)
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


@pytest.fixture(scope="session")
def bank() -> Bank:
    return sample_bank()


@pytest.fixture(scope="session")
def excerpt(tmp_path_factory) -> Path:
    """A source of the sample's card and the first `OF_EACH_CELL` records of each of its cells."""
    folder = tmp_path_factory.mktemp("excerpt")
    shutil.copy(SAMPLE / "corpus.toml", folder)
    for cell in SAMPLE.glob("*.jsonl"):
        lines = cell.read_text("utf-8").splitlines(keepends=True)[:OF_EACH_CELL]
        (folder / cell.name).write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "labels"
    made.mkdir()
    return made

"""The command as people run it: exit codes, one-line errors, quick help, clean endings."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.conftest import label_bytes

ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"LANG", "LC_ALL", "BUDDY_LANG"}}


def buddy(*words, **more):
    return subprocess.run(
        [sys.executable, "-m", "interviewbuddy", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env=ENVIRONMENT,
        **more,
    )


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['buddy', '--help']\n"
        "from interviewbuddy.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'flask', 'kiwipiepy', 'pyarrow', 'sqlalchemy', 'torch', 'transformers', 'xllamacpp', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for command in ("serve", "ask", "corpus", "train", "export"):
        assert command in done.stdout


def test_serving_imports_neither_torch_nor_transformers(tmp_path):
    code = (
        "import sys\n"
        "from interviewbuddy.web import Settings, create_app\n"
        "from interviewbuddy.web import server\n"
        "from interviewbuddy.web.service import Service\n"
        "from interviewbuddy.web.store import Store\n"
        f"store = Store('sqlite:///{tmp_path}/a.db')\n"
        "service = Service(lambda: server._load(None, 1), print).start().wait()\n"
        "client = create_app(Settings(), service, store).test_client()\n"
        "answer = client.post('/api/chat', json={'question': '지원동기를 말씀해주세요'})\n"
        "assert 'event: done' in answer.get_data(as_text=True)\n"
        "assert not {'torch', 'transformers', 'interviewbuddy.training'} & set(sys.modules)\n"
        "store.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_ask_streams_an_answer_and_says_what_it_is():
    done = buddy("ask", "정보통신 분야에 지원한 동기가 무엇인가요?", "--occupation", "ICT", "--experience", "NEW")
    assert done.returncode == 0, done.stderr
    assert "통신" in done.stdout
    assert done.stdout.strip().endswith((".", "다", "요"))
    assert "미리 써 둔 예시 답변" in done.stderr


def test_ask_says_that_advice_is_advice():
    done = buddy("ask", "면접장에는 몇 분 전에 도착해야 하나요?")
    assert "30분" in done.stdout
    assert "미리 써 둔 조언" in done.stderr


def test_ask_reads_notes(tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("\ufeff이름은 없음", "utf-8")
    assert buddy("ask", "자기소개 부탁드립니다", "--notes", notes).returncode == 0
    done = buddy("ask", "자기소개", "--notes", tmp_path / "none.txt")
    assert (done.returncode, "none.txt" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("ask",), 2, ""),
        (("ask", "  "), 1, "질문이 비어 있습니다"),
        (("ask", "왜요?", "--occupation", "XX"), 2, ""),
        (("ask", "왜요?", "--model", "/nowhere"), 1, "/nowhere"),
        (("ask", "왜요?", "--model", "http://127.0.0.1:9"), 1, "127.0.0.1:9"),
        (("corpus", "build", "/nowhere", "--out", "/tmp/never"), 1, "/nowhere"),
        (("corpus", "stats", "/nowhere"), 1, "corpus build"),
        (("train", "--config", "/nowhere.toml"), 1, "/nowhere.toml"),
        (("train", "--composition", "x"), 1, "question-answer"),
        (("export", "/nowhere", "--out", "/tmp/never"), 1, "/nowhere"),
        (("serve", "--database", "nonsense"), 1, "nonsense"),
        (("nosuch",), 2, ""),
    ],
)
def test_errors_are_one_line_and_a_status(words, status, said):
    done = buddy(*words)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if status == 1:
        assert len(done.stderr.strip().splitlines()) == 1


def test_corpus_build_and_stats(tmp_path):
    folder = tmp_path / "labels"
    folder.mkdir()
    for number in range(6):
        (folder / f"ckmk_d_ict_f_n_{number}.json").write_bytes(label_bytes(question=f"{number}번 질문인가요?"))
    done = buddy("corpus", "build", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out/report.json").read_text("utf-8"))["records_out"] == 6
    done = buddy("corpus", "stats", tmp_path / "out", "--diff", "1")
    assert "정보통신" in done.stdout
    assert "[-어-] 저는 그 기록하는" in done.stdout


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_ready(port, process):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("never ready")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_ends_cleanly_and_a_taken_port_is_one_line(tmp_path, port, number):
    words = ("serve", "--port", str(port), "--database", f"sqlite:///{tmp_path}/buddy.db")
    command = [sys.executable, "-m", "interviewbuddy", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as first:
        wait_ready(port, first)
        second = buddy(*words)
        assert (second.returncode, str(port) in second.stderr) == (1, True)
        assert len(second.stderr.strip().splitlines()) == 1
        first.send_signal(number)
        _, errors = first.communicate(timeout=20)
        assert first.returncode == 130
        assert b"Traceback" not in errors


def test_a_model_that_cannot_be_used_ends_the_server_with_a_sentence(tmp_path, port):
    done = buddy(*("serve", "--port", port, "--model", tmp_path, "--database", f"sqlite:///{tmp_path}/buddy.db"))
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "Traceback" not in done.stderr

"""The store on a real PostgreSQL, started for the test and gone after it."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from interviewbuddy.database import Database
from interviewbuddy.errors import InputError, NotFoundError
from interviewbuddy.ratings import rated_items, report, rounds
from interviewbuddy.ratings.importing import import_ratings
from interviewbuddy.ratings.seats import Seats
from interviewbuddy.web.notebook import Change, Notebook, StaleError
from interviewbuddy.web.store import Store
from tests.ratings.small import make_round, old_ratings, rate


def find(name):
    """A PostgreSQL program, also where Debian hides it."""
    hidden = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or (str(hidden[0]) if hidden else None)


if not (find("initdb") and find("postgres")):
    pytest.skip("PostgreSQL is not installed: apt-get install postgresql", allow_module_level=True)
pytest.importorskip("psycopg", reason="the postgres extra is not installed: make test")


def as_server(command):
    """PostgreSQL refuses to run as root; there it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", f"--reuid={server_user()}", "--clear-groups", *command]


def server_user():
    if os.geteuid() != 0:
        return getpass.getuser()
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("postgres")
    for parent in (folder, *folder.parents):
        if os.geteuid() == 0 and str(parent).startswith("/tmp/") and parent != Path("/tmp"):
            parent.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, server_user())
    initdb = [find("initdb"), "-D", str(data), "-U", "buddy", "-A", "trust", "-E", "UTF8"]
    initdb += ["--no-sync", "--locale=C"]
    subprocess.run(as_server(initdb), check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [find("postgres"), "-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
    serve += ["-c", "unix_socket_directories=", "-c", "fsync=off"]
    with subprocess.Popen(as_server(serve), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        wait_for(port)
        yield f"postgresql://buddy@127.0.0.1:{port}/postgres"
        server.terminate()
        server.wait(20)


def wait_for(port):
    import psycopg

    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            psycopg.connect(f"postgresql://buddy@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("PostgreSQL did not start")


def test_conversations_are_kept_and_private(url):
    asked = {"question": "지원동기를 말씀해주세요 🎓", "occupation": "ICT", "experience": None, "notes": ""}
    store = Store(url)
    turn = store.begin_turn("a" * 32, None, None, asked)
    store.finish_turn(turn.id, answer="저는 지원했습니다.", finish_reason="stop", source={"kind": "written"})
    again = store.begin_turn("a" * 32, turn.conversation_id, turn.id, asked)
    assert again.attempt == 1
    secret = store.secret()
    store.close()

    store = Store(url)
    assert store.secret() == secret
    found = store.conversation("a" * 32, turn.conversation_id)
    assert [message["message_id"] for message in found["messages"]] == [again.id]
    with pytest.raises(NotFoundError):
        store.conversation("b" * 32, turn.conversation_id)
    store.delete_conversation("a" * 32, turn.conversation_id)
    assert store.conversations("a" * 32) == []
    store.close()


def test_a_note_is_kept_and_changed_by_one_tab_after_the_other(url):
    store, visitor = Store(url), "c" * 32
    notebook = Notebook(store.database)
    with ThreadPoolExecutor(4) as tabs:
        told = list(tabs.map(lambda _: notebook.add(visitor, ["지원동기 🎓", "단점"]), range(4)))
        assert sorted(len(one["added"]) for one in told) == [0, 0, 0, 2]
        first, second = (item["id"] for item in notebook.note(visitor)["items"])
        saves = list(tabs.map(lambda n: taken(notebook, visitor, first, answer(n)), range(4)))
        renamed = list(tabs.map(lambda n: taken(notebook, visitor, first, cards_and_question(n)), range(4)))
    assert sorted(saves) == sorted(renamed) == [False, False, False, True]
    kept = notebook.note(visitor)["items"][0]
    assert (kept["question"], kept["keywords"]) == (f"질문 {renamed.index(True)}", [f"카드 {renamed.index(True)} 🎓"])
    assert notebook.move(visitor, second, first) == [second, first]
    assert notebook.grade(visitor, first, "easy")["seen_at"].endswith("+00:00")
    with pytest.raises(NotFoundError):
        notebook.remove("d" * 32, first)
    notebook.clear(visitor)
    assert notebook.note(visitor)["items"] == []
    store.close()


def answer(n):
    return Change(answer=f"불량률 {n}%", revision=0)


def cards_and_question(n):
    """Both grew from what was there first."""
    return Change(question=f"질문 {n}", question_was="지원동기 🎓", keywords=[f"카드 {n} 🎓"], keywords_was=["불량률"])


def taken(notebook, visitor, item_id, change):
    try:
        return bool(notebook.change(visitor, item_id, change))
    except StaleError:
        return False


def test_a_round_is_rated_side_by_side_undone_closed_and_reported(url):
    database = Database(url)
    tokens = make_round(database, "1회 🎓", evaluators=3, repeats=0.5)
    seats = Seats(database)
    with ThreadPoolExecutor(3) as evaluators:
        assert list(evaluators.map(lambda token: rate(database, token, 2, 1, 0), tokens)) == [6, 6, 6]
    seat = seats.by_token(tokens[0])
    with ThreadPoolExecutor(4) as tabs:
        undone = list(tabs.map(lambda _: seats.undo(seat, 6)["done"], range(4)))
    assert undone == [5, 5, 5, 5]
    rounds.close(database, "1회 🎓")
    assert {one.final_score for one in rated_items(database, "1회 🎓")} == {3.0}
    database.close()


def test_ratings_of_the_first_schema_are_carried_over(url):
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE before"))
    engine.dispose()
    before = url.replace("/postgres", "/before")
    old_ratings(before.replace("postgresql:", "postgresql+psycopg:"))
    database = Database(before)
    assert [item["final_score"] for item in report(database, "1회")["rounds"][0]["items"]] == [3.5, None]
    database.close()


def test_a_wrong_address_is_a_sentence_without_the_password(url):
    with pytest.raises(InputError) as caught:
        Store(url.replace("buddy@", "buddy:geheim@").replace("/postgres", "/nowhere"))
    assert "geheim" not in str(caught.value)
    assert "nowhere" in str(caught.value)


def test_one_file_imported_by_many_at_once_is_taken_in_once(url, tmp_path):
    """The round is new to all of them: the second had failed on its name, which the first had just made."""
    header = "round,item,evaluator,sentence_accuracy,question_relevance,context_richness"
    rows = [f"at once,{item:03},{evaluator},2,1,0" for item in range(20) for evaluator in "abc"]
    path = tmp_path / "ratings.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    database = Database(url)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: import_ratings(database, path), range(4)))
    assert sorted((one["new"], one["same"]) for one in told) == [(0, 60), (0, 60), (0, 60), (60, 0)]
    assert len(rated_items(database, "at once")) == 20
    database.close()

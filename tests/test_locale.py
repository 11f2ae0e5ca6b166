"""Both languages say the same things, and every sentence the code asks for exists."""

import ast
import re
import string
from pathlib import Path

import interviewbuddy
from interviewbuddy import locale

SOURCE = Path(interviewbuddy.__file__).parent


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_catalogues_have_the_same_keys_and_fields():
    ko, en = locale.catalogue("ko"), locale.catalogue("en")
    assert set(ko) == set(en)
    assert {key for key in ko if fields(ko[key]) != fields(en[key])} == set()


def test_every_error_raised_has_a_sentence_with_its_fields():
    ko = locale.catalogue("ko")
    raised = [(path, *call) for path in SOURCE.rglob("*.py") for call in _raised(path)]
    assert len(raised) > 40
    for path, code, given in raised:
        assert f"error.{code}" in ko, (path, code)
        assert fields(ko[f"error.{code}"]) == given, (path, code)


def _raised(path):
    """Code and value names of every error made in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "")
        if name.endswith("Error") and node.args and isinstance(node.args[0], ast.Constant):
            code = node.args[0].value
            if re.fullmatch(r"[a-z0-9_]+", str(code)):
                yield code, {keyword.arg for keyword in node.keywords}


def test_templates_ask_for_words_that_exist():
    ko = locale.catalogue("ko")
    for path in SOURCE.rglob("*.html"):
        for key in re.findall(r"""\bt\(["']([\w.]+)["']\s*[,)]""", path.read_text("utf-8")):
            assert key in ko, (path, key)


def test_scripts_say_words_that_exist():
    ko = locale.catalogue("ko")
    for path in (SOURCE / "web/static/js").rglob("*.js"):
        own = path.parent.name if path.parent.name != "js" else path.stem
        sections = ("script", own)
        for key in re.findall(r"\bword\([\x22](\w+)[\x22]", path.read_text("utf-8")):
            assert any(f"{section}.{key}" in ko for section in sections), (path, key)


def test_terminal_language(monkeypatch):
    for name in ("BUDDY_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert locale.terminal_language() == "ko"
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert locale.terminal_language() == "en"
    monkeypatch.setenv("BUDDY_LANG", "ko")
    assert locale.terminal_language() == "ko"

"""The Dockerfile, read instruction by instruction, and its install steps run in a clean environment."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def instructions():
    """(keyword, arguments) of every instruction; continuation lines joined, comments left out."""
    lines = [line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def stages():
    found = []
    for keyword, words in instructions():
        if keyword == "FROM":
            found.append([])
        found[-1].append((keyword, words))
    return found


def of(stage, keyword):
    return [words for name, words in stage if name == keyword]


def test_two_stages_of_the_slim_image():
    assert [of(stage, "FROM")[0].split()[0] for stage in stages()] == ["python:3.12-slim"] * 2
    assert of(stages()[1], "COPY") == ["--from=builder /opt/venv /opt/venv", "docs/lab /app/docs/lab"]


def test_the_served_image_is_unprivileged_and_watched():
    final = stages()[1]
    assert of(final, "USER") == ["buddy"]
    assert "useradd --uid 10001" in of(final, "RUN")[0]
    assert "/healthz" in of(final, "HEALTHCHECK")[0]
    assert "/app/model" in json.loads(of(final, "VOLUME")[0])
    assert of(final, "EXPOSE") == ["5000"]


def test_torch_is_nowhere():
    text = " ".join(words for keyword, words in instructions() if keyword == "RUN")
    assert not re.search(r"torch|transformers|\[(?:\w+,)*(?:train|dev)", text)


def test_everything_copied_exists_and_is_let_through():
    let_through = (ROOT / ".dockerignore").read_text("utf-8").split()
    copied = [words for stage in stages() for words in of(stage, "COPY") if not words.startswith("--from")]
    for words in copied:
        for source in words.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in let_through, source


def test_compose_mounts_a_bundle_and_drops_rights():
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with the train extra: make test")
    service = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["buddy"]
    assert any(volume.endswith(":/app/model:ro") for volume in service["volumes"])
    assert service["ports"] == ["127.0.0.1:5000:5000"]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True


def python312():
    """The image's own Python where this machine has one that runs, else the one that runs the tests."""
    found = shutil.which("python3.12")
    runs = found and subprocess.run([found, "--version"], capture_output=True).returncode == 0
    return found if runs else sys.executable


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The builder's RUN steps, with its paths moved into a folder: the path of the environment it makes."""
    folder = tmp_path_factory.mktemp("image")
    build, venv = folder / "build", folder / "venv"
    build.mkdir()
    for words in of(stages()[0], "COPY"):
        *sources, _ = words.split()
        for source in sources:
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(ROOT / source, build / source)
    for step in of(stages()[0], "RUN"):
        command = step.replace("/opt/venv", str(venv)).replace("python -m venv", f"{python312()} -m venv")
        done = subprocess.run(shlex.split(command), cwd=build, capture_output=True, text=True, timeout=280)
        # Only where nothing answers: "Could not find a version" alone may be a wrong pin, which must fail.
        if done.returncode and re.search(r"NewConnectionError|ConnectTimeout|name resolution", done.stderr):
            pytest.skip("the package index cannot be reached, so the image's install steps were not run")
        assert done.returncode == 0, done.stderr
    return venv


def entrypoint(venv, port):
    """The image's own command, on a free port of this machine."""
    words = json.loads(of(stages()[1], "ENTRYPOINT")[0])
    return [word.replace("exec buddy", f"exec {venv}/bin/buddy").replace("5000", str(port)) for word in words]


@pytest.mark.parametrize("mounted", [False, True])
def test_a_mounted_bundle_is_served_and_arguments_go_on(mounted, tmp_path):
    if mounted:
        (tmp_path / "bundle.json").write_text("{}")
    words = json.loads(of(stages()[1], "ENTRYPOINT")[0])
    command = [word.replace("/app/model", str(tmp_path)).replace("exec buddy", "exec echo") for word in words]
    said = subprocess.run([*command, "--allowed-host", "a b"], capture_output=True, text=True).stdout
    model = f"--model {tmp_path} " if mounted else ""
    assert said == f"serve --host 0.0.0.0 --port 5000 {model}--allowed-host a b\n"


def wait_for(address, process):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read()
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                return response.read()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(address)


@pytest.fixture(scope="module")
def cache(image, tmp_path_factory):
    """The cache folder as the last RUN step of the served image leaves it."""
    folder = tmp_path_factory.mktemp("cache")
    step = of(stages()[1], "RUN")[-1].replace("python -c", f"{image}/bin/python -c")
    environment = os.environ | {"XDG_CACHE_HOME": str(folder)}
    subprocess.run(shlex.split(step), cwd=folder, env=environment, check=True, timeout=180)
    return folder


def test_the_index_comes_with_the_image(cache):
    assert "XDG_CACHE_HOME=/app/cache" in of(stages()[1], "ENV")[0]
    assert [path.suffix for path in cache.rglob("*") if path.is_file()] == [".pickle"]


def test_the_install_steps_make_a_service_without_torch(image, cache, tmp_path):
    has_torch = "import importlib.util as u; print(u.find_spec('torch'), u.find_spec('transformers'))"
    found = subprocess.run([image / "bin/python", "-c", has_torch], capture_output=True, text=True, cwd=tmp_path)
    assert found.stdout.split() == ["None", "None"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"BUDDY_DATABASE": f"sqlite:///{tmp_path}/buddy.db", "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(
        entrypoint(image, port), env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as served:
        assert json.loads(wait_for(f"http://127.0.0.1:{port}/healthz", served)) == {"status": "ok"}
        assert json.loads(wait_for(f"http://127.0.0.1:{port}/readyz", served))["model"] == "bank"
        served.terminate()
        served.communicate(timeout=20)

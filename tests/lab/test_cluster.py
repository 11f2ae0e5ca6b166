"""A real cluster of two nodes on this machine, one of which dies in the middle."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("ray", reason="the ray extra is not installed: make test")

from interviewbuddy.errors import InputError
from interviewbuddy.lab.cluster import connected
from tests.lab.running import results_of

CLUSTER = """
import sys, threading, time
from pathlib import Path
from ray.cluster_utils import Cluster

from interviewbuddy.lab.config import load_lab
from interviewbuddy.lab.matrix import run_lab

config, out, corpus = sys.argv[1:]
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
worker = cluster.add_node(num_cpus=1)
cluster.wait_for_nodes()


def kill():
    while len(list(Path(out).glob("runs/*/run/recipe.json"))) < 2:
        time.sleep(0.05)
    cluster.remove_node(worker, allow_graceful=False)
    print("killed", flush=True)


threading.Thread(target=kill, daemon=True).start()
run_lab(load_lab(Path(config), {"corpus": corpus}), Path(out), lambda *_: None, cluster.address)
cluster.shutdown()
"""


@pytest.mark.timeout(400)
def test_a_worker_dies_and_nothing_is_lost(few, matrix, whole, tmp_path):
    out = tmp_path / "spread"
    # A quiet network and workers of ordinary priority: the machine that tests has other things to do, too.
    quiet = {"RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    done = subprocess.run(
        [sys.executable, "-c", CLUSTER, str(matrix), str(out), str(few)],
        capture_output=True,
        text=True,
        timeout=380,
        env={**os.environ, **quiet},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "killed" in done.stdout
    assert set(results_of(out)) == set(results_of(whole))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "127.0.0.1:port"])
def test_a_cluster_that_does_not_answer(address):
    with pytest.raises(InputError) as raised, connected(address):
        pass
    assert raised.value.code == "ray_unreachable"
    assert address in raised.value.message("ko")

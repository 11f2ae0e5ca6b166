"""A waitress server that runs in a thread of the test, and ends without a race."""

import threading
from contextlib import contextmanager

from waitress import wasyncore


@contextmanager
def running(server):
    """Serves until the block ends; what the loop watches is closed by the loop itself, which then ends."""
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()

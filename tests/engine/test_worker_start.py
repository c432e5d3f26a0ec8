"""Workers that do not come into being as they should, each within its time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from yidesk.client import worker
from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import EngineError

CONNECT = """
import os, signal, sys, time
from multiprocessing.connection import Client
raw = Client(sys.argv[1])
"""
KEY = 'bytes.fromhex(os.environ["YIDESK_WORKER_KEY"])'
GREETING = f"""
import os, signal, sys, time
from multiprocessing.connection import Client
Client(sys.argv[1], authkey={KEY})
"""
TROUBLES = {
    "dies at once": "raise SystemExit(3)",
    "never comes": "import time; time.sleep(60)",
    "dies in the proof of the key": CONNECT + "os._exit(4)",
    "stalls in the proof of the key": CONNECT + "time.sleep(60)",
    "does not know the key": CONNECT + "raw.send_bytes(b'x' * 20); time.sleep(60)",
    "says nothing": GREETING + "time.sleep(60)",
    "dies before it greets": GREETING + "os._exit(5)",
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_worker_that_does_not_start_is_a_sentence(
    trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker, "CONNECT_SECONDS", 1.0)
    started = WorkerProcess(
        "engine",
        tmp_path,
        lambda _role, address: [sys.executable, "-c", TROUBLES[trouble], address],
    )
    with pytest.raises(EngineError) as caught:
        started.start()
    assert caught.value.code == "worker_start"
    assert started.end().exit_code is not None


def test_a_log_is_begun_anew_only_when_it_is_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log = tmp_path / "worker-engine.log"
    log.write_text("another program's line\n")
    says = WorkerProcess("engine", tmp_path, lambda *_: [sys.executable, "-c", "print('mine')"])
    with pytest.raises(EngineError):
        says.start()
    assert log.read_text().split("\n")[:2] == ["another program's line", "mine"]
    monkeypatch.setattr(worker, "LONGEST_LOG", 10)
    with pytest.raises(EngineError):
        says.start()
    assert log.read_text() == "mine\n"

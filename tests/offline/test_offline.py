"""With the switch on no socket opens but the private pipes: every command, and every screen.

Every process of the program runs with an audit hook that forbids the network and writes down who
tried it (guard/sitecustomize.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.model
GUARD = Path(__file__).parent / "guard"


@pytest.fixture
def lease(tmp_path):
    path = tmp_path / "lease.txt"
    path.write_text("The rent is 900 euros.", encoding="utf-8")
    return path


@pytest.fixture
def start(tmp_path, demo_model):
    """Run Python with these arguments; returns how it ended, and what was tried."""
    log = tmp_path / "network.txt"

    def start(*arguments):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(GUARD), str(ROOT))),
            "YIDESK_TEST_NETWORK_LOG": str(log),
            "YIDESK_DATA_DIR": str(tmp_path / "data"),
            "YIDESK_DEMO_MODEL": str(demo_model),
            "LANG": "C",
        }
        environment.pop("HF_ENDPOINT", None)
        ended = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT, env=environment, text=True, capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        return ended, log.read_text("utf-8") if log.exists() else ""

    return start


def test_the_guard_sees_what_is_tried(start):
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    ended, tried = start("-c", code)
    assert ended.returncode == 1
    assert "socket." in tried


@pytest.mark.parametrize(("arguments", "code"), [
    (["ask", "--max-tokens", "2", "--doc", "{lease}", "What?"], 0),
    (["read", "{lease}"], 0),
    (["docs", "inspect", "{lease}"], 0),
    (["readings", "list"], 0),
    (["models", "list"], 0),
    (["models", "available"], 0),
    (["models", "available", "yi"], 1),
    (["models", "get", "yi-6b-200k"], 1),
    (["models", "get", "01-ai/Yi-6B"], 1),
    (["models", "mirrors"], 1),
    (["models", "plan", "yi-6b-200k"], 0),
    (["models", "import"], 0),
])  # fmt: skip
def test_no_command_uses_the_network(start, lease, arguments, code):
    given = [argument.format(lease=lease) for argument in arguments]
    ended, tried = start("-m", "yidesk", "--offline", *given)
    assert tried == ""
    assert ended.returncode == code, ended.stderr
    assert ("switched off" in ended.stderr) == (code == 1)


def test_no_screen_uses_the_network(start, tmp_path, lease):
    ended, tried = start("-m", "tests.offline.every_screen", tmp_path / "data", lease)
    assert tried == ""
    assert "every screen was open" in ended.stdout, ended.stderr


def test_doctor_uses_no_network(start):
    ended, tried = start("-m", "yidesk", "--offline", "doctor", "--json")
    assert tried == ""
    assert '"findings"' in ended.stdout

"""kill -9 at random moments: the file is right in the end, and hardly a byte is fetched twice."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys

from tests.catalog.loopback_hub import LoopbackHub
from tests.conftest import ROOT
from tests.models.gguf_writer import yi
from tests.models.vocabulary import yi_like

FILE = "killed.gguf"
KILLS = 20
BUFFER = 256 << 10
"""What may be on the way when a process dies: the sockets' buffers and one read."""


def test_twenty_kills(tmp_path):
    content = yi(vocabulary=yi_like(32_000)).write(tmp_path / "made.gguf").read_bytes()
    dice = random.Random(20)
    with LoopbackHub({FILE: content}, rate=1_500_000) as hub:
        kills, arrivals = 0, 1
        while kills < KILLS:
            with _start(hub, tmp_path) as child:
                if not child.stdout.readline():  # all was there: it was killed late each time
                    assert child.wait(60) == 0
                    (tmp_path / "shelf" / FILE).unlink()
                    arrivals += 1
                    continue
                try:
                    child.wait(dice.uniform(0.0, 0.1))
                except subprocess.TimeoutExpired:
                    child.kill()
                    kills += 1
        hub.rate = 0
        with _start(hub, tmp_path) as child:
            assert child.wait(60) == 0
        assert hub.sent <= arrivals * len(content) + KILLS * BUFFER
    arrived = (tmp_path / "shelf" / FILE).read_bytes()
    assert hashlib.sha256(arrived).digest() == hashlib.sha256(content).digest()
    assert [path.name for path in (tmp_path / "shelf").glob("*.gguf")] == [FILE]


def _start(hub, tmp_path):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.catalog.downloading", hub.url, FILE, tmp_path / "shelf"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )

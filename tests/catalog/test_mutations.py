"""Damaged headers: none crashes the reader, holds it up or makes it take memory."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT
from yidesk.catalog import gguf
from yidesk.catalog.cursor import BytesSource
from yidesk.core.errors import ModelError


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by getrusage")
def test_three_hundred_mutated_headers():
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalog.mutations", "300", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    seen = json.loads(done.stdout)
    assert seen["cases"] == 300
    assert seen["refused"] > 150
    assert seen["slowest"] < 2
    assert seen["memory"] < 200_000_000


@pytest.mark.parametrize(
    "content",
    [
        # 1,250,000 empty strings in one array, and again in the next
        b"".join(
            struct.pack("<Q", 1) + key + struct.pack("<IIQ", 9, 8, 1_250_000) + bytes(10_000_000)
            for key in (b"a", b"b")
        ),
        # more keys than are allowed
        b"".join(struct.pack("<Q4sI?", 4, b"%04d" % n, 7, True) for n in range(10_000)),
        # a megabyte of text under each of many keys
        b"".join(
            struct.pack("<Q4sIQ", 4, b"%04d" % n, 8, 1 << 20) + bytes(1 << 20) for n in range(20)
        ),
    ],
    ids=["strings", "keys", "texts"],
)
def test_much_of_everything_is_refused_soon(content):
    counts = struct.pack("<IQQ", 3, 0, 20_000 if len(content) < 1_000_000 else 20)
    started = time.process_time()
    with pytest.raises(ModelError):
        gguf.read(BytesSource("model.gguf", b"GGUF" + counts + content))
    assert time.process_time() - started < 2

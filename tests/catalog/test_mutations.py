"""Damaged headers: none crashes the reader, holds it up or makes it take memory."""

from __future__ import annotations

import json
import struct
import subprocess
import sys

import pytest

from tests.catalog.counting import CountingSource
from tests.conftest import ROOT
from yidesk.catalog import gguf
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
    assert seen["most_read"] < 3  # times its size: forward, and hardly a byte twice
    assert seen["memory"] < 200_000_000


@pytest.mark.parametrize(
    ("what", "content"),
    [
        (
            "too many strings",  # 1,250,000 empty ones in one array, and again in the next
            b"".join(
                struct.pack("<Q", 1)
                + key
                + struct.pack("<IIQ", 9, 8, 1_250_000)
                + bytes(10_000_000)
                for key in (b"a", b"b")
            ),
        ),
        (
            "impossible counts",  # more keys than are allowed
            b"".join(struct.pack("<Q4sI?", 4, b"%04d" % n, 7, True) for n in range(10_000)),
        ),
        (
            "too much text",  # a megabyte under each of many keys
            b"".join(
                struct.pack("<Q4sIQ", 4, b"%04d" % n, 8, 1 << 20) + bytes(1 << 20)
                for n in range(20)
            ),
        ),
    ],
    ids=["strings", "keys", "texts"],
)
def test_much_of_everything_is_refused_at_its_limit(what, content):
    counts = struct.pack("<IQQ", 3, 0, 20_000 if len(content) < 1_000_000 else 20)
    source = CountingSource(b"GGUF" + counts + content)
    with pytest.raises(ModelError) as caught:
        gguf.read(source)
    assert str(caught.value.__cause__) == what
    assert source.taken < 2 * source.size  # what is left of a piece is read with the next one

"""The log does not grow without end, and keeps the last of what it said."""

from __future__ import annotations

import logging
import sys

import pytest

from yidesk.core import log

said = logging.getLogger("yidesk.test")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where this process logs to; as it was before, afterwards."""
    root = logging.getLogger()
    before, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    monkeypatch.setattr(log, "_crash_file", sys.stderr)  # pytest has its own for crashes
    monkeypatch.setattr(log, "LONGEST_BYTES", 200)
    root.handlers = []
    log.to_file(tmp_path, "window")
    yield tmp_path
    for handler in root.handlers:
        handler.close()
    root.handlers, logging.raiseExceptions = before, raises
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def test_a_full_file_is_put_aside_and_the_oldest_goes(folder):
    said.info("first %s", "x" * 120)
    log.rotate()
    for number in range(5):
        said.info("%d %s", number, "x" * 120)
    kept = {each.suffix: each.read_text("utf-8").split(": ")[1][0] for each in folder.iterdir()}
    assert kept == {".log": "4", ".1": "3", ".2": "2", ".3": "1"}


def test_nothing_said_before_is_lost_and_nothing_is_said_twice(folder):
    said.info("before")
    log.rotate()
    log.rotate()
    said.info("after")
    lines = (folder / "window.log").read_text("utf-8").splitlines()
    assert [line.split(": ")[1] for line in lines] == ["before", "after"]

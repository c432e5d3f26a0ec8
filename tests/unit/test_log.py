"""The log does not grow without end, and keeps the last of what it said."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from yidesk.core import log


@pytest.fixture
def logger(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "LONGEST_BYTES", 100)
    handler = log.RotatingFile(tmp_path / "window.log", encoding="utf-8")
    logger = logging.getLogger("test_log")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)
    handler.close()


def test_a_full_file_is_put_aside_and_the_oldest_goes(logger, tmp_path):
    for number in range(6):
        logger.info("%d %s", number, "x" * 120)
    logger.info("last")
    kept = {path.suffix: path.read_text("utf-8")[0] for path in tmp_path.iterdir()}
    assert kept == {".log": "l", ".1": "5", ".2": "4", ".3": "3"}


def test_what_cannot_be_put_aside_is_written_on(logger, tmp_path, monkeypatch):
    def is_held(path, target):
        raise PermissionError(13, "Another process has it", str(path))

    monkeypatch.setattr(Path, "replace", is_held)
    for number in range(3):
        logger.info("%d %s", number, "x" * 120)
    assert (tmp_path / "window.log").read_text("utf-8").count("x\n") == 3

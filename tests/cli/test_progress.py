"""Work under way, on the terminal: what, how far, how fast, how long it takes still."""

from __future__ import annotations

import io
from functools import partial

import pytest

from yidesk.cli import progress, transfer
from yidesk.cli.console import Console
from yidesk.core import words
from yidesk.core.counted import Counted
from yidesk.services.answer import (
    Comparing,
    Dividing,
    Indexing,
    Loading,
    Opening,
    Reading,
    Sweeping,
)
from yidesk.services.model_shelf import Checking, Progress
from yidesk.services.remaining import Counting

PART = {"part": 3, "parts": 11, "first": 41, "last": 60, "fraction": 0.2}
LINES = [
    (Opening("a.pdf", 0, 0, 0.5), "Opening a.pdf: 50 %"),
    (Opening("a.pdf", 0, 0, 0.5, 12.34e6), "Opening a.pdf: 50 % · 12.3 MB/s"),
    (Opening("a.pdf", 1, 2_000), "Opening a.pdf: page 1 of 2,000"),
    (
        Opening("a.pdf", 400, 2_000, per_second=80.0, seconds_left=20.0),
        "Opening a.pdf: page 400 of 2,000 · 80 pages/s · 20 s left",
    ),
    (Loading(0.4), "Loading the model: 40 %"),
    (Loading(0.4, 9.0), "Loading the model: 40 % · 9 s left"),
    (
        Indexing("a.pdf", 400, 2_000, 20.0, 80.0),
        "Making a.pdf ready to be searched: page 400 of 2,000 · 80 pages/s · 20 s left",
    ),
    (
        Comparing("a", 5, 90, 2_000.0, 5_500.0),
        "Preparing a for the search by meaning: passage 5 of 90 · 2,000 tokens/s · 1 h 30 min left",
    ),
    (
        Dividing("a.pdf", Counted(640, 2_000, 300.0, 5.0)),
        "Dividing a.pdf into parts: page 640 of 2,000 · 300 pages/s · 5 s left",
    ),
    (
        Sweeping(**PART, name="a.pdf", seconds_left=130.0, per_second=34.0),
        "Part 3 of 11: from p. 41 of a.pdf, 20 % · 34 tokens/s · 2 min left",
    ),
    (
        Sweeping(**PART, name="", seconds_left=None, per_second=3.4),
        "Summing up the notes: 20 % · 3.4 tokens/s",
    ),
    (Reading(512, 2_048, 0.0, None), "Reading: 512 of 2,048 tokens"),
    (
        Reading(512, 2_048, 340.0, 5.0, restoring=True),
        "Restoring what was read before: 512 of 2,048 tokens · 340 tokens/s · 5 s left",
    ),
    (
        Progress(done=10**9, total=4 * 10**9, per_second=25e6, seconds_left=120.0),
        "25 %, 1.00 of 4.00 GB · 25.0 MB/s · 2 min left",
    ),
    (
        Checking(done=10**9, total=4 * 10**9, per_second=500e6, seconds_left=6.0),
        "Checking: 25 %, 1.00 of 4.00 GB · 500.0 MB/s · 6 s left",
    ),
    (Checking(done=0, total=4 * 10**9), "Checking: 0 %, 0.00 of 4.00 GB"),
]


class Terminal(io.StringIO):
    """What stands on the line of progress."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        return self.getvalue().rpartition("\x1b[2K")[2]


@pytest.fixture
def terminal():
    return Terminal()


@pytest.mark.parametrize(("event", "line"), LINES, ids=lambda each: type(each).__name__)
def test_everything_tells_how_far_how_fast_and_how_long(terminal, event, line):
    console = Console(err=terminal)
    of_a_file = isinstance(event, Progress | Checking)
    (transfer if of_a_file else progress).show(console, event)
    assert terminal.line == line


def test_it_is_told_in_chinese_too(terminal):
    words.use("zh")
    progress.show(Console(err=terminal), Opening("甲.pdf", 400, 2_000, 0.0, 8.5, 130.0))
    words.use("en")
    assert terminal.line == "正在打开 甲.pdf：第 400 / 2,000 页 · 8.5 页/秒 · 还需 2 分钟"


def test_pages_that_are_counted_get_a_pace(terminal, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress, "Counting", partial(Counting, lambda: now[0]))
    show = progress.counted(Console(err=terminal), "Page {done} of {total} of {name}", name="a")
    show(0, 10)
    assert terminal.line == "Page 0 of 10 of a"
    now[0] += 8
    show(2, 10)
    assert terminal.line == "Page 2 of 10 of a · 0.2 pages/s · 30 s left"

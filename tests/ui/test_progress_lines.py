"""One line about work under way: how far it is, how fast, and how long it takes still."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

from yidesk.core.counted import Counted
from yidesk.services.answer import Comparing, Dividing, Indexing, Opening, Sweeping
from yidesk.services.chats import ChatId
from yidesk.services.collections import ReadingFile
from yidesk.services.model_shelf import Checking, Progress
from yidesk.ui.chat.chip import DocumentChip
from yidesk.ui.chat.progress_lines import (
    comparing_line,
    counted_pace,
    dividing_line,
    indexing_line,
    sweeping_line,
)
from yidesk.ui.chat.running import Running
from yidesk.ui.library.progress_lines import adding_lines, reading_lines, removing_line
from yidesk.ui.models.progress import RowProgress

PART = Sweeping(
    part=3,
    parts=11,
    name="lease.pdf",
    first=41,
    last=60,
    fraction=0.2,
    seconds_left=130.0,
    per_second=340.0,
)


def test_a_sweep_says_its_part_its_pace_and_the_time_left(qapp):
    assert sweeping_line(PART) == (
        "Part 3 of 11: p. 41–60 of lease.pdf · 340 tokens/s · 2 min left"
    )
    summing = dataclasses.replace(PART, name="", first=0, last=0, seconds_left=None)
    assert sweeping_line(summing) == "Summing up the notes · 340 tokens/s"
    begun = dataclasses.replace(PART, seconds_left=None, per_second=0.0)
    assert sweeping_line(begun) == "Part 3 of 11: p. 41–60 of lease.pdf"


def test_indexing_says_its_pages_a_second_and_the_time_left(qapp):
    event = Indexing("lease.pdf", 400, 2_000, 20.0, 80.0)
    assert indexing_line(event) == (
        "Making lease.pdf ready to be searched, page 400 of 2,000 · 80 pages/s · 20 s left"
    )


def test_what_a_search_and_a_sweep_do_first_is_told_on_the_answer(qapp):
    comparing = Comparing("lease.pdf", 5, 90, 2_000.0, 43.0)
    assert comparing_line(comparing) == (
        "Preparing lease.pdf for the search by meaning: passage 5 of 90"
        " · 2,000 tokens/s · 45 s left"
    )
    assert comparing_line(comparing, stopped="stopped").endswith("passage 5 of 90 · stopped")
    dividing = Dividing("lease.pdf", Counted(640, 2_000, 300.0, 5.0))
    assert dividing_line(dividing) == (
        "Dividing lease.pdf into parts, page 640 of 2,000 · 300 pages/s · 5 s left"
    )
    shown = SimpleNamespace(show_doing=lambda *words: told.append(words))
    told = []
    for event in (comparing, dividing):
        Running(ChatId(1), SimpleNamespace(), list).show_event(event, shown)
    assert told == [(comparing_line(comparing), 5 / 90), (dividing_line(dividing), 0.32)]


OPENING = Opening("lease.pdf", 40, 2_000, per_second=80.0, seconds_left=25.0)


def test_a_chip_tells_how_fast_its_file_opens(qtbot):
    chip = DocumentChip("/lease.pdf", "lease.pdf")
    qtbot.addWidget(chip)
    chip.show_opening(OPENING)
    assert chip.state == "Opening, page 40 of 2,000 · 80 pages/s · 25 s left"
    chip.show_opening(Opening("lease.pdf", 1, 2_000))
    assert chip.state == "Opening, page 1 of 2,000"
    chip.show_opening(Opening("lease.pdf", 0, 0, 0.3, 4_200_000.0))
    assert chip.state == "Opening… · 4.2 MB/s"


def test_the_library_tells_how_fast_files_come_and_go(qapp):
    assert adding_lines(OPENING, 3) == (
        "Adding lease.pdf, page 40 of 2,000 · 80 pages/s · 25 s left · 3 more",
        "Adding lease.pdf · 80 pages/s · 25 s left",
        "80 pages/s · 25 s left",
    )
    assert set(adding_lines(Opening("lease.pdf", 0, 0), 0)) == {"Adding lease.pdf"}
    begun = ReadingFile("b/lease.pdf", 1, 9)
    assert reading_lines(begun)[0] == "Reading b/lease.pdf (2 of 9)"
    under_way = ReadingFile("b/lease.pdf", 1, 9, 0.2, 130.0, OPENING)
    assert reading_lines(under_way) == (
        "Reading b/lease.pdf (2 of 9) · page 40 of 2,000 · 80 pages/s · 2 min left",
        "Reading lease.pdf (2 of 9) · 80 pages/s · 2 min left",
        "Reading 2 of 9 · 2 min left",
    )
    assert removing_line(Counted(2, 200, 5.0, 40.0)) == "Removing 3 of 200 documents · 40 s left"


def test_pages_that_are_recognised_have_a_pace(qapp):
    assert counted_pace(Counted(3, 40, 0.4, 93.0)) == "0.4 pages/s · 2 min left"
    assert counted_pace(Counted(0, 40)) == ""


def test_a_model_that_comes_or_is_checked_tells_its_pace(qtbot):
    row = RowProgress("Stop")
    qtbot.addWidget(row)
    row.show_event(Progress(done=10**9, total=4 * 10**9, per_second=300e3, seconds_left=1e4))
    assert row.words.text() == "1 GB of 4 GB · 300 KB/s · 2 h 50 min left"
    row.show_event(Checking(done=10**9, total=4 * 10**9, per_second=2.5e6, seconds_left=None))
    assert row.words.text() == "1 GB of 4 GB · Checking · 2.5 MB/s"

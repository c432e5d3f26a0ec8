"""One line about work under way: how far it is, how fast, and how long it takes still."""

from __future__ import annotations

import dataclasses

from yidesk.services.answer import Indexing, Sweeping
from yidesk.ui.chat.progress_lines import indexing_line, sweeping_line

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

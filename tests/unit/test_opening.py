"""How far a file is on its way to pages."""

from __future__ import annotations

from yidesk.services.answer import Opening
from yidesk.services.opening import OpeningFile


def test_bytes_tell_a_rate_and_pages_the_time_left_too():
    now, told = [0.0], []
    opening = OpeningFile("atlas.pdf", told.append, clock=lambda: now[0])
    opening.on_bytes(0, 100_000_000)
    now[0] += 2
    opening.on_bytes(25_000_000, 100_000_000)
    opening.on_page(100, 400)
    now[0] += 10
    opening.on_page(200, 400)
    assert told == [
        Opening("atlas.pdf", 0, 0),
        Opening("atlas.pdf", 0, 0, examined=0.25, per_second=12_500_000.0),
        Opening("atlas.pdf", 100, 400),
        Opening("atlas.pdf", 200, 400, per_second=10.0, seconds_left=20.0),
    ]

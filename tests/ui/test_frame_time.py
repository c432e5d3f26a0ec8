"""How text that arrives and work that can wait share the time of a frame."""

from __future__ import annotations

import pytest

from yidesk.ui.markdown.frame_time import ALL_S, FRAME_S, LEAST_S, PAINT_S, RECENT_S, FrameTime


class Clock:
    """Stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def time(clock) -> FrameTime:
    return FrameTime(clock)


def test_what_can_wait_has_the_whole_time_while_no_text_comes(time):
    assert time.left() == pytest.approx(ALL_S)


def test_text_that_came_lately_is_expected_in_every_frame(time, clock):
    time.note_text(0.0015)
    clock.now += 3 * FRAME_S
    assert time.left() == pytest.approx(ALL_S - 0.0015 - PAINT_S)
    clock.now += RECENT_S
    assert time.left() == pytest.approx(ALL_S)


def test_two_texts_share_one_frame_and_have_another_one_after_it(time, clock):
    time.note_other(0.002)
    assert time.left() == pytest.approx(ALL_S - 0.002)
    time.note_other(0.0005)
    assert time.left() == pytest.approx(ALL_S - 0.0025)
    clock.now += FRAME_S
    assert time.left() == pytest.approx(ALL_S)


def test_what_can_wait_goes_on_however_much_text_comes(time):
    time.note_text(0.05)
    time.note_other(0.01)
    assert time.left() == LEAST_S

"""How long even work takes still."""

from __future__ import annotations

from yidesk.core.counted import Counted
from yidesk.services.remaining import Counting, Remaining


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_said_before_there_is_something_to_go_by():
    clock = Clock()
    remaining = Remaining(clock=clock)
    clock.now += 0.5
    assert remaining.seconds(0.5) is None
    clock.now += 10
    assert remaining.seconds(0.01) is None


def test_what_is_left_takes_as_long_in_proportion():
    clock = Clock()
    remaining = Remaining(clock=clock)
    clock.now += 10
    assert remaining.seconds(0.25) == 30
    assert remaining.seconds(1.0) == 0


def test_what_was_done_before_is_not_counted_as_speed():
    clock = Clock()
    remaining = Remaining(0.5, clock)
    clock.now += 10
    assert remaining.seconds(0.75) == 10


def test_the_pace_is_that_of_what_was_done_since_it_began():
    clock = Clock()
    remaining = Remaining(0.5, clock)
    clock.now += 0.5
    assert remaining.per_second(0.75) == 0
    clock.now += 4.5
    assert remaining.per_second(0.75) == 0.05


def test_what_is_counted_has_a_pace_from_its_first_report_on():
    clock = Clock()
    counting = Counting(clock)
    clock.now += 60  # the first took a minute to begin
    assert counting.at(25, 100) == Counted(25, 100)
    clock.now += 10
    assert counting.at(75, 100) == Counted(75, 100, per_second=5.0, seconds_left=5.0)
    assert counting.at(75, 100).share == 0.75
    assert Counting(clock).at(0, 0) == Counted(0, 0)

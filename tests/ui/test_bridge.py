"""The way off the GUI thread, and back."""

from __future__ import annotations

import threading

import pytest

from yidesk.ui.bridge import Bridge


@pytest.fixture
def bridge(qtbot):
    bridge = Bridge()
    yield bridge
    bridge.cancel_all()
    assert bridge.join(5)


class Counting:
    """Counts until it is cancelled."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def __iter__(self):
        yield "begun"
        self._stop.wait(10)
        yield "ended" if self._stop.is_set() else "never stopped"

    def cancel(self) -> None:
        self._stop.set()


def test_results_arrive_on_the_gui_thread_and_in_order(qtbot, bridge):
    arrived = []

    def work(number):
        return number, threading.current_thread() is threading.main_thread()

    def done(result):
        arrived.append((*result, threading.current_thread() is threading.main_thread()))

    for number in range(5):
        bridge.call(lambda number=number: work(number), done)
    qtbot.waitUntil(lambda: len(arrived) == 5)
    assert arrived == [(number, False, True) for number in range(5)]


def test_it_is_busy_until_the_last_result_was_told(qtbot, bridge):
    told, worked = [], threading.Event()

    def next_one(_result):
        told.append(bridge.busy)
        if len(told) == 1:
            bridge.run(lambda _errand: None, told.append, next_one)

    bridge.call(worked.set, next_one)
    assert worked.wait(60)
    assert bridge.busy, "nobody has heard of it"
    qtbot.waitUntil(lambda: not bridge.busy)
    assert told == [True, True]


def test_a_stream_is_followed_and_cancelled(qtbot, bridge):
    events = []
    errand = bridge.follow(Counting, events.append)
    qtbot.waitUntil(lambda: events == ["begun"])
    errand.cancel()
    qtbot.waitUntil(lambda: events == ["begun", "ended"])


def test_a_stream_that_was_cancelled_before_it_began_ends(qtbot, bridge):
    events, gate = [], threading.Event()

    def begin():
        gate.wait(5)
        return Counting()

    errand = bridge.follow(begin, events.append)
    errand.cancel()
    gate.set()
    qtbot.waitUntil(lambda: events == ["begun", "ended"])


def test_the_stream_is_handed_over_before_its_events(qtbot, bridge):
    seen = []
    errand = bridge.follow(Counting, seen.append, begun=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert isinstance(seen[0], Counting)
    errand.cancel()


def test_a_stream_begins_when_the_calls_before_it_are_done(qtbot, bridge):
    order, gate = [], threading.Event()

    def begin():
        order.append("stream")
        return ()

    bridge.call(lambda: (gate.wait(60), order.append("call")))
    bridge.follow(begin, order.append, after_calls=True)
    bridge.follow(lambda: gate.set() or (), order.append)  # waits for nothing
    qtbot.waitUntil(lambda: not bridge.busy)
    assert order == ["call", "stream"]


def test_a_failure_reaches_the_one_who_asked_or_else_everybody(qtbot, bridge):
    def fail():
        raise OSError("disk")

    mine = []
    bridge.call(fail, failed=mine.append)
    qtbot.waitUntil(lambda: len(mine) == 1)
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.call(fail)
    assert str(told.args[0]) == "disk"


def test_closing_stops_what_runs_and_delivers_nothing_more(qtbot, bridge):
    events = []
    bridge.follow(Counting, events.append)
    qtbot.waitUntil(lambda: events == ["begun"])
    bridge.cancel_all()
    assert bridge.join(5)
    assert not bridge.busy
    bridge.call(lambda: 1, events.append)
    bridge.follow(Counting, events.append)
    qtbot.wait(20)  # time for an event that must not come
    assert events == ["begun"]

"""The watch over the window sees what holds it."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer

from tests.ui import watchdog


def busy(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@pytest.fixture
def hold(qapp, qtbot):
    """Hold the window for a multiple of the limit; what was seen of it."""

    def held(share: float) -> list[watchdog.Slow]:
        done = []
        QTimer.singleShot(0, lambda: done.append(busy(watchdog.LIMIT_SECONDS * share)))
        qtbot.waitUntil(lambda: bool(done))
        return qapp.take()

    return held


def test_a_call_that_holds_the_window_is_seen(hold):
    assert hold(0.2) == []
    [slow] = hold(2 * watchdog.slowness())
    assert slow.seconds >= watchdog.LIMIT_SECONDS


def test_a_slow_machine_may_take_as_much_longer_as_it_is_slower(hold, monkeypatch):
    monkeypatch.setattr(watchdog, "_fixed_work", lambda: 3 * watchdog.FIXED_SECONDS)
    assert hold(2) == []
    assert len(hold(4)) == 1

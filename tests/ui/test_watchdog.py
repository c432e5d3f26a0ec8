"""The watch over the window sees what holds it."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer

from tests.ui.watchdog import LIMIT_SECONDS


def busy(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@pytest.mark.parametrize(("share", "seen"), [(1.2, 1), (0.2, 0)])
def test_a_call_that_holds_the_window_is_seen(qapp, qtbot, share, seen):
    done = []
    QTimer.singleShot(0, lambda: done.append(busy(LIMIT_SECONDS * share)))
    qtbot.waitUntil(lambda: bool(done))
    slow = qapp.take()
    assert len(slow) == seen
    assert all(each.seconds >= LIMIT_SECONDS for each in slow)

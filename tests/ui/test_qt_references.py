"""PySide6 6.12.0 takes a reference from None and True with every call on Python 3.11.

When none is left the process aborts, after an answer or two. The requirements exclude it; this
test would notice another such version.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

TIMES = 1_000
NOISE = 100
"""References that come and go with other things."""


class Sender(QObject):
    fired = Signal(bool)


def test_void_calls_keep_the_references_of_none(qapp):
    sender = QObject()
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        sender.setObjectName("x")
    assert sys.getrefcount(None) > before - NOISE


def test_emits_keep_the_references_of_true_and_none(qapp):
    sender = Sender()
    received = []
    sender.fired.connect(received.append)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(TIMES):
        sender.fired.emit(True)
    received.clear()
    assert sys.getrefcount(True) > before[0] - NOISE
    assert sys.getrefcount(None) > before[1] - NOISE

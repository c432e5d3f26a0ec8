"""The speed test of mirrors: a fast one, a slow one, a dead one."""

from __future__ import annotations

import threading

import pytest

from tests.catalog.conftest import FILE
from tests.catalog.loopback_hub import REPOSITORY
from yidesk.catalog import mirrors
from yidesk.catalog.mirrors import measure
from yidesk.catalog.transfer import Stop
from yidesk.core.errors import Cancelled


def test_a_slow_mirror_is_slower(network, loopback, monkeypatch):
    monkeypatch.setattr(mirrors, "SAMPLE", 300_000)
    fast = measure(network, loopback.url, REPOSITORY, FILE, Stop())
    loopback.rate = 200_000
    slow = measure(network, loopback.url, REPOSITORY, FILE, Stop())
    assert slow.per_second < 300_000
    assert slow.per_second < fast.per_second
    assert fast.problem is slow.problem is None
    assert loopback.asked("cdn")[0].headers["range"] == "bytes=0-299999"


def test_a_very_slow_mirror_does_not_hold_us_up(network, loopback, monkeypatch):
    monkeypatch.setattr(mirrors, "SECONDS", 0.3)
    loopback.rate = 200_000
    assert 0 < measure(network, loopback.url, REPOSITORY, FILE, Stop()).per_second < 1_000_000


def test_a_mirror_without_the_file_says_so(network, loopback):
    speed = measure(network, loopback.url, REPOSITORY, "other.gguf", Stop())
    assert speed.problem.code == "model_missing"
    assert speed.per_second == 0


def test_a_mirror_that_is_slow_is_given_up_at_once(network, loopback):
    loopback.rate = 20_000
    stop = Stop()
    threading.Timer(0.2, stop.ask).start()
    with pytest.raises(Cancelled):
        measure(network, loopback.url, REPOSITORY, FILE, stop)

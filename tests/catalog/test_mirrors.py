"""The speed test of mirrors: a fast one, a slow one, a dead one."""

from __future__ import annotations

from tests.catalog.conftest import FILE
from tests.catalog.loopback_hub import REPOSITORY
from yidesk.catalog import mirrors
from yidesk.catalog.mirrors import measure


def test_a_slow_mirror_is_slower(network, loopback, monkeypatch):
    monkeypatch.setattr(mirrors, "SAMPLE", 300_000)
    fast = measure(network, loopback.url, REPOSITORY, FILE)
    loopback.rate = 200_000
    slow = measure(network, loopback.url, REPOSITORY, FILE)
    assert slow.per_second < 300_000
    assert slow.per_second < fast.per_second
    assert fast.problem is slow.problem is None
    assert loopback.asked("cdn")[0].headers["range"] == "bytes=0-299999"


def test_a_very_slow_mirror_does_not_hold_us_up(network, loopback, monkeypatch):
    monkeypatch.setattr(mirrors, "SECONDS", 0.3)
    loopback.rate = 200_000
    assert 0 < measure(network, loopback.url, REPOSITORY, FILE).per_second < 1_000_000


def test_a_mirror_without_the_file_says_so(network, loopback):
    speed = measure(network, loopback.url, REPOSITORY, "other.gguf")
    assert speed.problem.code == "model_missing"
    assert speed.per_second == 0

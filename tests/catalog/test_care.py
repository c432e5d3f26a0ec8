"""Verifying and repairing: damage on the disk is found, and only damaged blocks are fetched."""

from __future__ import annotations

import hashlib
import os

import pytest

from tests.catalog.conftest import BLOCK, FILE
from yidesk.catalog.care import repair, verify
from yidesk.catalog.shelf import Shelf, Way
from yidesk.catalog.transfer import Checking, Stop
from yidesk.core.errors import Cancelled, ModelError


@pytest.fixture
def downloaded(download, loopback):
    path = download().run()
    loopback.requests.clear()
    return path


def damage(path, *places):
    with path.open("r+b") as file:
        for place in places:
            file.seek(place)
            byte = file.read(1)
            file.seek(place)
            file.write(bytes([byte[0] ^ 1]))


def test_a_sound_file_is_sound(downloaded, model_bytes):
    events = []
    verdict = verify(downloaded, on_event=events.append)
    assert verdict.sound
    assert verdict.sha256 == hashlib.sha256(model_bytes).hexdigest()
    assert isinstance(events[-1], Checking)
    assert events[-1].done == events[-1].total == len(model_bytes)
    assert events[-1].per_second > 0
    assert events[-1].seconds_left == 0


def test_damaged_blocks_are_named(downloaded, model_bytes):
    damage(downloaded, 10, 3 * BLOCK + 7, len(model_bytes) - 1)
    verdict = verify(downloaded)
    assert not verdict.sound
    assert verdict.damaged == (0, 3, len(model_bytes) // BLOCK)


def test_only_damaged_blocks_are_fetched(downloaded, hub, loopback, model_bytes):
    damage(downloaded, 10, 3 * BLOCK + 7)
    assert repair(downloaded, hub).sound
    assert downloaded.read_bytes() == model_bytes
    asked = [request.headers["range"] for request in loopback.asked("cdn")]
    assert asked == [f"bytes=0-{BLOCK - 1}", f"bytes={3 * BLOCK}-{4 * BLOCK - 1}"]


@pytest.mark.parametrize("change", [-100_000, 100_000], ids=["shorter", "longer"])
def test_a_file_of_another_length_is_repaired(downloaded, hub, model_bytes, change):
    os.truncate(downloaded, len(model_bytes) + change)
    assert repair(downloaded, hub).sound
    assert downloaded.read_bytes() == model_bytes


def test_a_sound_file_is_not_asked_for(downloaded, hub, loopback):
    assert repair(downloaded, hub).sound
    assert loopback.requests == []


def test_a_file_the_hub_has_no_more_cannot_be_repaired(downloaded, hub, loopback, model_bytes):
    damage(downloaded, 10)
    loopback.put(FILE, model_bytes[:-1] + b"x")
    with pytest.raises(ModelError) as caught:
        repair(downloaded, hub)
    assert caught.value.code == "cannot_repair"


def test_a_copied_file_is_verified_and_cannot_be_repaired(tmp_path, hub, model_bytes):
    source = tmp_path / "made.gguf"
    source.write_bytes(model_bytes)
    (tmp_path / "shelf").mkdir()
    path = Shelf(tmp_path / "shelf").add(source, Way.COPY).path
    assert verify(path).sound
    damage(path, len(model_bytes) - 1)
    assert verify(path).damaged == (0,)
    with pytest.raises(ModelError, match="cannot be repaired"):
        repair(path, hub)


def test_a_file_put_there_by_hand_is_checked_as_far_as_it_goes(tmp_path, model_bytes):
    path = tmp_path / "by-hand.gguf"
    path.write_bytes(model_bytes)
    assert verify(path).expected is None
    path.write_bytes(model_bytes[:-5_000])
    with pytest.raises(ModelError) as caught:
        verify(path)
    assert caught.value.code == "model_not_whole"


def test_verifying_can_be_stopped(downloaded):
    stop = Stop()
    with pytest.raises(Cancelled):
        verify(downloaded, on_event=lambda _: stop.ask(), stop=stop)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(ModelError) as caught:
        verify(tmp_path / "nowhere.gguf")
    assert caught.value.code == "cannot_read"

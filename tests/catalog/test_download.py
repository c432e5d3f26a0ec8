"""Every download ends in a whole, verified file on the shelf, or in a sentence."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from collections import namedtuple

import pytest

from tests.catalog.conftest import BLOCK, FILE
from tests.catalog.loopback_hub import COMMIT, REPOSITORY, Fault, LoopbackHub
from yidesk.catalog import disk, patience
from yidesk.catalog.download import Download, Places, Target
from yidesk.catalog.hub import Hub
from yidesk.catalog.network import CONNECT_SECONDS, READ_SECONDS, Network, PassingError
from yidesk.catalog.part import PartFile
from yidesk.catalog.transfer import Checking, Progress, Waiting
from yidesk.core.errors import Cancelled, ModelError, YiDeskError


def ranges(loopback):
    """Where each request for bytes began."""
    asked = (request.headers.get("range", "bytes=0-") for request in loopback.asked("cdn"))
    return [int(value.removeprefix("bytes=").split("-")[0]) for value in asked]


def names(folder):
    return sorted(path.name for path in folder.glob("*"))


def fails(download, code):
    with pytest.raises(YiDeskError) as caught:
        download.run()
    assert caught.value.code == code
    assert str(caught.value)
    return caught.value


def cut(download, loopback, after):
    """Leave a part behind, as a cut connection and an impatient person do."""
    loopback.bytes_faults.append(Fault(cut_after=after))
    first = download()

    def stop(event):
        if isinstance(event, Waiting):
            first.pause()

    with pytest.raises(Cancelled):
        first.run(stop)


def test_a_plain_download(download, loopback, folder, model_bytes):
    events = []
    path = download().run(events.append)
    assert path == folder / FILE
    assert path.read_bytes() == model_bytes
    last = events[-1]
    assert isinstance(last, Progress)
    assert last.done == last.total == len(model_bytes)
    assert ranges(loopback) == [0]
    assert names(folder / ".yidesk") == [f"{FILE}.lock", f"{FILE}.record"]


def test_what_is_here_is_not_fetched_again(download, loopback):
    path = download().run()
    assert download().run() == path
    assert ranges(loopback) == [0]


def test_a_file_stored_as_xet(download, loopback, model_bytes):
    loopback.xet = True
    assert download().run().read_bytes() == model_bytes


def test_a_cut_is_resumed_at_once(download, loopback, model_bytes):
    loopback.bytes_faults.append(Fault(cut_after=1_000_000))
    events = []
    assert download().run(events.append).read_bytes() == model_bytes
    first, second = ranges(loopback)
    assert first == 0
    assert second > 800_000
    waits = [event for event in events if isinstance(event, Waiting)]
    assert len(waits) == 1
    assert str(waits[0].reason)


def test_a_signed_address_is_asked_for_anew(download, loopback):
    loopback.bytes_faults.append(Fault(cut_after=500_000))
    download().run()
    paths = [request.path for request in loopback.asked("cdn")]
    assert len(set(paths)) == 2
    first, second = (request.path for request in loopback.asked("hub"))
    assert "/resolve/main/" in first
    assert f"/resolve/{COMMIT}/" in second


def test_an_expired_address_is_asked_for_anew(download, loopback, model_bytes):
    loopback.bytes_faults.append(Fault(status=403))
    assert download().run().read_bytes() == model_bytes


def test_a_paused_download_goes_on_in_another_process(download, loopback, folder, model_bytes):
    cut(download, loopback, 1_000_000)
    assert names(folder) == [".yidesk"]
    have = Places(folder, FILE).part.stat().st_size
    events = []
    assert download().run(events.append).read_bytes() == model_bytes
    assert ranges(loopback) == [0, have]
    assert any(isinstance(event, Checking) for event in events)


def test_a_cancelled_download_leaves_nothing(download, loopback, folder):
    loopback.rate = 1_000_000
    running = download()
    with pytest.raises(Cancelled):
        running.run(lambda event: running.cancel())
    assert names(folder / ".yidesk") == [f"{FILE}.lock"]


def test_a_server_that_ignores_ranges(download, loopback, model_bytes):
    cut(download, loopback, 1_000_000)
    loopback.bytes_faults.append(Fault(ignore_range=True))
    assert download().run().read_bytes() == model_bytes


def test_a_body_that_ends_early_is_no_end(download, loopback, model_bytes):
    loopback.bytes_faults.append(Fault(end_after=700_000))
    assert download().run().read_bytes() == model_bytes
    assert ranges(loopback) == [0, 700_000]


@pytest.mark.parametrize("value", ["bytes 0-9/10", "bytes */10", "nonsense"])
def test_a_wrong_content_range_is_not_believed(download, loopback, model_bytes, value):
    cut(download, loopback, 1_000_000)
    loopback.bytes_faults.append(Fault(content_range=value))
    assert download().run().read_bytes() == model_bytes


@pytest.mark.parametrize("status", [408, 416, 429, 500, 502, 503, 504])
def test_a_passing_failure_passes(download, loopback, model_bytes, status):
    cut(download, loopback, 1_000_000)
    loopback.bytes_faults.append(Fault(status=status))
    assert download().run().read_bytes() == model_bytes


def test_a_wish_to_wait_is_honoured(download, loopback, monkeypatch):
    loopback.facts_faults.append(Fault(status=429, retry_after="1"))
    events = []
    started = time.monotonic()
    download().run(events.append)
    assert time.monotonic() - started >= 1
    assert [event.seconds for event in events if isinstance(event, Waiting)] == [1.0]


def test_a_wish_to_wait_for_hours_is_told(download, loopback):
    loopback.facts_faults.append(Fault(status=503, retry_after="7200"))
    fails(download(), "hub_failed")


def test_wrong_bytes_of_the_right_length_are_refused(download, loopback, folder, model_bytes):
    loopback.bytes_faults.append(Fault(flip_at=1_234_567))
    error = fails(download(), "model_damaged")
    assert "SHA-256" in str(error)
    assert names(folder) == [".yidesk"]
    assert download().run().read_bytes() == model_bytes


def test_a_part_that_went_bad_on_the_disk_is_repaired(download, loopback, folder, model_bytes):
    """A whole block of the part: found by its hash, and the rest fetched again from there."""
    cut(download, loopback, 1_500_000)
    _flip(Places(folder, FILE).part, 3 * BLOCK + 5)
    assert download().run().read_bytes() == model_bytes
    assert ranges(loopback) == [0, 3 * BLOCK]


def test_a_tail_that_went_bad_on_the_disk_is_repaired(download, loopback, folder, model_bytes):
    """The last, unfinished block has no hash yet: only that block is fetched again in the end."""
    cut(download, loopback, 4 * BLOCK + 100_000)
    part = Places(folder, FILE).part
    have = part.stat().st_size
    _flip(part, 4 * BLOCK + 5)
    assert download().run().read_bytes() == model_bytes
    assert ranges(loopback) == [0, have, 4 * BLOCK]


def test_a_lost_record_begins_anew(download, loopback, folder, model_bytes):
    cut(download, loopback, 1_000_000)
    Places(folder, FILE).record.write_text("{broken")
    assert download().run().read_bytes() == model_bytes
    assert ranges(loopback) == [0, 0]


def test_a_file_changed_between_attempts_begins_anew(download, loopback, model_bytes):
    cut(download, loopback, 1_000_000)
    changed = model_bytes[:-4] + b"abcd"
    loopback.put(FILE, changed)
    assert download().run().read_bytes() == changed
    assert ranges(loopback) == [0, 0]


def test_a_newer_commit_of_the_same_file_goes_on(download, loopback, model_bytes):
    cut(download, loopback, 1_000_000)
    loopback.commit = "b" * 40
    assert download().run().read_bytes() == model_bytes
    assert ranges(loopback)[1] > 0


def test_a_file_changed_during_a_download_is_told(download, loopback, model_bytes):
    loopback.bytes_faults.append(Fault(cut_after=1_000_000))

    def change(event):
        if isinstance(event, Waiting):
            loopback.put(FILE, model_bytes[:-4] + b"abcd")

    with pytest.raises(ModelError) as caught:
        download().run(change)
    assert caught.value.code == "model_changed"
    assert download().run().exists()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(status=401), "refused"),
        (Fault(status=403, code="GatedRepo"), "gated"),
        (Fault(status=404, code="EntryNotFound"), "model_missing"),
    ],
    ids=["401", "403", "404"],
)
def test_a_refusal_is_not_tried_again(download, loopback, fault, code):
    loopback.facts_faults.append(fault)
    fails(download(), code)
    assert len(loopback.requests) == 1


def test_a_hub_that_stays_down_is_told(download, loopback, monkeypatch):
    monkeypatch.setattr(patience, "FIRST_SECONDS", 2.0)
    loopback.facts_faults += [Fault(status=500)] * 9
    fails(download(), "hub_failed")
    assert 2 <= len(loopback.requests) <= 4


def test_a_silent_address_gets_a_clear_answer(download, loopback, monkeypatch):
    monkeypatch.setattr("yidesk.catalog.hub.CONNECT_SECONDS", 1.0)
    monkeypatch.setattr(patience, "FIRST_SECONDS", 2.0)
    loopback.facts_faults += [Fault(stall=True)] * 9
    error = fails(download(), "unreachable")
    assert error.next_step
    assert 1 <= len(loopback.requests) <= 3


@pytest.mark.parametrize("cost", [0.0, CONNECT_SECONDS], ids=["refused", "silent"])
def test_a_dead_address_is_given_up_within_fifteen_seconds(cost):
    """The same with the real figures, on a clock that does not make us wait."""
    now = [0.0]
    patient = patience.Patience(clock=lambda: now[0])
    pause = 0.0
    while pause is not None:
        now[0] += pause + cost
        pause = patient.pause_after(PassingError("", code="unreachable"))
    assert 5 < now[0] < 15


def test_a_stop_does_not_wait_for_bytes(download, loopback):
    loopback.bytes_faults.append(Fault(stall=True))
    running = download()
    stopped = []

    def stop():
        assert loopback.stalled.wait(60)
        stopped.append(time.monotonic())
        running.pause()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        running.run()
    assert time.monotonic() - stopped[0] < READ_SECONDS / 2
    thread.join()


def test_a_slow_drip_can_be_stopped_and_keeps_what_came(download, loopback, folder):
    loopback.rate = 300_000
    running = download()
    with pytest.raises(Cancelled):
        running.run(lambda event: running.pause() if event.done > 100_000 else None)
    assert Places(folder, FILE).part.stat().st_size > 100_000


def test_a_redirect_to_another_origin_gets_no_token(own_hub, loopback, folder, model_bytes):
    with LoopbackHub({FILE: model_bytes}) as other:
        loopback.token = "hf_secret"
        loopback.bytes_faults.append(Fault(redirect=f"{other.cdn_url}/{FILE}"))
        target = Target(repository=REPOSITORY, file=FILE, shelf=folder)
        path = Download(own_hub, target, floor=0).run()
        assert path.read_bytes() == model_bytes
        (request,) = other.requests
        assert "authorization" not in request.headers
    assert all("authorization" in request.headers for request in loopback.asked("hub"))
    assert all("authorization" not in request.headers for request in loopback.asked("cdn"))


def test_what_is_no_model_is_not_put_on_the_shelf(download, loopback, folder):
    loopback.put("page.gguf", b"<html>" * 1000)
    error = fails(download("page.gguf"), "not_gguf")
    assert "page.gguf is not" in str(error)
    assert names(folder) == [".yidesk"]


def test_a_model_that_is_not_whole_on_the_hub_is_refused(download, loopback, folder, model_bytes):
    loopback.put("half.gguf", model_bytes[:1_500_000])
    fails(download("half.gguf"), "model_not_whole")
    assert names(folder) == [".yidesk"]


@pytest.mark.parametrize("file", ["README.md", "../.gguf", "folder/"])
def test_a_name_that_is_no_models_is_refused(download, file):
    with pytest.raises(ModelError, match="not a GGUF"):
        download(file)


@pytest.mark.parametrize(
    "file", ["deep.gguf", "Q4/deep.gguf", "Q4/../../deep.gguf", "Q4\\deep.gguf"]
)
def test_a_file_in_a_folder_of_the_repository_lies_flat(folder, file):
    assert Target(repository="a/b", file=file, shelf=folder).name == "deep.gguf"


def test_a_split_model_is_several_targets(folder):
    target = Target(repository="a/b", file="Q8/Yi-00002-of-00003.gguf", shelf=folder)
    assert [piece.name for piece in target.pieces()] == [
        f"Yi-0000{number}-of-00003.gguf" for number in (1, 2, 3)
    ]
    assert Target(repository="a/b", file="Yi.gguf", shelf=folder).pieces()[0].name == "Yi.gguf"


def test_a_name_that_is_taken_is_told(download, folder):
    folder.mkdir()
    (folder / FILE).write_bytes(b"something else")
    fails(download(), "name_taken")
    assert (folder / FILE).read_bytes() == b"something else"


def test_another_hash_than_the_catalogues_is_told(download, loopback):
    fails(download(sha256="0" * 64), "model_changed")
    assert loopback.asked("cdn") == []


def test_the_catalogues_hash_is_fulfilled(download, loopback):
    assert download(sha256=loopback.files[FILE].sha256).run().exists()


def test_two_at_once_do_not_meet(download, loopback):
    first = download()
    seen, refused = threading.Event(), threading.Event()

    def see(_event) -> None:
        seen.set()
        assert refused.wait(60)

    thread = threading.Thread(target=first.run, args=(see,))
    thread.start()
    assert seen.wait(60)
    fails(download(), "busy")
    refused.set()
    thread.join()


Usage = namedtuple("Usage", "total used free")


def test_too_little_room_is_told_before_the_first_byte(hub, loopback, folder, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**10, 0, 10**9))
    target = Target(repository=REPOSITORY, file=FILE, shelf=folder)
    error = fails(Download(hub, target), "disk_full")
    assert "1.0 GB are free" in str(error)
    assert loopback.asked("cdn") == []


def test_a_disk_that_fills_up_pauses_above_the_floor(hub, folder, monkeypatch, model_bytes):
    free = iter([10**10, 10**10, 10**8])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**10, 0, next(free)))
    target = Target(repository=REPOSITORY, file=FILE, shelf=folder)
    fails(Download(hub, target, block=BLOCK), "disk_full")
    monkeypatch.undo()
    have = Places(folder, FILE).part.stat().st_size
    assert 2 * BLOCK <= have < 3 * BLOCK
    assert Download(hub, target, floor=0, block=BLOCK).run().read_bytes() == model_bytes


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EFBIG, "file_too_large"), (errno.EIO, "cannot_write")],
)
def test_a_write_that_fails_is_a_sentence(download, monkeypatch, number, code):
    def write(_self, _chunk):
        raise OSError(number, "as scripted")

    monkeypatch.setattr(PartFile, "write", write)
    fails(download(), code)


def test_a_folder_that_cannot_be_made_is_a_sentence(hub, tmp_path):
    (tmp_path / "file").write_text("")
    target = Target(repository=REPOSITORY, file=FILE, shelf=tmp_path / "file")
    fails(Download(hub, target), "cannot_write")


def test_offline_nothing_is_asked(tmp_path, loopback, folder):
    hub = Hub(Network(tmp_path, is_offline=lambda: True), loopback.url)
    fails(Download(hub, Target(repository=REPOSITORY, file=FILE, shelf=folder)), "offline")
    assert loopback.requests == []


def test_the_floor_is_a_gigabyte():
    assert disk.FLOOR == 1 << 30


def _flip(path, place):
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 1]))

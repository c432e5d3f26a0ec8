"""The thread that writes readings: whatever goes wrong, it lives, tells once and tries again."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.chunks import header, payload
from yidesk.engine import chunk_writer
from yidesk.engine.chunk_writer import ChunkWriter

PATH = Path("x")


class Disk:
    """Takes chunks, or fails as it is told to."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.written = 0

    def save(self, *_chunk: object) -> None:
        if self.failure is not None:
            raise self.failure
        self.written += 1


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def told() -> list[OSError]:
    return []


@pytest.fixture
def writer(disk: Disk, told: list[OSError]) -> Iterator[ChunkWriter]:
    made = ChunkWriter(disk.save, told.append, first=lambda: None)
    yield made
    made.close()


def write(writer: ChunkWriter, first: int = 0) -> None:
    writer.write(PATH, header(first=first), payload())
    writer.wait(60)
    assert writer.is_free


FAILURES = (
    OSError(errno.ENOSPC, "full"),
    PermissionError(errno.EACCES, "in use"),
    ValueError("a fault of ours"),
    MemoryError(),
)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_no_failure_ends_the_thread(writer, disk, told, failure):
    disk.failure = failure
    write(writer, first=1024)
    assert writer.is_paused
    assert writer.take_failed() == 1024
    assert writer.take_failed() is None
    assert len(told) == 1
    assert isinstance(told[0], OSError)
    disk.failure = None
    writer.try_again()
    assert not writer.is_paused
    write(writer)
    assert disk.written == 1


def test_a_person_is_told_once_until_it_went_well_and_failed_again(
    writer, disk, told, monkeypatch: pytest.MonkeyPatch
):
    def fail() -> None:
        disk.failure = OSError(errno.ENOSPC, "full")
        write(writer)

    def succeed() -> None:
        disk.failure = None
        write(writer)

    fail()
    fail()
    assert len(told) == 1
    succeed()
    fail()  # an hour has not passed: whoever knows need not hear it again
    assert len(told) == 1
    monkeypatch.setattr(chunk_writer, "TELL_AGAIN_SECONDS", 0)
    fail()
    assert len(told) == 1
    succeed()
    fail()
    assert len(told) == 2


def test_whoever_cannot_be_told_ends_nothing(disk):
    def gone(_error: OSError) -> None:
        raise BrokenPipeError

    def fails_at_first() -> None:
        raise ValueError

    writer = ChunkWriter(disk.save, gone, first=fails_at_first)
    disk.failure = OSError(errno.ENOSPC, "full")
    write(writer)
    disk.failure = None
    write(writer)
    writer.close()
    assert disk.written == 1

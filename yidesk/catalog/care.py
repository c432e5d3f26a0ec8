"""Verifying a model on the shelf, and repairing it by fetching only its damaged blocks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yidesk.catalog import disk, gguf
from yidesk.catalog.blocks import fetch_blocks, find_damage, hash_file
from yidesk.catalog.download import Places
from yidesk.catalog.hub import Hub
from yidesk.catalog.lock import only_one
from yidesk.catalog.record import Record
from yidesk.catalog.transfer import OnEvent, Stop, Transfer, checking
from yidesk.core.errors import ModelError


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the bytes of one file say."""

    sha256: str
    """Of the file as it is."""
    expected: str | None
    """As it came; None when it is not known (a file that was put there by hand)."""
    damaged: tuple[int, ...] = ()
    """Numbers of the blocks that changed since."""

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the file."""
        return self.expected in {None, self.sha256}


def verify(
    path: Path, *, on_event: OnEvent = lambda _event: None, stop: Stop | None = None
) -> Verdict:
    """Read a whole file and compare it with its record.

    Without a record only its header can be checked. Raises ModelError, Cancelled.
    """
    stop = stop or Stop()
    record = Record.open(Places(path.parent, path.name).record)
    try:
        sha256 = hash_file(path, checking(on_event, stop))
        if record is None:
            problems = gguf.check(gguf.read_header(path))
            if problems:
                raise problems[0]
            return Verdict(sha256=sha256, expected=None)
        if sha256 == record.identity.sha256:
            return Verdict(sha256=sha256, expected=sha256)
        damaged = find_damage(path, record, checking(on_event, stop))
    except OSError as error:
        raise _unreadable(path, error) from error
    return Verdict(sha256=sha256, expected=record.identity.sha256, damaged=tuple(damaged))


def repair(
    path: Path, hub: Hub, *, on_event: OnEvent = lambda _event: None, stop: Stop | None = None
) -> Verdict:
    """Fetch the damaged blocks of a downloaded file again, into their places.

    Raises ModelError (cannot_repair when it is not known where the file came from, or the hub has
    another one now), YiDeskError for the network, Cancelled.
    """
    stop = stop or Stop()
    places = Places(path.parent, path.name)
    record = Record.open(places.record)
    if record is None or not record.identity.repository:
        raise _cannot_repair(path.name)
    with only_one(places.lock, path.name):
        verdict = verify(path, on_event=on_event, stop=stop)
        if verdict.sound:
            return verdict
        identity = record.identity
        transfer = Transfer(
            hub,
            repository=identity.repository,
            file=identity.file,
            revision=identity.commit or "main",
            on_event=on_event,
            stop=stop,
        )
        location = transfer.locate()
        if (location.etag, location.size) != (identity.etag, identity.size):
            raise _cannot_repair(path.name)
        try:
            fetch_blocks(
                transfer, location, path, record, numbers=verdict.damaged, on_event=on_event
            )
        except OSError as error:
            raise disk.explain_write(error, path.parent, path.name) from error
        return verify(path, on_event=on_event, stop=stop)


def _cannot_repair(name: str) -> ModelError:
    return ModelError(
        "{name} cannot be repaired: the hub does not have this very file.",
        code="cannot_repair",
        next_step="Remove it and download it again.",
        name=name,
    )


def _unreadable(path: Path, error: OSError) -> ModelError:
    return ModelError(
        "{name} cannot be read ({cause}).",
        code="cannot_read",
        next_step="See that its disk is connected and healthy.",
        name=path.name,
        cause=error.strerror or str(error),
    )

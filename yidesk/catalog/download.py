"""Downloads one model file: it appears on the shelf whole and verified, or not at all.

    SHELF/.yidesk/NAME.record    which file it is, hashes of its blocks (yidesk.catalog.record)
    SHELF/.yidesk/NAME.part      the bytes so far (yidesk.catalog.part)
    SHELF/NAME                   when every byte is here and its SHA-256 is the hub's

A download that was paused, cut or killed goes on where it was. The record stays, so that a file
which is damaged later can be repaired block by block.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from yidesk.catalog import disk, gguf, rules
from yidesk.catalog.blocks import fetch_blocks
from yidesk.catalog.hub import Hub, Location
from yidesk.catalog.lock import only_one
from yidesk.catalog.part import PartFile
from yidesk.catalog.pieces import pieces_of
from yidesk.catalog.record import BLOCK, Identity, Record
from yidesk.catalog.transfer import Event, Meter, OnEvent, Stop, Transfer, checking
from yidesk.core.errors import Cancelled, ModelError

STATE_FOLDER = ".yidesk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which file, and where to."""

    repository: str
    file: str
    """Its path in the repository."""
    shelf: Path
    revision: str = "main"
    sha256: str | None = None
    """What its hash must be, where that is known from elsewhere (the catalogue)."""

    def pieces(self) -> tuple[Target, ...]:
        """One target for each file of a split model; most models have one file."""
        return tuple(
            replace(self, file=file, sha256=self.sha256 if file == self.file else None)
            for file in pieces_of(self.file)
        )

    @property
    def name(self) -> str:
        """Its name on the shelf. Raises ModelError for one that would lead elsewhere."""
        name = PurePosixPath(self.file.replace("\\", "/")).name
        if not name.endswith(".gguf") or name.startswith("."):
            raise ModelError(
                "{file} is not a GGUF model.",
                code="not_gguf",
                next_step="Choose a file that ends in .gguf.",
                file=self.file,
            )
        return name


class Places:
    """Where a file of a shelf and what is known of it lie."""

    def __init__(self, shelf: Path, name: str) -> None:
        self.destination = shelf / name
        self.state = shelf / STATE_FOLDER
        self.part = self.state / f"{name}.part"
        self.record = self.state / f"{name}.record"
        self.lock = self.state / f"{name}.lock"

    def make(self) -> None:
        """Create the folders. Raises ModelError."""
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            shelf = self.destination.parent
            raise disk.explain_write(error, shelf, self.destination.name) from error


class Download:
    """One download. run() blocks; pause() and cancel() may come from any thread."""

    def __init__(
        self,
        hub: Hub,
        target: Target,
        *,
        floor: int = disk.FLOOR,
        block: int = BLOCK,
        stop: Stop | None = None,
    ) -> None:
        """FLOOR: bytes that stay free on the disk; BLOCK: bytes that are hashed together.

        STOP pauses it too, where somebody else holds it.
        """
        self._hub = hub
        self._target = target
        self._floor = floor
        self._block = block
        self._places = Places(target.shelf, target.name)
        self._stop = stop or Stop()
        self._cancelled = False

    def pause(self) -> None:
        """Stop and keep what is here; a new Download of the same file goes on from there."""
        self._stop.ask()

    def cancel(self) -> None:
        """Stop and remove what is here."""
        self._cancelled = True
        self._stop.ask()

    def run(self, on_event: OnEvent = lambda _event: None) -> Path:
        """Fetch it, and return its place on the shelf.

        Raises Cancelled; YiDeskError for the network and the hub; ModelError for the disk
        (disk_full), for a file that is not what it should be (model_damaged, not_gguf), that has
        changed (model_changed), or whose name is taken (name_taken).
        """
        self._places.make()
        with only_one(self._places.lock, self._target.name):
            try:
                return self._run(on_event)
            except Cancelled:
                if self._cancelled:
                    self._places.part.unlink(missing_ok=True)
                    self._places.record.unlink(missing_ok=True)
                raise
            except OSError as error:
                raise disk.explain_write(error, self._target.shelf, self._target.name) from error

    def _run(self, on_event: OnEvent) -> Path:
        target = self._target
        transfer = Transfer(
            self._hub,
            repository=target.repository,
            file=target.file,
            revision=target.revision,
            on_event=on_event,
            stop=self._stop,
        )
        location = transfer.locate()
        identity = self._identify(location)
        if self._is_here(identity):
            return self._places.destination
        part = self._open(identity, on_event)
        try:
            self._require_room(part.missing)
            self._fetch(part, transfer, location, on_event)
            if not _is_right(part.finish(), identity):
                part = self._mend(part, transfer, location, on_event)
            self._accept(part)
        finally:
            part.close()
        disk.place(self._places.part, self._places.destination)
        return self._places.destination

    def _identify(self, location: Location) -> Identity:
        wanted = self._target.sha256
        if wanted and location.sha256 and wanted != location.sha256:
            raise ModelError(
                "{host} offers another {file} than the catalogue knows.",
                code="model_changed",
                next_step="If you trust {host}, download it as {repository} directly.",
                host=self._hub.host,
                file=location.file,
                repository=location.repository,
            )
        return Identity(
            endpoint=self._hub.endpoint,
            repository=location.repository,
            file=location.file,
            commit=location.commit,
            etag=location.etag,
            size=location.size,
            sha256=location.sha256 or wanted,
            block=self._block,
        )

    def _is_here(self, identity: Identity) -> bool:
        """Whether the shelf has it already. Raises ModelError when another has its name."""
        place = self._places.destination
        if not place.exists():
            return False
        record = Record.open(self._places.record)
        known = record and (record.identity.etag, record.identity.size)
        if known == (identity.etag, identity.size) == (identity.etag, place.stat().st_size):
            return True
        raise ModelError(
            "There is another file {name} on the shelf.",
            code="name_taken",
            next_step="Remove it or give it another name, then download again.",
            name=place.name,
        )

    def _open(self, identity: Identity, on_event: OnEvent) -> PartFile:
        show = checking(on_event, self._stop)
        return PartFile.open(self._places.part, self._places.record, identity, show)

    def _fetch(
        self, part: PartFile, transfer: Transfer, location: Location, on_event: OnEvent
    ) -> None:
        meter = Meter(part.have, location.size, on_event)

        def take(chunk: bytes) -> None:
            if part.write(chunk):
                self._require_room(0)
            meter.show(part.have)

        if part.missing:
            transfer.fetch(location, part.have, location.size, take)

    def _mend(
        self, part: PartFile, transfer: Transfer, location: Location, on_event: OnEvent
    ) -> PartFile:
        """The whole is wrong: fetch again the blocks that were never checked, and look again."""
        joined = [number for number, block in enumerate(part.record.blocks) if block.joined]
        part.close()
        if joined:
            fetch_blocks(
                transfer, location, part.path, part.record, numbers=joined, on_event=on_event
            )
            part = self._open(part.record.identity, on_event)
            if not part.missing and _is_right(part.finish(), part.record.identity):
                return part
        part.remove()
        raise ModelError(
            "{name} arrived damaged: its SHA-256 is not the one that {host} gives.",
            code="model_damaged",
            next_step="Download it again; if that fails too, choose another mirror.",
            name=self._target.name,
            host=self._hub.host,
        )

    def _accept(self, part: PartFile) -> None:
        """What has arrived is what was sent; is it a model? Raises ModelError, and removes it."""
        try:
            header = gguf.read_header(part.path)
            for problem in rules.check_length(header):
                raise problem
        except ModelError as error:
            error.values["name"] = self._target.name
            part.remove()
            raise

    def _require_room(self, need: int) -> None:
        disk.require_room(self._target.shelf, need, name=self._target.name, floor=self._floor)


def _is_right(sha256: str, identity: Identity) -> bool:
    """Without a hash from the hub only the length can be compared, and it was."""
    return identity.sha256 in {None, sha256}


__all__ = ["Download", "Event", "Places", "Target"]

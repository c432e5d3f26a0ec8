"""Downloads, one after the other: each brings a model of the catalogue, or any file of the hub.

A download that has to wait says how many are before it. What was fetched is kept whenever one is
stopped, and the next download of the same file goes on from there, after a restart too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yidesk.catalog import care, catalog, tokens
from yidesk.catalog.care import Verdict
from yidesk.catalog.catalog import Entry, Variant
from yidesk.catalog.download import Download, Target
from yidesk.catalog.hub import Found, Hub, RemoteFile
from yidesk.catalog.mirrors import MIRRORS, Speed, measure
from yidesk.catalog.network import Network
from yidesk.catalog.pieces import pieces_of
from yidesk.catalog.shape import shape_of
from yidesk.catalog.shelf import Shelf, Unfinished
from yidesk.catalog.transfer import Event, OnEvent, Queued, Stop
from yidesk.core.errors import ModelError, WrongUsage
from yidesk.core.memory import Shape
from yidesk.core.words import listed

__all__ = ["Downloads", "Event", "Found", "RemoteFile", "Source", "Speed", "Unfinished", "tokens"]

USUAL = "Q4_K_M"
"""The file that is taken of a repository where none was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file on the hub."""

    repository: str
    file: str
    sha256: str | None = None

    @classmethod
    def of(cls, entry: Entry, variant: Variant) -> Source:
        """A file of the catalogue."""
        return cls(repository=entry.repository, file=variant.file, sha256=variant.sha256)


class Downloads:
    """The queue. Every method blocks, and may be called from any thread."""

    def __init__(
        self, shelf: Shelf, network: Network, endpoint: Callable[[], str | None] = lambda: None
    ) -> None:
        """ENDPOINT gives the mirror in use; None: HF_ENDPOINT, else the official hub."""
        self._shelf = shelf
        self._network = network
        self._endpoint = endpoint
        self._turn = threading.Condition()
        self._queue: list[Stop] = []

    def prepare(self, unwanted: Callable[[], bool]) -> None:
        """Get ready for the first question to the hub, without asking anything; until UNWANTED."""
        self._network.prepare(tokens.PIECES, unwanted)

    def fetch(self, source: Source, on_event: OnEvent, stop: Stop) -> Path:
        """The file on the shelf, whole and verified; of a split model the first of its files.

        Raises ModelError, YiDeskError of the network, Cancelled.
        """
        self._network.require()
        with self._in_turn(on_event, stop):
            hub = self._hub()
            target = Target(
                repository=source.repository,
                file=source.file,
                shelf=self._shelf.folder,
                sha256=source.sha256,
            )
            places = [Download(hub, piece, stop=stop).run(on_event) for piece in target.pieces()]
        return places[0]

    def repair(self, path: Path, on_event: OnEvent, stop: Stop) -> Verdict:
        """Fetch the damaged blocks of a downloaded file again, and look at it once more.

        Raises ModelError (cannot_repair), YiDeskError of the network, Cancelled.
        """
        with self._in_turn(on_event, stop):
            return care.repair(path, self._hub(), on_event=on_event, stop=stop)

    def search(self, text: str) -> list[Found]:
        """Repositories with GGUF files, the most downloaded first. Raises YiDeskError."""
        return self._hub().search(text)

    def files(self, repository: str) -> list[RemoteFile]:
        """The models of a repository, as it is today; of a split one its first file.

        Raises ModelError, YiDeskError of the network.
        """
        return _first_files(self._hub().repository(repository).files)

    def today(self, source: Source) -> RemoteFile:
        """Size and hash of a file as the hub has it now. Raises ModelError, YiDeskError."""
        found = {file.name: file for file in self.files(source.repository)}
        if source.file not in found:
            raise ModelError(
                "{repository} has no file {file} any more.",
                code="model_missing",
                next_step="Look for it under another name on the hub.",
                repository=source.repository,
                file=source.file,
            )
        return found[source.file]

    def compare_mirrors(
        self, stop: Stop, on_address: Callable[[str, int, int], object] = lambda *_at: None
    ) -> Iterator[Speed]:
        """How fast each address gives the first bytes of a file. Raises Cancelled.

        ON_ADDRESS is told which one is tried, how many were before it, and how many there are.
        """
        self._network.require()
        own = self._endpoint()
        entry = catalog.load().models[0]
        addresses = list(dict.fromkeys(filter(None, (*MIRRORS, own))))
        for number, endpoint in enumerate(addresses):
            stop.check()
            on_address(endpoint, number, len(addresses))
            yield measure(self._network, endpoint, entry.repository, entry.files[0].file, stop)

    def unfinished(self) -> list[Unfinished]:
        """Downloads that can go on."""
        return self._shelf.unfinished()

    def find(self, wanted: str) -> Source:
        """The file that ID or ORG/REPO, with or without `:QUANT`, stands for.

        QUANT is a quantisation or a file name. A repository that is not in the catalogue is looked
        up on the hub. Raises ModelError, WrongUsage, YiDeskError of the network.
        """
        name, _, quantization = wanted.partition(":")
        entry = catalog.load().find(name)
        if entry is not None:
            return Source.of(entry, entry.variant(quantization or USUAL))
        if name.count("/") != 1:
            raise ModelError(
                "The catalogue has no model {name}.",
                code="model_missing",
                next_step="`yidesk models available` lists it; ORG/REPO names one on the hub.",
                name=name,
            )
        files = self._hub().repository(name).files
        file = _chosen(name, files, quantization or USUAL)
        return Source(repository=name, file=file.name, sha256=file.sha256)

    def shape(self, source: Source) -> Shape:
        """The shape of a file that is not here, from its header: a few megabytes are fetched.

        Raises ModelError, YiDeskError of the network.
        """
        return shape_of(self._hub().header(source.repository, source.file))

    def _hub(self) -> Hub:
        return Hub(self._network, self._endpoint() or None, tokens.read())

    @contextmanager
    def _in_turn(self, on_event: OnEvent, stop: Stop) -> Iterator[None]:
        """Wait until every earlier download has ended. Raises Cancelled."""
        with self._turn:
            self._queue.append(stop)
        stop.on_ask(self._wake)
        try:
            with self._turn:
                while self._queue[0] is not stop:
                    stop.check()
                    on_event(Queued(before=self._queue.index(stop)))
                    self._turn.wait()
            stop.check()
            yield
        finally:
            with self._turn:
                self._queue.remove(stop)
                self._turn.notify_all()

    def _wake(self) -> None:
        with self._turn:
            self._turn.notify_all()


def _first_files(files: tuple[RemoteFile, ...]) -> list[RemoteFile]:
    return [file for file in files if pieces_of(file.name)[0] == file.name]


def _chosen(repository: str, files: tuple[RemoteFile, ...], wanted: str) -> RemoteFile:
    """The file of a repository with this quantisation or name; the only one there is."""
    folded = wanted.casefold()
    first = _first_files(files)
    if len(first) == 1 and wanted == USUAL:
        return first[0]
    for file in first:
        stem = file.name.casefold().removesuffix(".gguf")
        if folded in {file.name.casefold(), stem} or stem.endswith(
            (f".{folded}", f"-{folded}", f"_{folded}")
        ):
            return file
    if not first:
        raise ModelError(
            "{repository} has no GGUF files.",
            code="model_missing",
            next_step="Choose a repository whose name ends in GGUF.",
            repository=repository,
        )
    raise WrongUsage(
        "{repository} has no file {wanted}.",
        code="no_such_file",
        next_step="Name one of these: {known}.",
        repository=repository,
        wanted=wanted,
        known=listed(file.name for file in first),
    )

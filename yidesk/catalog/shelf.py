"""The shelf: plain GGUF files in one folder that the person chooses, and files used in place.

    SHELF/NAME.gguf                      a model
    SHELF/.yidesk/references.json        files elsewhere that are used where they are
    SHELF/.yidesk/facts.json             what their headers say (yidesk.catalog.facts)
    SHELF/.yidesk/NAME.{part,record}     downloads (yidesk.catalog.download)

Whatever lies in the folder is on the shelf, however it came there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from yidesk.catalog import disk, gguf, rules
from yidesk.catalog.download import STATE_FOLDER, Places
from yidesk.catalog.facts import FactBook, Facts
from yidesk.catalog.part import PartFile
from yidesk.catalog.pieces import name_of, pieces_of
from yidesk.catalog.record import Identity, Record
from yidesk.catalog.transfer import Meter, OnEvent, Stop
from yidesk.core.errors import Cancelled, ModelError
from yidesk.core.words import listed

READ = 1 << 20


class Way(StrEnum):
    """How a file comes onto the shelf."""

    IN_PLACE = "in_place"
    """It stays where it is; the shelf remembers the path."""
    LINK = "link"
    """A second name for the same bytes, on the same disk."""
    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model on the shelf."""

    path: Path
    """Its file, or the first of them."""
    name: str
    files: tuple[Path, ...]
    size: int
    """Bytes of all its files."""
    facts: Facts
    in_place: bool
    """It lies elsewhere; removing it from the shelf leaves it there."""
    repository: str
    """Where it was downloaded from; may be empty."""

    @property
    def problem(self) -> ModelError | None:
        """Why it cannot be used; None when it can, as far as can be seen from outside."""
        missing = next((path for path in self.files if not path.is_file()), None)
        if missing is not None:
            return ModelError(
                "{name} is not whole: {missing} is not there.",
                code="model_not_whole",
                next_step="Put it back, or remove the model and download it again.",
                name=self.name,
                missing=missing.name,
            )
        return self.facts.problem.error() if self.facts.problem else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A download that can go on."""

    name: str
    identity: Identity
    have: int
    """Bytes that are here."""


class Shelf:
    """One folder of models. Methods that write raise ModelError with a sentence."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state = folder / STATE_FOLDER

    def models(self) -> list[Model]:
        """All models by name, those with problems too."""
        book = FactBook(self._state / "facts.json")
        models = [model for path in self._paths() if (model := self._model(path, book))]
        book.save({model.path for model in models})
        return sorted(models, key=lambda model: model.name.casefold())

    def find(self, wanted: str) -> Model:
        """A model by its name or its file's. Raises ModelError."""
        folded = wanted.casefold()
        models = self.models()
        for model in models:
            if folded in {model.name.casefold(), model.path.name.casefold()}:
                return model
        raise ModelError(
            "There is no model {name}.",
            code="model_missing",
            next_step=(
                "On the shelf: {known}."
                if models
                else "The shelf is empty: `yidesk models get` downloads a model."
            ),
            name=wanted,
            known=listed(model.name for model in models),
        )

    def unfinished(self) -> list[Unfinished]:
        """Downloads that were paused or cut."""
        found = []
        for path in sorted(self._state.glob("*.part")):
            name = path.name.removesuffix(".part")
            record = Record.open(Places(self.folder, name).record)
            if record:
                have = min(path.stat().st_size, record.identity.size)
                found.append(Unfinished(name=name, identity=record.identity, have=have))
        return found

    def add(
        self,
        source: Path,
        way: Way = Way.IN_PLACE,
        *,
        on_event: OnEvent = lambda _event: None,
        stop: Stop | None = None,
    ) -> Model:
        """Put a file, with all pieces of a split model, on the shelf.

        Raises ModelError: model_missing, not_gguf, model_damaged, model_not_whole, name_taken,
        cannot_link, disk_full; and Cancelled.
        """
        source = source.expanduser().absolute()
        files = _pieces_of(source)
        _require_sound(files)
        try:
            self._state.mkdir(mode=0o700, parents=True, exist_ok=True)
            if way is Way.IN_PLACE:
                if source.parent != self.folder:
                    self._write_references({*self.references(), files[0]})
            else:
                for file in files:
                    self._bring(file, way, on_event, stop or Stop())
        except OSError as error:
            raise disk.explain_write(error, self.folder, source.name) from error
        place = files[0] if way is Way.IN_PLACE else self.folder / files[0].name
        return next(model for model in self.models() if model.path == place)

    def remove(self, model: Model) -> None:
        """Delete a model; of one that is used in place only the shelf's knowledge of it."""
        if model.in_place:
            self._write_references({*self.references()} - {model.path})
            return
        try:
            for file in model.files:
                places = Places(self.folder, file.name)
                for path in (file, places.part, places.record):
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise ModelError(
                "{name} cannot be deleted ({cause}).",
                code="cannot_delete",
                next_step="Close whatever uses it, and try again.",
                name=model.name,
                cause=error.strerror or str(error),
            ) from error

    def _model(self, path: Path, book: FactBook) -> Model | None:
        files = _pieces_of(path)
        in_place = path.parent != self.folder
        record = None if in_place else Record.open(Places(self.folder, path.name).record)
        try:
            facts = book.look(path)
        except OSError:
            if not in_place:
                return None  # it was taken away while we looked
            facts = Facts(0, 0)
        return Model(
            path=path,
            name=name_of(path.name),
            files=files,
            size=sum(file.stat().st_size for file in files if file.is_file()),
            facts=facts,
            in_place=in_place,
            repository=record.identity.repository if record else "",
        )

    def _paths(self) -> Iterator[Path]:
        """The first files of all models."""
        here = {_pieces_of(path)[0] for path in self.folder.glob("*.gguf") if path.is_file()}
        yield from here
        yield from (path for path in self.references() if path not in here)

    def references(self) -> list[Path]:
        """Files elsewhere that are used where they are."""
        with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
            content = (self._state / "references.json").read_bytes()
            return [Path(text) for text in msgspec.json.decode(content, type=list[str])]
        return []

    def _write_references(self, paths: set[Path]) -> None:
        temporary = self._state / "references.json.new"
        temporary.write_bytes(msgspec.json.encode(sorted(map(str, paths))))
        temporary.replace(self._state / "references.json")

    def _bring(self, source: Path, way: Way, on_event: OnEvent, stop: Stop) -> None:
        destination = self.folder / source.name
        if destination.exists():
            if destination.samefile(source):
                return
            raise _name_taken(source.name)
        if way is Way.LINK:
            _link(source, destination)
        else:
            self._copy(source, on_event, stop)

    def _copy(self, source: Path, on_event: OnEvent, stop: Stop) -> None:
        """Copy under another name, hash on the way, then give it its own."""
        places, size = Places(self.folder, source.name), source.stat().st_size
        disk.require_room(self.folder, size, name=source.name)
        places.part.unlink(missing_ok=True)
        # from no hub; the hash takes the etag's place as soon as it is known
        identity = Identity("", "", source.name, "", etag="", size=size, sha256=None)
        part = PartFile.open(places.part, places.record, identity, lambda *_: None)
        meter = Meter(0, size, on_event)
        try:
            with source.open("rb", buffering=0) as file:
                while chunk := file.read(READ):
                    stop.check()
                    part.write(chunk)
                    meter.show(part.have)
            sha256 = part.finish()
        except (OSError, Cancelled):
            part.remove()
            raise
        part.close()
        known = msgspec.structs.replace(identity, etag=sha256, sha256=sha256)
        Record.create(places.record, known).replace(part.record.blocks)
        disk.place(places.part, places.destination)


def _pieces_of(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(name) for name in pieces_of(path.name))


def _require_sound(files: tuple[Path, ...]) -> None:
    """Raise ModelError for what llama.cpp would refuse, or die of."""
    first, *others = (gguf.read_header(file) for file in files)
    problems = gguf.check(first)
    for header in others:  # they hold weights only, so the rules say nothing about them
        problems += rules.check_length(header)
    if problems:
        raise problems[0]


def _name_taken(name: str) -> ModelError:
    return ModelError(
        "There is another file {name} on the shelf.",
        code="name_taken",
        next_step="Remove it or give it another name, and try again.",
        name=name,
    )


def _link(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError as error:
        raise ModelError(
            "{name} cannot be linked: it lies on another disk, or this one knows no links.",
            code="cannot_link",
            next_step="Use it where it is, or copy it.",
            name=source.name,
        ) from error

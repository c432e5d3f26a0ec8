"""The shelf of model files, and how a name becomes a file."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from yidesk.core.errors import ModelError
from yidesk.core.paths import DataPaths, resources
from yidesk.core.unicode import mend
from yidesk.core.words import listed
from yidesk.services.speed import Speeds

DEMO_MODEL_VARIABLE = "YIDESK_DEMO_MODEL"
"""Path of the demonstration model, where it lies in neither of the usual places."""
MAGIC = b"GGUF"

log = logging.getLogger(__name__)

T = TypeVar("T")
File = tuple[Path, int, int]
"""A path, the file's size and the time of its last change."""

_PIECE = re.compile(r"-(\d{5})-of-(\d{5})$")
"""llama.cpp's naming of a model in several files (tools/gguf-split)."""


class Probe(Protocol):
    """Looks at model files in a process of its own; `yidesk.client.probe` does."""

    def check(self, path: Path, cancelled: Callable[[], bool]) -> None:
        """Return when the file can be loaded. Raises ModelError, Cancelled."""

    def condemn(self, path: Path, killer: str) -> None:
        """Remember that the file killed a process."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file on this computer; the first file of one that comes in pieces."""

    path: Path
    name: str
    """File name without its ending."""
    size: int
    """Bytes, all pieces together."""


class Models:
    """Model files below the data folder, and the demonstration model."""

    def __init__(self, paths: DataPaths, probe: Probe | None = None) -> None:
        """PROBE has the first look at a file; without one, files are taken as they are."""
        self._paths = paths
        self._probe = probe
        self._identities: dict[File, str] = {}
        self._answering: dict[File, bool] = {}
        self.speeds = Speeds(paths.root / "speed.json")
        """How fast models read here."""

    def check(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Let a process that may die look at a file that was never loaded.

        Raises ModelError, Cancelled.
        """
        if self._probe is not None:
            self._probe.check(path, cancelled)

    def condemn(self, path: Path, killer: str) -> None:
        """Remember a file that killed the engine while it was loaded."""
        if self._probe is not None:
            self._probe.condemn(path, killer)

    def identity(self, path: Path) -> str:
        """What tells the weights of a file from all others. Raises ModelError."""
        from yidesk.catalog.identity import model_identity  # noqa: PLC0415 - not with the program

        return self._look(path, self._identities, model_identity)

    def answers(self, path: Path) -> bool:
        """Whether a model is for chats; one that cannot be looked at may be."""
        from yidesk.catalog.gguf import read_header  # noqa: PLC0415 - as above

        try:
            return self._look(path, self._answering, lambda file: read_header(file).answers)
        except ModelError:
            return True

    def _look(self, path: Path, known: dict[File, T], look: Callable[[Path], T]) -> T:
        """What LOOK finds in a file, once for as long as it is not changed. Raises ModelError."""
        try:
            state = path.stat()
            key = (path, state.st_size, state.st_mtime_ns)
            if key not in known:
                known[key] = look(path)
            return known[key]
        except OSError as error:
            raise _closed(path, error) from error

    @property
    def readings(self) -> Path:
        """The folder of what models have read."""
        return self._paths.readings

    def available(self) -> list[ModelFile]:
        """Whole model files on the shelf, by name; the demonstration model last."""
        shelf = list(_whole_models(self._paths.models))
        demonstration = self.demonstration()
        if demonstration and all(model.path != demonstration.path for model in shelf):
            shelf.append(demonstration)
        return shelf

    def demonstration(self) -> ModelFile | None:
        """The small model that `make model` brings; None when it is not here."""
        given = os.environ.get(DEMO_MODEL_VARIABLE)
        if given and Path(given).is_file():
            path = Path(given).absolute()
            return ModelFile(path, path.stem, path.stat().st_size)
        return next(_whole_models(resources().parent / ".models"), None)

    def resolve(self, wanted: str | Path | None = None) -> Path:
        """The file for a path, a name on the shelf, or None: the default model.

        The default is the last one used, else the first on the shelf, else the demonstration
        model. Raises ModelError (model_missing, model_damaged) with a next step.
        """
        path = self._default() if wanted is None else self._named(str(wanted))
        _check_start(path)
        return path

    def remember(self, path: Path) -> None:
        """Make a model of the shelf the default; others are used only when they are named."""
        if path.parent != self._paths.models:
            return
        try:
            self._last_used.write_text(path.name, encoding="utf-8")
        except OSError as error:  # a convenience: no question fails for it
            log.warning("the last model used is not remembered: %s", error)

    @property
    def _last_used(self) -> Path:
        return self._paths.root / "last-model"

    def _default(self) -> Path:
        models = [model for model in self.available() if self.answers(model.path)]
        if not models:
            raise ModelError(
                "There is no model on this computer yet.",
                code="model_missing",
                next_step="Download one on the Models screen or with `yidesk models get`. "
                "A GGUF file in {folder} is found too.",
                folder=str(self._paths.models),
            )
        try:
            last = self._last_used.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            last = ""
        return next((model.path for model in models if model.path.name == last), models[0].path)

    def _used_in_place(self) -> Iterator[ModelFile]:
        """Models of the shelf whose files lie elsewhere."""
        from yidesk.catalog.shelf import Shelf  # noqa: PLC0415 - not with the program

        for path in Shelf(self._paths.models).references():
            pieces = _pieces(path)
            if all(piece.is_file() for piece in pieces):
                size = sum(piece.stat().st_size for piece in pieces)
                yield ModelFile(path, _PIECE.sub("", path.stem), size)

    def _named(self, wanted: str) -> Path:
        path = Path(wanted).expanduser()
        if path.is_file():
            return path.absolute()
        # The last part also finds a shelf that has moved: a stick under another letter.
        names = {wanted.casefold(), path.name.casefold() if path.suffix else ""}
        models = [*self.available(), *self._used_in_place()]
        for model in models:
            if names & {model.name.casefold(), model.path.name.casefold()}:
                return model.path
        raise ModelError(
            "There is no model {name}.",
            code="model_missing",
            next_step="On this computer: {known}. Or give the path of a GGUF file.",
            name=mend(wanted),
            known=listed(model.name for model in models) or "-",
        )


def _whole_models(folder: Path) -> Iterator[ModelFile]:
    """Models of a folder by name, without those of which a piece is missing."""
    for path in sorted(folder.glob("*.gguf"), key=lambda path: path.name.casefold()):
        pieces = _pieces(path)
        if pieces and pieces[0] == path and all(piece.is_file() for piece in pieces):
            size = sum(piece.stat().st_size for piece in pieces)
            yield ModelFile(path.absolute(), _PIECE.sub("", path.stem), size)


def _pieces(path: Path) -> list[Path]:
    match = _PIECE.search(path.stem)
    if match is None:
        return [path]
    start, total = path.stem[: match.start()], int(match[2])
    return [path.with_name(f"{start}-{n:05}-of-{total:05}.gguf") for n in range(1, total + 1)]


def _check_start(path: Path) -> None:
    """Refuse at once what cannot be a model; the engine looks closer. Raises ModelError."""
    if mend(path) != str(path):
        raise ModelError(
            "The name of {name} is not valid UTF-8.",
            code="model_name",
            next_step="Rename the file, or the folder it is in.",
            name=mend(path),
        )
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise _closed(path, error) from error
    if start != MAGIC:
        raise ModelError(
            "{name} is not a GGUF model, or it is damaged.",
            code="model_damaged",
            next_step="Download it again, or choose another file.",
            name=path.name,
        )


def _closed(path: Path, error: OSError) -> ModelError:
    return ModelError(
        "{name} cannot be opened ({cause}).",
        code="model_missing",
        next_step="See that you may read this file, or choose another.",
        name=path.name,
        cause=error.strerror or str(error),
    )

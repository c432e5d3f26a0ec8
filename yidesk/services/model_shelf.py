"""The models on this computer, as a person handles them: list, add, verify, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yidesk.catalog import care, elsewhere, gguf
from yidesk.catalog.care import Verdict
from yidesk.catalog.elsewhere import Elsewhere
from yidesk.catalog.shelf import Model, Shelf, Way
from yidesk.catalog.transfer import Checking, Event, OnEvent, Progress, Queued, Stop, Waiting
from yidesk.core.errors import ModelError
from yidesk.services.models import ModelFile, Models

__all__ = [
    "Checking",
    "Elsewhere",
    "Event",
    "Halt",
    "LocalModel",
    "ModelShelf",
    "OnEvent",
    "Progress",
    "Queued",
    "Verdict",
    "Waiting",
    "Way",
]


class Halt(Stop):
    """Stops what it was given to."""

    def cancel(self) -> None:
        """Stop at once. Safe from any thread."""
        self.ask()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalModel:
    """A model that is here."""

    path: Path
    name: str
    size: int
    """Bytes of all its files."""
    quantization: str
    window: int
    """Tokens it was trained for; 0 when that is not known."""
    stays: bool
    """It lies elsewhere: taking it off the list deletes nothing."""
    embeds: bool = False
    """It makes vectors for the search, and cannot answer."""
    answers: bool = True
    is_demonstration: bool = False
    problem: ModelError | None = None


class ModelShelf:
    """The shelf, and the demonstration model. Methods may take a while: not on the GUI thread."""

    def __init__(self, shelf: Shelf, models: Models) -> None:
        self._shelf, self._models = shelf, models

    @property
    def folder(self) -> Path:
        """Where models are put."""
        return self._shelf.folder

    def list(self) -> Sequence[LocalModel]:
        """All of them by name, the demonstration model last."""
        here = [_local(model) for model in self._shelf.models()]
        demonstration = self._models.demonstration()
        if demonstration and all(model.path != demonstration.path for model in here):
            here.append(_demonstration(demonstration))
        return here

    def embedding(self) -> Sequence[LocalModel]:
        """Those that can serve the search."""
        return [model for model in self.list() if model.embeds and model.problem is None]

    def answering(self) -> Sequence[Path]:
        """The files of those that can answer."""
        return [model.path for model in self.list() if model.answers and model.problem is None]

    def find(self, wanted: str) -> LocalModel:
        """The model of that name, or of that file's. Raises ModelError."""
        return _local(self._shelf.find(wanted))

    def add(
        self,
        path: Path,
        way: Way = Way.IN_PLACE,
        on_event: OnEvent = lambda _event: None,
        stop: Halt | None = None,
    ) -> LocalModel:
        """Use a file where it is, or bring it here. Raises ModelError, Cancelled."""
        return _local(self._shelf.add(path, way, on_event=on_event, stop=stop))

    def verify(self, model: LocalModel, on_event: OnEvent, stop: Halt) -> Verdict:
        """Read the whole file and compare it with what came. Raises ModelError, Cancelled."""
        return care.verify(model.path, on_event=on_event, stop=stop)

    def elsewhere(self) -> Sequence[Elsewhere]:
        """Models of other programs on this computer that are not on the shelf yet."""
        here = {model.path for model in self._shelf.models()}
        return [found for found in elsewhere.find() if found.path not in here]

    def remove(self, model: LocalModel) -> None:
        """Delete it, or only forget it when it stays where it is. Raises ModelError."""
        for known in self._shelf.models():
            if known.path == model.path:  # another may have the same name
                self._shelf.remove(known)


def _local(model: Model) -> LocalModel:
    return LocalModel(
        path=model.path,
        name=model.name,
        size=model.size,
        quantization=model.facts.quantization,
        window=model.facts.window,
        stays=model.in_place,
        embeds=bool(model.facts.embeds),
        answers=model.facts.answers,
        problem=model.problem,
    )


def _demonstration(model: ModelFile) -> LocalModel:
    try:
        header = gguf.read_header(model.path)
        quantization, window, problem = header.quantization, header.context_length or 0, None
    except ModelError as error:
        quantization, window, problem = "", 0, error
    return LocalModel(
        path=model.path,
        name=model.name,
        size=model.size,
        quantization=quantization,
        window=window,
        stays=True,
        is_demonstration=True,
        problem=problem,
    )

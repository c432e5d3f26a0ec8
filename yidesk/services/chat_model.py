"""Which model answers in a chat, and what it costs where another one is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yidesk.core.errors import ModelError
from yidesk.services.loading import Loader
from yidesk.services.models import Models
from yidesk.services.presets import Presets
from yidesk.store.records import ChatId


@dataclass(frozen=True, slots=True)
class Change:
    """The next question of a chat loads a model in the place of another one."""

    name: str
    """Of the model that is to be loaded."""
    size: int
    """Bytes of its files, which are read from the disk."""
    loaded: Path
    """The file of the one that is loaded."""


class ChatModel:
    """Safe from any thread; not for the GUI thread, since it looks at files."""

    def __init__(self, loader: Loader, models: Models, presets: Presets) -> None:
        self._loader, self._models, self._presets = loader, models, presets

    def answers_next(self) -> str | None:
        """What the model is called that answers in a new chat; None where there is none."""
        try:
            return self._loader.wanted(self._presets.of(None).choices.model).stem
        except ModelError:
            return None

    def change(self, chat: ChatId) -> Change | None:
        """What asking in a chat would load; None where nothing has to give way.

        Raises ModelError: its model is not there any more.
        """
        wanted = self._presets.of(chat).choices.model
        loaded = self._loader.takes_the_place_of(wanted)
        if loaded is None:
            return None
        path = self._loader.wanted(wanted)
        known = {model.path: model for model in self._models.available()}
        size = known[path].size if path in known else path.stat().st_size
        return Change(path.stem, size, loaded)

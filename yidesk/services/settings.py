"""The person's choices in effect: which model answers, how it is loaded and how it speaks."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from yidesk.core.declared import BY_NAME
from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination
from yidesk.core.setting import Effect, Value
from yidesk.core.settings import Settings
from yidesk.core.types import EngineOptions, Sampling
from yidesk.services.chats import Chats
from yidesk.services.manner import Manner

GB = 10**9
EMBEDDING_BYTES = 128 << 20
"""What an embedding model computes with, beside its weights, generously."""


class Preferences:
    """Settings that take effect as they are changed. Safe from any thread."""

    def __init__(self, settings: Settings, chats: Chats, *, offline: bool = False) -> None:
        """OFFLINE holds for this start of the program, whatever the settings say."""
        self.settings = settings
        self._chats = chats
        self._started_offline = offline
        self._given_model: str | Path | None = None
        self._given_options: EngineOptions | None = None

    @property
    def notice(self) -> YiDeskError | None:
        """What a person should know about the file of settings."""
        return self.settings.notice

    @property
    def model(self) -> Path | None:
        """The model that was chosen; None for the one used last."""
        chosen = self._given_model or self.settings.text("model")
        return Path(chosen) if chosen else None

    def is_offline(self) -> bool:
        """Whether no connection may be made."""
        return self._started_offline or self.settings.switch("offline")

    def start_with(
        self, model: str | Path | None = None, options: EngineOptions | None = None
    ) -> None:
        """Let the settings take effect; what is given here goes before them until it is changed."""
        self._given_model, self._given_options = model, options
        self._apply()

    def change(self, name: str, value: object) -> Value:
        """Take a new value, write it down and let it take effect. Raises YiDeskError."""
        taken = self.settings.set(name, value)
        if name == "model":
            self._given_model = None
        elif BY_NAME[name].effect is Effect.RELOAD:
            self._given_options = None
        self._apply()
        return taken

    def use_model(self, path: Path) -> None:
        """Answer with this model from now on, and after the next start. Raises YiDeskError."""
        self.change("model", str(path))

    def _apply(self) -> None:
        model = self._given_model or self.settings.text("model") or None
        options = self._given_options or engine_options(self.settings)
        embedding = self.settings.text("embedding_model") or None
        if embedding is not None:
            options = dataclasses.replace(options, beside_bytes=room_for(Path(embedding)))
        self._chats.choose_model(model, options)
        self._chats.meaning.choose(embedding, options)
        self._chats.manner = manner(self.settings)


def engine_options(settings: Settings) -> EngineOptions:
    """How a model is loaded."""
    return EngineOptions(
        context=settings.whole("context"),
        gpu_layers=settings.whole("gpu_layers"),
        kv_type=settings.text("kv_type"),
        threads=settings.whole("threads"),
        save_readings=settings.switch("save_readings"),
        draft_model=settings.text("draft_model"),
        readings_quota=(settings.whole("readings_quota") or 0) * GB,
    )


def quick_key(settings: Settings) -> KeyCombination | None:
    """The key that opens the quick question from any program; None: none is wanted."""
    if not settings.switch("quick_key"):
        return None
    return KeyCombination.read(settings.text("quick_combination"))


def room_for(embedding: Path) -> int:
    """Bytes that an embedding model takes beside the one that answers; 0 where it is not there."""
    return embedding.stat().st_size + EMBEDDING_BYTES if embedding.is_file() else 0


def manner(settings: Settings) -> Manner:
    """How answers are drawn, and where they are cut."""
    sampling = dataclasses.replace(
        Sampling(),
        temperature=settings.fraction("temperature"),
        top_p=settings.fraction("top_p"),
    )
    return Manner(sampling=sampling, max_tokens=settings.whole("max_tokens"))

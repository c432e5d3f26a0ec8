"""What services need of an engine and of a reader, wherever these run.

`yidesk.client` fulfils both with worker processes on this computer; tests fulfil them with a
few lines; a server elsewhere could fulfil the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from yidesk.core.document import PageTray
from yidesk.core.errors import YiDeskError
from yidesk.core.types import Conversation, Document, EngineInfo, EngineOptions, Part, Sampling
from yidesk.protocol.embedding import Purpose
from yidesk.protocol.messages import AnyMessage
from yidesk.protocol.saved_readings import SavedChunk


class Job(Protocol):
    """One request under way."""

    def __iter__(self) -> Iterator[AnyMessage]:
        """Its events, the final one last. Raises YiDeskError when it failed."""

    def cancel(self) -> None:
        """Stop it; it still ends with its final event. Safe from any thread."""


class Engine(Protocol):
    """Runs one model at a time."""

    on_notice: Callable[[YiDeskError], None]
    """Told, in any thread, of what a person should know and what ends nothing."""

    @property
    def info(self) -> EngineInfo | None:
        """The loaded model; None before the first load."""

    def load(self, model: Path, options: EngineOptions = ...) -> Job:
        """Load a model. Ends with `Loaded`."""

    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]:
        """Tokens of each text by itself; needs a loaded model."""

    def plan_window(self, tokens: int) -> Job:
        """Let the loaded model's window hold TOKENS where memory has room; `info` tells then.

        Ends with `WindowPlanned`.
        """

    def read(self, conversation: Conversation) -> Job:
        """Read the open start of a conversation. Ends with `ReadDone`."""

    def generate(
        self,
        conversation: Conversation,
        *,
        sampling: Sampling,
        max_tokens: int,
        stop: tuple[str, ...] = (),
    ) -> Job:
        """Answer a conversation. Ends with `Finished`."""

    def embed(
        self,
        model: Path,
        texts: Sequence[str],
        purpose: Purpose,
        options: EngineOptions = ...,
        *,
        background: bool = False,
    ) -> Job:
        """Make the vectors of texts, needing no loaded model. Ends with `Embedded`."""

    def list_readings(self, folder: Path) -> tuple[SavedChunk, ...]:
        """Every saved chunk in FOLDER, needing no model. Raises YiDeskError."""

    def remove_readings(self, folder: Path, *, owner: str = "") -> int:
        """Remove saved readings of OWNER (empty: of all), needing no model; bytes freed."""

    def generate_together(
        self,
        conversation: Conversation,
        questions: Sequence[tuple[Part, ...]],
        *,
        sampling: Sampling,
        max_tokens: int,
        background: bool = False,
    ) -> Sequence[Job]:
        """Answer several questions about one open conversation. Each ends with `Finished`."""


class Reader(Protocol):
    """Turns files into pages."""

    def identify(
        self,
        path: Path,
        *,
        on_bytes: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = ...,
    ) -> str:
        """Fingerprint of a file. Raises DocumentError, Cancelled."""

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_page: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = ...,
        tray: PageTray | None = None,
    ) -> Document:
        """Read a whole file, each page into TRAY as it comes; None: into memory.

        Raises DocumentError, Cancelled, and what TRAY raises.
        """

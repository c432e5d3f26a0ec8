"""The messages between the application and its workers.

Every message is a frozen struct with a tag; every request carries an id, and every event names
the request it answers. A worker's first message is `Hello`; an application that meets another
version ends the worker, since both are always started from the same program.
"""

from __future__ import annotations

import msgspec

from yidesk.core.decoding import Decoding
from yidesk.core.document_limits import FILE_SECONDS, MAX_TEXT_CHARACTERS
from yidesk.core.errors import YiDeskError
from yidesk.core.page_picture import PageLayout, PagePicture
from yidesk.core.types import (
    Conversation,
    EngineInfo,
    EngineOptions,
    FinishReason,
    Page,
    Sampling,
    Timings,
    Usage,
)
from yidesk.protocol import embedding, larger_window, probing, saved_readings, together
from yidesk.protocol.wire import Wire

VERSION = 1


# --- from the application to any worker -----------------------------------------------------


class Cancel(Wire, frozen=True, kw_only=True):
    """Stop request `id`, running or waiting. It still ends with its own final event."""

    id: int


class Shutdown(Wire, frozen=True, kw_only=True):
    """Free everything and end."""


# --- from the application to the engine worker ----------------------------------------------


class Load(Wire, frozen=True, kw_only=True):
    """Load a model. Ends with `Loaded` or `Failed`."""

    id: int
    path: str
    options: EngineOptions


class CountTokens(Wire, frozen=True, kw_only=True):
    """Count the tokens of each text by itself. Ends with `TokenCounts` or `Failed`."""

    id: int
    texts: tuple[str, ...]


class Read(Wire, frozen=True, kw_only=True):
    """Bring the start of a conversation into KV memory, before anything is asked.

    The last message is left open: whatever is later appended to it as further parts extends
    what was read. Yields to `Generate`. Ends with `ReadDone` or `Failed`.
    """

    id: int
    conversation: Conversation


class Generate(Wire, frozen=True, kw_only=True):
    """Answer a conversation whose last message is the person's, or go on with an answer that is.

    Sends `Accepted`, `Progress` while reading, `Text`, and ends with `Finished` or `Failed`.
    """

    id: int
    conversation: Conversation
    sampling: Sampling
    max_tokens: int
    stop: tuple[str, ...] = ()


# --- from the engine worker -----------------------------------------------------------------


class Hello(Wire, frozen=True, kw_only=True):
    """A worker is up; nothing heavy has been imported yet."""

    role: str
    version: int
    pid: int


class Loaded(Wire, frozen=True, kw_only=True):
    """The model can be used."""

    id: int
    info: EngineInfo
    seconds: float


class Changed(Wire, frozen=True, kw_only=True):
    """The loaded model is held in memory in another way than before."""

    info: EngineInfo


class TokenCounts(Wire, frozen=True, kw_only=True):
    """Answer to `CountTokens`, in its order."""

    id: int
    counts: tuple[int, ...]


class Accepted(Wire, frozen=True, kw_only=True):
    """What answering will take, before any work is done."""

    id: int
    prompt_tokens: int
    cached_tokens: int


class Progress(Wire, frozen=True, kw_only=True):
    """How far a long step is."""

    id: int
    phase: str
    """load (once more, where a longer window leaves fewer layers on the GPU), restore or read."""
    done: float
    total: float
    """Tokens of the prompt for restore and read; a fraction of 1 for load."""
    per_second: float = 0.0
    seconds_left: float | None = None
    """Of this phase."""


class ReadDone(Wire, frozen=True, kw_only=True):
    """Reading ended. `complete` is false when it was stopped; what was read is kept."""

    id: int
    complete: bool
    usage: Usage
    timings: Timings


class Notice(Wire, frozen=True, kw_only=True):
    """Something a person should know, which does not end the request."""

    id: int
    code: str
    sentence: str
    next_step: str = ""
    values: dict[str, str | int | float] = msgspec.field(default_factory=dict)


class Text(Wire, frozen=True, kw_only=True):
    """A piece of the answer; pieces never split a character."""

    id: int
    text: str
    tokens: int
    """Tokens generated so far."""
    per_second: float


class Finished(Wire, frozen=True, kw_only=True):
    """The answer is complete, or was ended for `reason`."""

    id: int
    reason: FinishReason
    text: str
    """The whole answer, as sent piece by piece."""
    tokens: bytes
    """Its token ids as little-endian int32, for the next turn's `Part.tokens`."""
    usage: Usage
    timings: Timings
    seed: int
    decoding: Decoding = Decoding()


class Failed(Wire, frozen=True, kw_only=True):
    """Request `id` could not be carried out. The worker lives on."""

    id: int
    kind: str
    """Name of the class in `yidesk.core.errors`."""
    code: str
    sentence: str
    next_step: str = ""
    values: dict[str, str | int | float] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, number: int, error: YiDeskError) -> Failed:
        """An error as the message that carries it."""
        return cls(
            id=number,
            kind=type(error).__name__,
            code=error.code,
            sentence=error.sentence,
            next_step=error.next_step,
            values=error.values,
        )


# --- the reader worker ----------------------------------------------------------------------


class IdentifyFile(Wire, frozen=True, kw_only=True):
    """Hash a file of a kind that can be read. Sends `Progress`, ends with `FileIdentified`."""

    id: int
    path: str


class FileIdentified(Wire, frozen=True, kw_only=True):
    """Answer to `IdentifyFile`."""

    id: int
    fingerprint: str


class OpenFile(Wire, frozen=True, kw_only=True):
    """Turn a file into pages. Sends `FileOpened`, `PageRead` for each, ends with `FileRead`."""

    id: int
    path: str
    password: str = ""
    first_page: int = 1
    """Start here: pages before it are known, or killed the last reader."""
    characters: int = MAX_TEXT_CHARACTERS
    """Text that may still come; what follows it is left out, page by page, and that is said."""
    seconds: float = FILE_SECONDS
    """Processor time that the pages may still take."""
    plain: bool = False
    """Read nothing but text: labels or an outline may have killed the last reader."""


class FileOpened(Wire, frozen=True, kw_only=True):
    """The file was recognised."""

    id: int
    fingerprint: str
    format: str
    pages: int
    """How many pages there will be; 0 when that is known only at the end."""


class PageRead(Wire, frozen=True, kw_only=True):
    """One page's text."""

    id: int
    page: Page


class FileRead(Wire, frozen=True, kw_only=True):
    """All pages were sent."""

    id: int
    pages: int
    notes: tuple[str, ...] = ()


class RenderPage(Wire, frozen=True, kw_only=True):
    """Draw a page of a PDF, or a piece of it. Ends with `PageRendered` or `Failed`.

    The file is kept open for the next page. Cancelled while it draws, it ends with `Failed`.
    """

    id: int
    path: str
    fingerprint: str
    """Of the file that is meant; another one in its place is refused."""
    page: int
    password: str = ""
    scale: float = 1.0
    """Pixels to a point: 4/3 at 96 dots an inch."""
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    """The piece, in pixels of the whole page at this scale; all 0: the whole page."""


class PageRendered(Wire, frozen=True, kw_only=True):
    """Answer to `RenderPage`."""

    id: int
    picture: PagePicture


class LayOutPage(Wire, frozen=True, kw_only=True):
    """Where do a page's characters stand? Ends with `PageLaidOut` or `Failed`."""

    id: int
    path: str
    fingerprint: str
    page: int
    password: str = ""
    text: str
    """The page's text as it was read from this file."""


class RecognisePage(Wire, frozen=True, kw_only=True):
    """Read the text in the picture of a page. Ends with `PageRecognised` or `Failed`.

    Seconds; Cancel is heard before and after, not meanwhile.
    """

    id: int
    path: str
    fingerprint: str
    page: int
    password: str = ""


class PageRecognised(Wire, frozen=True, kw_only=True):
    """Answer to `RecognisePage`."""

    id: int
    layout: PageLayout


class PageLaidOut(Wire, frozen=True, kw_only=True):
    """Answer to `LayOutPage`."""

    id: int
    layout: PageLayout


AnyMessage = (
    Cancel
    | Shutdown
    | Load
    | CountTokens
    | larger_window.PlanWindow
    | larger_window.WindowPlanned
    | Read
    | Generate
    | together.GenerateMany
    | embedding.Embed
    | embedding.Embedded
    | Hello
    | Loaded
    | Changed
    | TokenCounts
    | Accepted
    | Progress
    | ReadDone
    | Notice
    | saved_readings.ListReadings
    | saved_readings.RemoveReadings
    | saved_readings.PinReadings
    | saved_readings.Readings
    | saved_readings.ReadingsRemoved
    | saved_readings.ReadingsPinned
    | Text
    | Finished
    | Failed
    | IdentifyFile
    | FileIdentified
    | OpenFile
    | FileOpened
    | PageRead
    | FileRead
    | RenderPage
    | PageRendered
    | LayOutPage
    | PageLaidOut
    | RecognisePage
    | PageRecognised
    | probing.ListDevices
    | probing.Devices
    | probing.LookAt
    | probing.Looked
    | probing.MakePlan
    | probing.Planned
)

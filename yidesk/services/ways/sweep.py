"""Sweep: every part of the documents in turn, notes of each, and one answer from all notes.

    part 1: [how to take notes] [its pages] [the question] -> notes
    part 2: …
    answer: [how to answer] [history] [all notes] [the question]

The pages of a part stand before the question, and behind nothing that changes: what the engine
saves of them is good for every later sweep, which then evaluates only the questions. Notes are
kept as well, so that a sweep that was stopped goes on where it stopped.

Notes that do not fit are never cut silently: their part is read again in two halves, and where a
single page says more than its notes can hold, the notes say so. They say so too where a model only
repeats itself: it does that of half a part as well, and of half of that, down to single pages.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from yidesk.core.counted import Counted
from yidesk.core.decoding import Decoding
from yidesk.core.errors import Cancelled, EngineError
from yidesk.core.types import (
    Conversation,
    Coverage,
    Document,
    FinishReason,
    Message,
    Mode,
    Part,
    Role,
    Sampling,
    Timings,
    Usage,
)
from yidesk.protocol import messages
from yidesk.services.engine import Engine
from yidesk.services.flaws import flaws_of, told_pages
from yidesk.services.prompt import name_for_model
from yidesk.services.reading import TEMPLATE_TOKENS
from yidesk.services.remaining import Counting
from yidesk.services.stopping import Stop
from yidesk.services.stretches import goes_in_circles, without_circles
from yidesk.services.ways.conversation import room_for_material, with_material
from yidesk.services.ways.sections import Section, cut
from yidesk.services.ways.way import Asked, Way
from yidesk.services.wording import NOTHING

NOTES_SHARE = 8
"""The notes of one part take at most an eighth of the window, and so does the question."""
MOST_NOTES = 512
"""Tokens of one part's notes."""
STEPS = tuple(base << power for power in range(2, 20) for base in (1024, 1536))
"""Windows that parts are cut for. How much memory is free changes from day to day, and with it the
window; parts that changed with it would be read anew every time."""
_SAME_EVERY_TIME = Sampling(temperature=0.0, seed=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeping:
    """A part is being read."""

    part: int
    """From 1."""
    parts: int
    name: str
    first: int
    last: int
    """Pages of this part; 0 while notes are summed up."""
    fraction: float
    """Of the whole sweep."""
    seconds_left: float | None
    """Of the whole sweep; None while nobody can tell."""
    per_second: float = 0.0
    """Tokens of the part that are read in a second; 0 while none are."""


@dataclass(frozen=True, slots=True)
class Dividing:
    """A document is divided into parts, by the tokens of its pages."""

    name: str
    at: Counted
    """Pages, of all documents."""


class Notebook(Protocol):
    """Keeps the notes of parts that were read."""

    def find(self, key: bytes) -> str | None:
        """The notes under this key."""

    def keep(self, key: bytes, notes: str, owner: str) -> None:
        """Keep notes; OWNER: whose text they are of."""


@dataclass(frozen=True, slots=True)
class _Notes:
    header: str
    text: str

    def __str__(self) -> str:
        return f"{self.header}\n{self.text}"


class _NotesDoNotFit(Exception):  # noqa: N818 - named for what happened
    """There is more to note than one part's notes may hold."""


class Sweep:
    """One sweep. Its figures grow while it runs, and stand when it stops."""

    def __init__(self, asked: Asked, engine: Engine, notebook: Notebook, stop: Stop) -> None:
        self._asked = asked
        self._engine = engine
        self._notebook = notebook
        self._stop = stop
        self._begun_at = time.monotonic()
        self._generated = 0
        self.usage = Usage()
        self.decoding = Decoding()
        self.timings = Timings()
        self._done: list[Section] = []
        self._sections: list[Section] = []

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """What was read so far."""
        return tuple(
            entry for document in self._asked.documents if (entry := self._covered(document)).parts
        )

    def run(self) -> Generator[Dividing | Sweeping, None, Way]:
        """Read every part; returns what the answer is generated from.

        Raises YiDeskError, Cancelled.
        """
        room = room_for_material(self._asked, self._asked.wording.about_notes)
        self._sections = yield from self._cut()
        notes: list[_Notes] = []
        for index, section in enumerate(self._sections):
            notes += yield from self._read(section, index)
            self._done.append(section)
        notes = yield from self._fitting(notes, room)
        material = "\n\n".join(map(str, notes)) or self._asked.wording.nothing_found
        return Way(
            mode=Mode.SWEEP,
            conversation=with_material(self._asked, self._asked.wording.about_notes, material),
            coverage=self.coverage,
        )

    # --- parts -----------------------------------------------------------------------------

    def _cut(self) -> Generator[Dividing, None, list[Section]]:
        asked, limit, counting = self._asked, self._part_limit(), Counting()
        sections: list[Section] = []
        before, total = 0, sum(len(document.pages) for document in asked.documents)
        for number, document in enumerate(asked.documents, 1):
            cutting = cut(document, number, asked.wording, limit, self._tokens)
            try:
                while True:
                    pages = next(cutting)
                    yield Dividing(document.name, counting.at(before + pages, total))
            except StopIteration as end:
                sections += end.value
            before += len(document.pages)
        return sections

    def _tokens(self, texts: Sequence[str]) -> list[int]:
        self._stop.check()
        return self._asked.count(*texts)

    @property
    def _window(self) -> int:
        """The largest step that the window holds; a window below them all as it is."""
        window = self._asked.info.context
        return max((step for step in STEPS if step <= window), default=window)

    def _part_limit(self) -> int:
        """Tokens of one part. Does not depend on the question, which has room of its own."""
        asked, window = self._asked, self._window
        system, wanted = asked.count(asked.wording.take_notes, self._wanted())
        if wanted > window // NOTES_SHARE:
            raise EngineError(
                "The question has {tokens:,} tokens; a sweep in this window takes one of "
                "{most:,} at most.",
                code="question_too_long",
                next_step="Ask a shorter question, or give its text as a document.",
                tokens=wanted,
                most=window // NOTES_SHARE,
            )
        around = system + window // NOTES_SHARE + self._notes_limit() + 3 * TEMPLATE_TOKENS
        return window - around

    def _notes_limit(self) -> int:
        return min(MOST_NOTES, self._window // NOTES_SHARE)

    def _wanted(self) -> str:
        return self._asked.wording.notes_wanted.format(question=self._asked.question)

    def _read(self, section: Section, index: int) -> Generator[Sweeping, None, list[_Notes]]:
        at = Sweeping(
            part=index + 1,
            parts=len(self._sections),
            name=section.document.name,
            first=section.first,
            last=section.last,
            fraction=index / len(self._sections),
            seconds_left=self._seconds_left(index),
        )
        return (yield from self._noted_whole(section, at))

    def _noted_whole(
        self, section: Section, at: Sweeping
    ) -> Generator[Sweeping, None, list[_Notes]]:
        """The notes of a part, in halves where they would not fit."""
        material = Part(text=section.text, owner=section.document.fingerprint)
        try:
            text = yield from self._noted(material, at, is_last=len(section.pieces) == 1)
        except _NotesDoNotFit:
            upper, lower = section.halves()
            notes = yield from self._noted_whole(upper, at)
            return notes + (yield from self._noted_whole(lower, at))
        if text.strip().casefold() in NOTHING:
            return []
        header = self._asked.wording.notes_of.format(
            first=section.first,
            last=section.last,
            number=section.number,
            name=name_for_model(section.document),
        )
        return [_Notes(header, text)]

    def _seconds_left(self, index: int) -> float | None:
        """From the parts that were really read; those whose notes were kept took no time."""
        if not self._generated:
            return None
        each = (time.monotonic() - self._begun_at) / self._generated
        return each * (len(self._sections) - index)

    # --- notes -----------------------------------------------------------------------------

    def _noted(
        self, material: Part, at: Sweeping, *, is_last: bool = True
    ) -> Generator[Sweeping, None, str]:
        """The notes of one part: kept ones, else new ones.

        Raises _NotesDoNotFit, unless there is nothing smaller to take notes of (IS_LAST).
        """
        self._stop.check()
        key = self._key(material)
        kept = self._notebook.find(key)
        yield at
        if kept is not None:
            return kept
        text, fits = yield from self._generate(self._conversation(material), at)
        if not fits and goes_in_circles(text):
            text = without_circles(text)
        elif not fits and not is_last:
            raise _NotesDoNotFit
        if not fits:
            text = f"{text} …\n{self._asked.wording.more_than_noted}"
        self._notebook.keep(key, text, material.owner)
        return text

    def _conversation(self, material: Part) -> Conversation:
        return (
            Message.of(Role.SYSTEM, self._asked.wording.take_notes),
            Message(
                role=Role.USER,
                parts=(material, Part(text=self._wanted(), owner=self._asked.owner)),
            ),
        )

    def _generate(
        self, conversation: Conversation, at: Sweeping
    ) -> Generator[Sweeping, None, tuple[str, bool]]:
        """Notes, and whether they came to their end."""
        began = time.monotonic()
        job = self._engine.generate(
            conversation, sampling=_SAME_EVERY_TIME, max_tokens=self._notes_limit()
        )
        for message in self._stop.follow(job):
            if isinstance(message, messages.Progress) and message.total:
                yield self._read_so_far(at, message, time.monotonic() - began)
            elif isinstance(message, messages.Finished):
                self.usage += message.usage
                self.decoding += message.decoding
                self.timings = Timings(
                    restore_s=self.timings.restore_s + message.timings.restore_s,
                    read_s=self.timings.read_s + message.timings.read_s,
                    first_token_s=time.monotonic() - self._begun_at,
                )
                self._generated += 1
                if message.reason is FinishReason.STOPPED:
                    raise Cancelled
                return message.text.strip(), message.reason is not FinishReason.LENGTH
        raise AssertionError("a job that does not fail ends with Finished")

    def _read_so_far(self, at: Sweeping, message: messages.Progress, passed: float) -> Sweeping:
        """How far the part is that has been read for PASSED seconds.

        Parts take as long as those before them did; before there is one, as long as this one's
        reading, since notes are short.
        """
        left = None
        if at.name and message.seconds_left is not None:
            each = passed + message.seconds_left
            if self._generated:
                each = (time.monotonic() - passed - self._begun_at) / self._generated
            left = max(message.seconds_left, each - passed) + each * (at.parts - at.part)
        return replace(
            at,
            fraction=at.fraction + message.done / message.total / at.parts,
            seconds_left=at.seconds_left if left is None else left,
            per_second=message.per_second,
        )

    def _key(self, material: Part) -> bytes:
        info = self._asked.info
        whole = (info.model, info.quantization, material.text, self._wanted())
        return hashlib.blake2b("\0".join(whole).encode(), digest_size=32).digest()

    def _fitting(self, notes: list[_Notes], room: int) -> Generator[Sweeping, None, list[_Notes]]:
        """The notes themselves, or notes of notes where they are too many for one window."""
        while len(notes) > 1 and sum(self._count(notes)) > room:
            batches = self._batches(notes)
            summed: list[_Notes] = []
            for index, batch in enumerate(batches):
                header = self._asked.wording.many_notes
                material = "\n\n".join((header, *map(str, batch), ""))
                at = Sweeping(
                    part=index + 1,
                    parts=len(batches),
                    name="",
                    first=0,
                    last=0,
                    fraction=index / len(batches),
                    seconds_left=None,
                )
                text = yield from self._noted(Part(text=material, owner=self._asked.owner), at)
                summed.append(_Notes(header, text))
            notes = summed
        return notes

    def _batches(self, notes: Sequence[_Notes]) -> list[list[_Notes]]:
        """Notes in groups that fit one part; each holds at least two, so that they get fewer."""
        limit = self._part_limit()
        batches: list[list[_Notes]] = [[]]
        used = 0
        for entry, tokens in zip(notes, self._count(notes), strict=True):
            if len(batches[-1]) > 1 and used + tokens > limit:
                batches.append([])
                used = 0
            batches[-1].append(entry)
            used += tokens
        return batches

    def _count(self, notes: Sequence[_Notes]) -> list[int]:
        return self._asked.count(*map(str, notes))

    # --- coverage --------------------------------------------------------------------------

    def _covered(self, document: Document) -> Coverage:
        done = [each for each in self._done if each.document.fingerprint == document.fingerprint]
        every = [
            each for each in self._sections if each.document.fingerprint == document.fingerprint
        ]
        seen = {number for each in done for number in range(each.first, each.last + 1)}
        if len(done) < len(every) and done:
            seen -= {each.first for each in every[len(done) :]}  # read only in part
        return Coverage(
            document=document.fingerprint,
            name=document.name,
            pages_total=len(document.pages),
            pages=tuple(number for number in told_pages(document) if number in seen),
            tokens_total=sum(each.tokens for each in every),
            tokens_read=sum(each.tokens for each in done),
            without_text=document.untold,
            flaws=flaws_of(document),
            parts=len(done),
        )

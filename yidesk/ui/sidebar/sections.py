"""In which part of the sidebar a chat stands: pinned, in a folder, or under the day it changed.

Ten thousand chats stand here; one that has changed is put into its place without looking at the
others, and days are told by comparing numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from yidesk.store.listing import ChatFolder, ChatId, ChatSummary, FolderId


class Part(StrEnum):
    """The parts that every sidebar may have; folders stand behind the first."""

    PINNED = "pinned"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    EARLIER = "earlier"


@dataclass
class Section:
    """A heading or a folder, and the chats below it, the latest change first."""

    title: str
    folder: ChatFolder | None = None
    chats: list[ChatSummary] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether its chats are listed."""
        return self.folder is None or self.folder.is_open

    @property
    def rows(self) -> int:
        """Lines that it takes: a folder is there when it is empty, a heading is not."""
        if self.folder is None and not self.chats:
            return 0
        return 1 + (len(self.chats) if self.is_open else 0)

    def place_of(self, chat: ChatSummary) -> int:
        """Where a chat stands, or would stand."""
        return bisect_left(self.chats, _order(chat), key=_order)


class Sections:
    """All parts of the sidebar, from its top to its bottom."""

    def __init__(self, titles: Mapping[Part, str]) -> None:
        self._titles = titles
        self._days: tuple[tuple[float, Part], ...] = ()
        self._parts: dict[Part, Section] = {}
        self._folders: dict[FolderId, Section] = {}
        self._known: dict[ChatId, ChatSummary] = {}
        self._ordered: list[Section] = []

    def fill(
        self, chats: Iterable[ChatSummary], folders: Iterable[ChatFolder], today: date
    ) -> None:
        """Take these chats and folders and no others.

        The window waits for it, so nothing of our own is called for each chat.
        """
        self._days = _begins(today)
        self._parts = {part: Section(title) for part, title in self._titles.items()}
        self._folders = {each.id: Section(each.name, each) for each in folders}
        self._arrange()
        ordered = sorted(chats, key=attrgetter("changed", "id"), reverse=True)
        self._known = {chat.id: chat for chat in ordered}
        unpinned = [chat for chat in ordered if not chat.pinned]
        self._parts[Part.PINNED].chats = [chat for chat in ordered if chat.pinned]
        for chat in unpinned:
            if chat.folder in self._folders:
                self._folders[chat.folder].chats.append(chat)
        self._fill_days([chat for chat in unpinned if chat.folder not in self._folders])

    def _fill_days(self, chats: list[ChatSummary]) -> None:
        """Cut CHATS, the latest change first, where days begin."""
        start = 0
        for begins, part in self._days:
            end = bisect_right(chats, -begins, lo=start, key=lambda chat: -chat.changed)
            self._parts[part].chats = chats[start:end]
            start = end

    @property
    def folders(self) -> list[ChatFolder]:
        """All folders in their order."""
        return [each.folder for each in self._ordered if each.folder is not None]

    @property
    def rows(self) -> int:
        """How many lines there are."""
        return sum(section.rows for section in self._ordered)

    def section_for(self, chat: ChatSummary) -> Section:
        """Where a chat belongs."""
        if chat.pinned:
            return self._parts[Part.PINNED]
        if chat.folder is not None and chat.folder in self._folders:
            return self._folders[chat.folder]
        return self._parts[next(part for begins, part in self._days if chat.changed >= begins)]

    def find(self, chat: ChatId) -> tuple[Section, int] | None:
        """Where a chat stands."""
        if (known := self._known.get(chat)) is None:
            return None
        section = self.section_for(known)
        return section, section.place_of(known)

    def folder(self, folder: FolderId) -> Section | None:
        """The section of a folder."""
        return self._folders.get(folder)

    def first_row(self, wanted: Section) -> int:
        """The line of a section's heading; where it would be, when it takes none."""
        row = 0
        for section in self._ordered:
            if section is wanted:
                return row
            row += section.rows
        raise AssertionError("a section is one of these")

    def at(self, row: int) -> tuple[Section, ChatSummary | None]:
        """What stands in a line: a chat, or None for a heading or a folder."""
        for section in self._ordered:
            if row < section.rows:
                return section, section.chats[row - 1] if row else None
            row -= section.rows
        raise IndexError(row)

    def insert(self, section: Section, chat: ChatSummary) -> None:
        """Put a chat into a section that it belongs to."""
        section.chats.insert(section.place_of(chat), chat)
        self._known[chat.id] = chat

    def remove(self, section: Section, place: int) -> ChatSummary:
        """Take a chat out."""
        chat = section.chats.pop(place)
        del self._known[chat.id]
        return chat

    def _arrange(self) -> None:
        by_name = sorted(self._folders.values(), key=lambda each: each.title.casefold())
        pinned, *days = (self._parts[part] for part in Part)
        self._ordered = [pinned, *by_name, *days]


def _order(chat: ChatSummary) -> tuple[float, int]:
    return -chat.changed, -chat.id


def _begins(today: date) -> tuple[tuple[float, Part], ...]:
    """When each part begins, in seconds since 1970, the latest first."""

    def midnight(days_ago: int) -> float:
        day = today - timedelta(days=days_ago)
        return datetime(day.year, day.month, day.day).astimezone().timestamp()

    return (
        (midnight(0), Part.TODAY),
        (midnight(1), Part.YESTERDAY),
        (midnight(7), Part.WEEK),
        (float("-inf"), Part.EARLIER),
    )

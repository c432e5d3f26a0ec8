"""The rows of the sidebar: headings, folders and chats as Qt's views see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from yidesk.store.listing import ChatFolder, ChatId, ChatSummary, FolderId
from yidesk.store.snippet import Snippet
from yidesk.ui import numbers
from yidesk.ui.sidebar.sections import Part, Section, Sections

CHAT_ROLE = Qt.ItemDataRole.UserRole
"""ChatId of a row; None for headings and folders."""
BUSY_ROLE = Qt.ItemDataRole.UserRole + 1
SNIPPET_ROLE = Qt.ItemDataRole.UserRole + 2
"""The Snippet that a search found in the chat, or None."""
PINNED_ROLE = Qt.ItemDataRole.UserRole + 3
FOLDER_ROLE = Qt.ItemDataRole.UserRole + 4
"""The ChatFolder of a folder's row, or None."""
INSIDE_ROLE = Qt.ItemDataRole.UserRole + 5
"""Whether a chat stands below its folder."""
COUNT_ROLE = Qt.ItemDataRole.UserRole + 6
"""How many chats are in a folder."""
CHATS_MIME = "application/x-yidesk-chats"
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class ChatRows(QAbstractListModel):
    """One line for every heading, folder and chat; changes move single lines."""

    renamed = Signal(int, str)
    """A person has typed another title for a chat."""
    folder_renamed = Signal(int, str)
    moved = Signal(list, object)
    """ChatIds that were dropped on a folder (FolderId), or out of any (None)."""

    def __init__(self) -> None:
        super().__init__()
        self._sections = Sections(
            {
                Part.PINNED: self.tr("Pinned"),
                Part.TODAY: self.tr("Today"),
                Part.YESTERDAY: self.tr("Yesterday"),
                Part.WEEK: self.tr("Previous 7 days"),
                Part.EARLIER: self.tr("Earlier"),
            }
        )
        self._busy: frozenset[ChatId] = frozenset()
        self._count = 0

    # --- what is listed --------------------------------------------------------------------

    def show_chats(
        self, chats: Iterable[ChatSummary], today: date, folders: Iterable[ChatFolder] = ()
    ) -> None:
        """Take these chats and folders, and no others."""
        self.beginResetModel()
        self._sections.fill(chats, folders, today)
        self._count = self._sections.rows
        self.endResetModel()

    def put(self, chat: ChatSummary) -> None:
        """A chat is new, or has changed: it goes to its place, and nothing else is touched."""
        target = self._sections.section_for(chat)
        found = self._sections.find(chat.id)
        if found is None:
            self._insert(target, chat)
        elif found[0] is target:
            self._move_inside(target, found[1], chat)
        else:
            self.take(chat.id)
            self._insert(target, chat)

    def take(self, chat: ChatId) -> None:
        """A chat is not listed any more."""
        if (found := self._sections.find(chat)) is None:
            return
        section, place = found
        row = self._sections.first_row(section) + 1 + place
        alone = section.folder is None and len(section.chats) == 1
        if section.is_open:
            with self._removing(row - alone, row):
                self._sections.remove(section, place)
        else:
            self._sections.remove(section, place)
        self._say_count(section)

    def mark_busy(self, chats: frozenset[ChatId]) -> None:
        """Show where an answer is being written."""
        changed, self._busy = self._busy ^ chats, chats
        for chat in changed:
            if (index := self.index_of(chat)).isValid():
                self.dataChanged.emit(index, index, [BUSY_ROLE])

    def _insert(self, section: Section, chat: ChatSummary) -> None:
        first = self._sections.first_row(section)
        row = first + 1 + section.place_of(chat)
        if not section.is_open:
            self._sections.insert(section, chat)
        else:
            alone = section.folder is None and not section.chats
            with self._inserting(row - alone, row):
                self._sections.insert(section, chat)
        self._say_count(section)

    def _move_inside(self, section: Section, old: int, chat: ChatSummary) -> None:
        """Up when it has changed; an open editor or a selection goes with it."""
        first = self._sections.first_row(section) + 1
        before = section.place_of(chat)
        new = before - (before > old)
        moves = section.is_open and new != old
        if moves:
            self.beginMoveRows(ROOT, first + old, first + old, ROOT, first + before)
        self._sections.remove(section, old)
        self._sections.insert(section, chat)
        if moves:
            self.endMoveRows()
        if section.is_open:
            index = self.index(first + new)
            self.dataChanged.emit(index, index)

    # --- folders ---------------------------------------------------------------------------

    @property
    def folders(self) -> Sequence[ChatFolder]:
        """All folders in their order."""
        return self._sections.folders

    def open_folder(self, folder: FolderId, *, is_open: bool) -> None:
        """List a folder's chats, or list them no longer."""
        section = self._sections.folder(folder)
        if section is None or section.folder is None or section.is_open == is_open:
            return
        first = self._sections.first_row(section)
        changed = ChatFolder(id=folder, name=section.folder.name, is_open=is_open)

        def change() -> None:
            section.folder = changed

        if not section.chats:
            change()
        else:
            around = self._inserting if is_open else self._removing
            with around(first + 1, first + len(section.chats)):
                change()
        index = self.index(first)
        self.dataChanged.emit(index, index)

    def index_of_folder(self, folder: FolderId) -> QModelIndex:
        """Where a folder stands; invalid when there is no such folder."""
        section = self._sections.folder(folder)
        return QModelIndex() if section is None else self.index(self._sections.first_row(section))

    def _say_count(self, section: Section) -> None:
        if section.folder is not None:
            index = self.index(self._sections.first_row(section))
            self.dataChanged.emit(index, index, [COUNT_ROLE])

    # --- what Qt asks ----------------------------------------------------------------------

    def index_of(self, chat: ChatId) -> QModelIndex:
        """Where a chat stands; invalid when it is not listed."""
        found = self._sections.find(chat)
        if found is None or not found[0].is_open:
            return QModelIndex()
        return self.index(self._sections.first_row(found[0]) + 1 + found[1])

    def first_chat(self) -> QModelIndex:
        """The first row that is a chat; invalid when there is none."""
        rows = (row for row in range(self._count) if self._sections.at(row)[1] is not None)
        number = next(rows, None)
        return QModelIndex() if number is None else self.index(number)

    def first_choice(self) -> QModelIndex:
        """The first row that can be chosen, a folder or a chat; invalid when there is none."""
        for row in range(self._count):
            section, chat = self._sections.at(row)
            if chat is not None or section.folder is not None:
                return self.index(row)
        return QModelIndex()

    def chats_in(self, folder: FolderId) -> list[ChatId]:
        """The chats of a folder, listed or not."""
        section = self._sections.folder(folder)
        return [chat.id for chat in section.chats] if section is not None else []

    def summary(self, index: Index) -> ChatSummary | None:
        """The chat in a row."""
        return self._sections.at(index.row())[1] if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One property of one line."""
        section, chat = self._sections.at(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return section.title if chat is None else self._title(chat)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._said(section, chat)
        if chat is None:
            return {FOLDER_ROLE: section.folder, COUNT_ROLE: len(section.chats)}.get(role)
        own: dict[int, Callable[[], object]] = {
            CHAT_ROLE: lambda: chat.id,
            BUSY_ROLE: lambda: chat.id in self._busy,
            SNIPPET_ROLE: lambda: self._found(chat),
            PINNED_ROLE: lambda: chat.pinned,
            INSIDE_ROLE: lambda: section.folder is not None,
        }
        return own[role]() if role in own else None

    def _found(self, chat: ChatSummary) -> Snippet | None:
        """What was found, behind the document and the page where it stands."""
        if chat.snippet is None or not chat.page:
            return chat.snippet
        where = self.tr("{name}, p. {n}: ").format(name=chat.document_name, n=chat.page)
        marked = ((start + len(where), end + len(where)) for start, end in chat.snippet.marked)
        return Snippet(where + chat.snippet.text, tuple(marked))

    def _title(self, chat: ChatSummary) -> str:
        return chat.title or self.tr("New chat")

    def _said(self, section: Section, chat: ChatSummary | None) -> str:
        """A line with what its picture says."""
        if chat is None:
            return section.title if section.folder is None else self._said_folder(section)
        title = self._title(chat)
        if chat.id in self._busy:
            title += ", " + self.tr("being answered")
        if (found := self._found(chat)) is None:
            return title
        if chat.document:
            return f"{title}\n{found.text}"
        hits = self.tr("1 hit") if chat.hits == 1 else self.tr("{n} hits").format(n=chat.hits)
        return f"{title}\n{found.text}\n{hits}"

    def _said_folder(self, section: Section) -> str:
        state = self.tr("open") if section.is_open else self.tr("closed")
        line = self.tr("Folder {name}, {n} chats, {state}")
        if len(section.chats) == 1:
            line = self.tr("Folder {name}, 1 chat, {state}")
        count = numbers.count(len(section.chats))
        return line.format(name=section.title, n=count, state=state)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be neither chosen nor renamed; everything takes dropped chats."""
        kinds = Qt.ItemFlag
        if not index.isValid():
            return kinds.ItemIsDropEnabled
        section, chat = self._sections.at(index.row())
        if chat is None and section.folder is None:
            return kinds.ItemIsDropEnabled
        own = kinds.ItemIsEnabled | kinds.ItemIsSelectable | kinds.ItemIsEditable
        own |= kinds.ItemIsDropEnabled
        return own if chat is None else own | kinds.ItemIsDragEnabled

    def setData(self, index: Index, value: str, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A title or a name has been typed; what the list shows comes back through `put`."""
        section, chat = self._sections.at(index.row())
        title = value.strip()
        if role != Qt.ItemDataRole.EditRole or title in {"", index.data()}:
            return False
        if chat is not None:
            self.renamed.emit(chat.id, title)
        elif section.folder is not None:
            self.folder_renamed.emit(section.folder.id, title)
        return True

    # --- chats that are dragged ------------------------------------------------------------

    def mimeTypes(self) -> list[str]:
        """Chats of this window."""
        return [CHATS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the chats that are dragged."""
        chats = [str(chat.id) for index in indexes if (chat := self.summary(index)) is not None]
        data = QMimeData()
        data.setData(CHATS_MIME, QByteArray(" ".join(chats).encode()))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """A chat goes to another place."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index
    ) -> bool:
        """Chats, anywhere."""
        return data.hasFormat(CHATS_MIME)

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Tell what is to go where; the service does it."""
        if not data.hasFormat(CHATS_MIME):
            return False
        chats = [ChatId(int(each)) for each in bytes(data.data(CHATS_MIME).data()).split()]
        where = parent.row() if parent.isValid() else row - 1
        folder = self._sections.at(where)[0].folder if 0 <= where < self._count else None
        self.moved.emit(chats, folder.id if folder is not None else None)
        return False  # or the view would remove the rows itself

    # --- beginning and end of a change -----------------------------------------------------

    @contextmanager
    def _inserting(self, first: int, last: int) -> Iterator[None]:
        self.beginInsertRows(ROOT, first, last)
        yield
        self._count = self._sections.rows
        self.endInsertRows()

    @contextmanager
    def _removing(self, first: int, last: int) -> Iterator[None]:
        self.beginRemoveRows(ROOT, first, last)
        yield
        self._count = self._sections.rows
        self.endRemoveRows()

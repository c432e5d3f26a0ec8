"""What can be done with a chat, with several, with a folder, and with the list as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from yidesk.store.listing import ChatFolder, ChatId
from yidesk.ui import icons


class Wishes(QObject):
    """What a person wants done; menus and keys say it here."""

    renamed = Signal(int, str)
    delete = Signal(list)
    """ChatIds, as in all of these."""
    pin = Signal(list, bool)
    copy = Signal(int)
    export = Signal(list, str)
    """Into files of this suffix."""
    take_in = Signal()
    move = Signal(list, object)
    """Into a FolderId, or out of any (None)."""
    new_folder = Signal(list)
    """With these chats in it."""
    folder_renamed = Signal(int, str)
    folder_toggled = Signal(int, bool)
    folder_deleted = Signal(int)


class Menus:
    """Builds the menus of one list."""

    def __init__(self, wishes: Wishes, parent: QWidget) -> None:
        self._wishes, self._parent = wishes, parent

    def _menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def of_list(self) -> QMenu:
        """Of the list as a whole."""
        menu = self._menu()
        self._add_general(menu)
        return menu

    def of_folder(self, folder: ChatFolder, chats: Sequence[ChatId], rename: object) -> QMenu:
        """Of a folder in which CHATS are; RENAME is called to open the editor."""
        wishes, menu = self._wishes, self._menu()
        shown = _tr("Close") if folder.is_open else _tr("Open")
        toggle = partial(wishes.folder_toggled.emit, folder.id, not folder.is_open)
        menu.addAction(icons.icon("folder"), shown, toggle)
        menu.addAction(icons.icon("rename"), _tr("Rename"), rename)
        if chats:
            menu.addMenu(self._export_menu(menu, list(chats)))
        delete = partial(wishes.folder_deleted.emit, folder.id)
        menu.addAction(icons.icon("trash"), _tr("Delete the folder, keep its chats"), delete)
        menu.addSeparator()
        self._add_general(menu)
        return menu

    def of_chats(
        self,
        chats: Sequence[ChatId],
        folders: Sequence[ChatFolder],
        *,
        pinned: bool,
        inside: bool,
        rename: object,
    ) -> QMenu:
        """Of one chat or several; PINNED and INSIDE (a folder) tell of the first of them."""
        wishes, menu, many = self._wishes, self._menu(), list(chats)
        name = _tr("Unpin") if pinned else _tr("Pin")
        menu.addAction(icons.icon("pin"), name, partial(wishes.pin.emit, many, not pinned))
        if len(many) == 1:
            menu.addAction(icons.icon("rename"), _tr("Rename"), rename)
            copy = partial(wishes.copy.emit, many[0])
            menu.addAction(icons.icon("copy"), _tr("Duplicate"), copy)
        menu.addMenu(self._move_menu(menu, many, folders, inside=inside))
        menu.addMenu(self._export_menu(menu, many))
        menu.addAction(icons.icon("trash"), _tr("Delete"), partial(wishes.delete.emit, many))
        menu.addSeparator()
        self._add_general(menu)
        return menu

    def _move_menu(
        self, parent: QMenu, chats: list[ChatId], folders: Sequence[ChatFolder], *, inside: bool
    ) -> QMenu:
        wishes = self._wishes
        menu = QMenu(_tr("Move to folder"), parent)
        menu.setIcon(icons.icon("folder"))
        for folder in folders:
            name = folder.name.replace("&", "&&")
            menu.addAction(name, partial(wishes.move.emit, chats, folder.id))
        if folders:
            menu.addSeparator()
        if inside:
            menu.addAction(_tr("Out of the folder"), partial(wishes.move.emit, chats, None))
        menu.addAction(_tr("New folder…"), partial(wishes.new_folder.emit, chats))
        return menu

    def _export_menu(self, parent: QMenu, chats: list[ChatId]) -> QMenu:
        menu = QMenu(_tr("Export as"), parent)
        menu.setIcon(icons.icon("export"))
        kinds = {"Markdown…": ".md", "HTML…": ".html", "PDF…": ".pdf", "JSON…": ".json"}
        for name, suffix in kinds.items():
            menu.addAction(name, partial(self._wishes.export.emit, chats, suffix))
        return menu

    def _add_general(self, menu: QMenu) -> None:
        wishes = self._wishes
        new = partial(wishes.new_folder.emit, [])
        menu.addAction(icons.icon("folder"), _tr("New folder"), new)
        menu.addAction(icons.icon("download"), _tr("Import chats…"), wishes.take_in.emit)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SidebarMenus", text)

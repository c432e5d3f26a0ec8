"""A link in an answer: nothing outside is opened before a person says so."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from yidesk.ui.notices import THIS_CHAT, Action, Notices

_WEB = ("http", "https", "mailto")


def ask_about_link(notices: Notices, url: QUrl) -> None:
    """Tell where it leads; it can be opened where that is the web, and copied wherever it is."""
    address = url.toString()
    actions = [Action(_tr("Copy"), partial(QGuiApplication.clipboard().setText, address))]
    if url.scheme() in _WEB:
        actions.insert(0, Action(_tr("Open"), partial(QDesktopServices.openUrl, url)))
    notices.tell(
        _tr("The answer links to {address}").format(address=address),
        actions=tuple(actions),
        topic=THIS_CHAT,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Links", text)

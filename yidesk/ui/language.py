"""Brings the catalogue of `core.words` to Qt: the window's own sentences, and Qt's."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from yidesk.core import words
from yidesk.ui import fonts

_installed: list[QTranslator] = []
"""By which Qt speaks; it does not keep them itself."""


class Translator(QTranslator):
    """Answers Qt's look-ups from the catalogue, which is read as it is."""

    def isEmpty(self) -> bool:
        """Qt asks before it installs a translator."""
        return False

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        """The translation, or None for what the catalogue does not hold."""
        return words.sentences(words.language(), context).get(source)


def install(application: QApplication, wanted: str | None) -> str:
    """Speak the language WANTED, or the system's, and no other one; returns the one chosen."""
    while _installed:
        application.removeTranslator(_installed.pop())
    chosen, system = words.use(spoken_for(wanted)), QLocale.system().name()
    has_own_english = not wanted and chosen == words.nearest(system) == "en"
    QLocale.setDefault(QLocale(system if has_own_english else chosen))
    if chosen != "en":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        of_qt = QTranslator()
        if of_qt.load(f"qtbase_{chosen}", folder):
            _install(application, of_qt)
        _install(application, Translator())
    return chosen


def language_named(chosen: str) -> str | None:
    """The language that the settings name so; None: the system's."""
    return None if chosen == "system" else chosen


def spoken_for(wanted: str | None) -> str:
    """What is spoken where WANTED is asked for, or the system's language.

    No Chinese where nothing can write it: boxes help nobody, and the window says what is missing.
    """
    asked = wanted or QLocale.system().name()
    can_be = not asked.startswith("zh") or fonts.can_write_chinese()
    return words.nearest(asked) if can_be else "en"


def _install(application: QApplication, translator: QTranslator) -> None:
    application.installTranslator(translator)
    _installed.append(translator)

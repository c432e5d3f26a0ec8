"""Brings the catalogue of `core.words` to Qt: the window's own sentences, and Qt's."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from yidesk.core import words


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
    """Speak the language WANTED, or the system's; returns the one chosen."""
    chosen = words.use(wanted or QLocale.system().name())
    QLocale.setDefault(QLocale(chosen if wanted or chosen != "en" else QLocale.system().name()))
    if chosen != "en":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        of_qt = QTranslator(application)
        if of_qt.load(f"qtbase_{chosen}", folder):
            application.installTranslator(of_qt)
        application.installTranslator(Translator(application))
    return chosen

"""A model of the catalogue: what it is for, which file of it fits, and the way to get it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from yidesk.services.downloads import RemoteFile
from yidesk.services.offers import Fitted, Kind, Offer, address
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Elided, Flow, Words
from yidesk.ui.models import fit
from yidesk.ui.models.progress import RowProgress
from yidesk.ui.settings.editors import Chooser


class OfferRow(QFrame):
    """One model; the file that is chosen decides what the badge says."""

    get_wanted = Signal(object)
    """The row: download, or go on with it."""
    check_wanted = Signal(object)
    """The row: what the hub says of the chosen file today."""
    address_wanted = Signal(object)
    """The row: where its file can be found."""

    def __init__(
        self, offer: Offer, begun: Collection[str] = (), parent: QWidget | None = None
    ) -> None:
        """BEGUN: names of files that are here in part."""
        super().__init__(parent)
        self.offer = offer
        self._begun = set(begun)
        self.setProperty("kind", "card")
        self.setAccessibleName(offer.entry.name)
        self.progress = RowProgress(self.tr("Pause"))
        self.fit = Words(kind="badge")
        self.numbers = Words(kind="secondary", wraps=True)
        self.files = self._make_files()
        self.get = Button("", lambda: self.get_wanted.emit(self), icon="download")
        self.address = Button(
            self.tr("Copy the address"),
            lambda: self.address_wanted.emit(self),
            icon="copy",
            kind="icon",
        )
        self.check = Button(
            self.tr("Ask the hub for its size and exact memory"),
            lambda: self.check_wanted.emit(self),
            icon="info",
            kind="icon",
        )
        self.check.setAccessibleName(f"{self.check.toolTip()}: {offer.entry.name}")
        self.address.setAccessibleName(f"{self.address.toolTip()}: {offer.entry.name}")
        self._build()
        self.show_file()

    @property
    def chosen(self) -> Fitted:
        """The file that is chosen."""
        return self.offer.files[self.files.currentIndex()]

    @property
    def chosen_address(self) -> str:
        """Where the chosen file can be found by a browser."""
        return address(self.offer.entry, self.chosen.variant)

    @Slot()
    def show_file(self) -> None:
        """Say how the chosen file would run here."""
        self.fit.setText(fit.badge(self.chosen))
        self.fit.dress(fit.KINDS[self.chosen.fit])
        self.numbers.setText(fit.sentence(self.chosen))
        name = Path(self.chosen.variant.file).name
        self.get.say(self.tr("Resume") if name in self._begun else self.tr("Download"))
        self.get.setAccessibleName(f"{self.get.text()}: {self.offer.entry.name}")

    def show_today(self, file: RemoteFile, fitted: Fitted) -> None:
        """What the hub says of a file that may still be the chosen one."""
        if fitted.variant is not self.chosen.variant:
            return
        self.fit.setText(fit.badge(fitted))
        self.fit.dress(fit.KINDS[fitted.fit])
        size = self.tr("On the hub today: {n} bytes").format(n=numbers.count(file.size or 0))
        checked = self.tr("its SHA-256 is known") if file.sha256 else self.tr("no SHA-256")
        self.numbers.setText(f"{fit.sentence(fitted)}\n{size} · {checked}")

    def show_busy(self, *, busy: bool, paused: bool = False) -> None:
        """It is being downloaded."""
        self.progress.setVisible(busy)
        self.files.setEnabled(not busy)
        self.get.setVisible(not busy)
        if paused:
            self._begun.add(Path(self.chosen.variant.file).name)
        self.show_file()

    def _make_files(self) -> Chooser:
        chooser = Chooser()
        chooser.call(self.tr("File of {name}").format(name=self.offer.entry.name))
        for each in self.offer.files:
            chooser.addItem(f"{each.variant.quantization} · {numbers.disk(each.variant.bytes)}")
        best = self.offer.best or self.offer.files[0]
        chooser.setCurrentIndex(self.offer.files.index(best))
        chooser.currentIndexChanged.connect(self.show_file)
        return chooser

    def _build(self) -> None:
        entry = self.offer.entry
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(Elided(entry.name, kind="heading"), 1)
        if entry.recommended:
            top.addWidget(Words(self.tr("Recommended"), kind="badge-accent"))
        if entry.kind is Kind.BASE:
            top.addWidget(Words(self.tr("Base model"), kind="badge"))
        column.addLayout(top)
        window = self.tr("window {n} tokens").format(n=numbers.count(entry.window))
        column.addWidget(Words(f"{window} · {entry.license}", kind="secondary"))
        column.addWidget(Words("\n".join(entry.say_remarks()), wraps=True))
        controls = QWidget()
        flow = Flow()
        controls.setLayout(flow)
        for widget in (self.files, self.get, self.check, self.address, self.fit):
            flow.addWidget(widget)
        column.addWidget(controls)
        column.addWidget(self.numbers)
        column.addWidget(self.progress)
        self.progress.hide()

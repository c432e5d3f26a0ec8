"""The models screen: on this computer, and in the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yidesk.services.model_shelf import Elsewhere, LocalModel
from yidesk.services.offers import Group, Offer
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Words
from yidesk.ui.models.elsewhere_row import ElsewhereRow
from yidesk.ui.models.hub_search import HubSearch
from yidesk.ui.models.local_row import LocalRow
from yidesk.ui.models.offer_row import OfferRow
from yidesk.ui.page import Page, Section

Row = TypeVar("Row", bound=QWidget)


class ModelsScreen(Page):
    """Only widgets and their places; what happens is the presenter's."""

    import_wanted = Signal()
    elsewhere_wanted = Signal()
    mirrors_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Models"), parent)
        self.add = Button(self.tr("Import a file…"), self.import_wanted.emit, icon="plus")
        self.mirrors = Button(
            self.tr("Compare mirrors"), self.mirrors_wanted.emit, icon="pulse", kind="quiet"
        )
        self.mirrors.setToolTip(self.tr("Fetch a little from the hub and from each mirror"))
        self.header.addWidget(self.mirrors)
        self.header.addWidget(self.add)
        self.here = Section(
            self.tr("On this computer"),
            self.tr("Drop a GGUF file here, or import it. It is used where it lies."),
        )
        self.nothing = Words(self.tr("There is no model here yet."), kind="secondary", wraps=True)
        self._local = _rows(self.here)
        self.here.column.addWidget(self.nothing)
        self._elsewhere = _rows(self.here)
        self.look_elsewhere = Button(
            self.tr("Look for models of other programs"),
            self.elsewhere_wanted.emit,
            icon="search",
            kind="quiet",
        )
        self.here.column.addWidget(self.look_elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        self.groups = {
            Group.DOCUMENTS: Section(
                self.tr("For long documents"),
                self.tr("They hold up to 200,000 tokens, about 300 pages, at a time."),
            ),
            Group.CHAT: Section(
                self.tr("For conversation"),
                self.tr("They answer better, and hold less at a time."),
            ),
        }
        self._offers = {group: _rows(section) for group, section in self.groups.items()}
        self.hub = HubSearch()
        for section in (self.here, *self.groups.values(), self.hub):
            self.column.addWidget(section)
        self.column.addStretch(1)
        self.first = self.add

    @property
    def local_rows(self) -> list[LocalRow]:
        """The models that are here."""
        return _rows_of(self._local, LocalRow)

    @property
    def offer_rows(self) -> list[OfferRow]:
        """The models of the catalogue."""
        return [row for place in self._offers.values() for row in _rows_of(place, OfferRow)]

    def show_local(
        self, models: Sequence[LocalModel], chosen: Collection[Path | None]
    ) -> list[LocalRow]:
        """Show the models that are here, and which are in use; returns the rows that are new.

        A row of which nothing has changed stays, with what a person is being asked or was told on
        it; and so does one of a file with which something is under way.
        """
        before = {row.model.path: row for row in self.local_rows}
        here = {model.path: model for model in models}
        paths = [*here, *(path for path in before if path not in here)]
        rows = []
        for path in paths:
            model, row = here.get(path), before.get(path)
            if row is not None and row.stands(model, chosen=path in chosen):
                rows.append(row)
            elif model is not None:
                rows.append(LocalRow(model, chosen=path in chosen))
                if row is not None:
                    rows[-1].take_over(row)
        _arrange(self._local, rows)
        self.nothing.setVisible(not models)
        used = sum(model.size for model in models if not model.stays)
        title = self.tr("On this computer")
        self.here.title.setText(f"{title} · {numbers.disk(used)}" if used else title)
        return [row for row in rows if row not in before.values()]

    def show_elsewhere(self, found: Sequence[Elsewhere]) -> list[ElsewhereRow]:
        """Show what other programs have; returns the rows."""
        _clear(self._elsewhere)
        for each in found:
            self._elsewhere.addWidget(ElsewhereRow(each))
        return _rows_of(self._elsewhere, ElsewhereRow)

    def clear_offers(self) -> None:
        """Show nothing of the catalogue."""
        for place in self._offers.values():
            _clear(place)

    def add_offer(self, offer: Offer, begun: Collection[str]) -> OfferRow:
        """Show one more model; BEGUN: names of files that are here in part. Returns its row."""
        row = OfferRow(offer, begun)
        self._offers[offer.entry.group].addWidget(row)
        return row


def _rows_of(place: QVBoxLayout, kind: type[Row]) -> list[Row]:
    items = filter(None, (place.itemAt(index) for index in range(place.count())))
    widgets = [item.widget() for item in items]
    return [widget for widget in widgets if isinstance(widget, kind)]


def _rows(section: Section) -> QVBoxLayout:
    place = QVBoxLayout()
    place.setSpacing(8)
    section.column.addLayout(place)
    return place


def _arrange(place: QVBoxLayout, rows: Sequence[QWidget]) -> None:
    """ROWS and nothing else, in this order; one that is there already keeps the keyboard."""
    gone = [row for row in _rows_of(place, QWidget) if row not in rows]
    for row in gone:
        place.removeWidget(row)
        row.hide()
        row.deleteLater()
    for index, row in enumerate(rows):
        item = place.itemAt(index)
        if item is None or item.widget() is not row:
            place.removeWidget(row)
            place.insertWidget(index, row)


def _clear(place: QVBoxLayout) -> None:
    while (item := place.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

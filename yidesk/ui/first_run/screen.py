"""The first-run guide: what this computer has, which model fits it, and three ways to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from yidesk.services.computer import Hardware
from yidesk.services.offers import Offer
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Flow, Words
from yidesk.ui.facts import Fact, Facts
from yidesk.ui.models import fit
from yidesk.ui.models.progress import RowProgress
from yidesk.ui.page import Page, Section


class FirstRunScreen(Page):
    """Only widgets and their places."""

    import_wanted = Signal()
    models_wanted = Signal()
    get_wanted = Signal()
    mirrors_wanted = Signal()
    folder_wanted = Signal()
    demonstration_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Welcome"), parent)
        self.computer = Facts()
        self.proposal = Words(kind="heading", wraps=True)
        self.badge = Words(kind="badge")
        self.why = Words(kind="secondary", wraps=True)
        self.place = Words(kind="secondary", wraps=True)
        self.get = Button(
            self.tr("Download it"),
            self.get_wanted.emit,
            icon="download",
            kind="primary",
            tint="on_accent",
        )
        self.progress = RowProgress(self.tr("Pause"))
        self.see = Button(
            self.tr("See this and other models"), self.models_wanted.emit, icon="model"
        )
        self.mirrors = Button(
            self.tr("Compare mirrors"), self.mirrors_wanted.emit, icon="pulse", kind="quiet"
        )
        self.add = Button(self.tr("Import a model file…"), self.import_wanted.emit, icon="plus")
        self.demonstration = Button(
            self.tr("Try the demonstration model"), self.demonstration_wanted.emit, icon="play"
        )
        self.warning = Words(
            self.tr(
                "The demonstration model is very small: it shows how the program works, "
                "and its answers are often wrong."
            ),
            kind="secondary",
            wraps=True,
        )
        self._build()
        self.show_demonstration(is_here=False)  # until it was looked for: it would do nothing
        self.first = self.get

    def show_hardware(self, hardware: Hardware, folder: Path) -> None:
        """Say what this computer has."""
        facts: list[Fact] = [
            (self.tr("Graphics"), f"{gpu.description} · {numbers.memory(gpu.total_bytes)}")
            for gpu in hardware.gpus
        ]
        if not facts:
            facts.append(
                (self.tr("Graphics"), self.tr("none that helps; the processor does the work"))
            )
        of_memory = self.tr("{total}, {free} of it free")
        memory = hardware.memory
        facts.append(
            (
                self.tr("Memory"),
                of_memory.format(
                    total=numbers.memory(memory.total_bytes), free=numbers.memory(memory.free_bytes)
                ),
            )
        )
        facts.append(
            (
                self.tr("Disk"),
                of_memory.format(
                    total=numbers.disk(hardware.disk_total), free=numbers.disk(hardware.disk_free)
                ),
            )
        )
        self.computer.show_facts(facts)
        self.place.setText(self.tr("Models are kept in {folder}").format(folder=folder))

    def show_proposal(self, offer: Offer | None, disk_free: int) -> None:
        """Say which model fits."""
        best = offer.best if offer else None
        if offer is None or best is None:
            self.proposal.setText(
                self.tr("None of the Yi models fits into this computer's memory.")
            )
            self.why.setText(
                self.tr("Close other programs and look again, or import a smaller one.")
            )
            self.badge.hide()
            self.get.hide()
            return
        size = numbers.disk(best.variant.bytes)
        self.proposal.setText(f"{offer.entry.name} · {best.variant.quantization} · {size}")
        self.badge.setText(fit.badge(best))
        self.badge.dress(fit.KINDS[best.fit])
        self.badge.show()
        self.get.setVisible(not self.progress.isVisible())
        lines = [fit.sentence(best), *offer.entry.say_remarks()[:1]]
        if best.variant.bytes > disk_free:
            lines.insert(0, self.tr("There is not enough room on the disk for it."))
        self.why.setText("\n".join(lines))

    def show_busy(self, *, busy: bool, paused: bool = False) -> None:
        """The proposed model is being downloaded."""
        self.progress.setVisible(busy)
        self.get.setVisible(not busy)
        self.get.setText(self.tr("Resume") if paused else self.tr("Download it"))

    def show_demonstration(self, *, is_here: bool) -> None:
        """Whether the demonstration model can be tried."""
        self.demonstration.setVisible(is_here)
        self.warning.setVisible(is_here)

    def _build(self) -> None:
        self.column.addWidget(
            Words(self.tr("Let us find a model for this computer"), kind="title", wraps=True)
        )
        self.column.addWidget(
            Words(
                self.tr(
                    "A model is the part that reads and answers. It runs here: "
                    "your documents and questions stay on this computer."
                ),
                kind="secondary",
                wraps=True,
            )
        )
        here = Section(self.tr("What this computer has"))
        here.column.addWidget(self.computer)
        self.column.addWidget(here)
        fits = Section(self.tr("What fits"))
        fits.column.addWidget(self._make_card())
        fits.column.addWidget(self.place)
        self.column.addWidget(fits)
        other = Section(self.tr("Or begin in another way"))
        ways = QWidget()
        flow = Flow()
        ways.setLayout(flow)
        folder = Button(
            self.tr("Open the folder of models"), self.folder_wanted.emit, icon="folder"
        )
        for button in (self.demonstration, self.add, folder):
            flow.addWidget(button)
        other.column.addWidget(ways)
        other.column.addWidget(self.warning)
        self.column.addWidget(other)
        self.column.addStretch(1)

    def _make_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        self.proposal.setText(self.tr("Looking…"))
        buttons = QWidget()
        flow = Flow()
        buttons.setLayout(flow)
        for button in (self.get, self.see, self.mirrors):
            flow.addWidget(button)
        for widget in (self.proposal, self.badge, self.why, self.progress, buttons):
            column.addWidget(widget, 0)
        column.setAlignment(self.badge, Qt.AlignmentFlag.AlignLeft)
        self.badge.hide()
        self.get.hide()
        self.progress.hide()
        return card

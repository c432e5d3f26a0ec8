"""The diagnostics screen. Nothing here leaves the computer unless a person copies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from yidesk.core import words
from yidesk.core.memory import Device
from yidesk.core.types import EngineInfo
from yidesk.services.connections import Connection
from yidesk.services.diagnostics import Crash, State
from yidesk.ui import fonts, numbers
from yidesk.ui.controls import Button, Words
from yidesk.ui.facts import Fact, Facts
from yidesk.ui.page import Page, Section

LOG_HEIGHT = 220


class DiagnosticsScreen(Page):
    """Versions, devices, engine, connections, logs, crashes."""

    copy_wanted = Signal()
    logs_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Diagnostics"), parent)
        self.copy = Button(self.tr("Copy report"), self.copy_wanted.emit, icon="copy")
        self.refresh = Button(
            self.tr("Look again"), self.refresh_wanted.emit, icon="retry", kind="icon"
        )
        self.header.addWidget(self.refresh)
        self.header.addWidget(self.copy)
        self.engine, self.devices, self.versions = Facts(), Facts(), Facts()
        self.connections, self.crashes = Facts(), Facts()
        self.offline = Words(kind="secondary", wraps=True)
        self.nothing_connected = Words(self.tr("No connection was made."))
        self.no_crash = Words(self.tr("None."))
        self.log = self._make_log()
        self._build()
        self.first = self.refresh  # the report is not there at once

    def show_state(self, state: State, *, offline: bool) -> None:
        """Show what was found."""
        self.copy.setEnabled(True)
        self.engine.show_facts(self._engine_facts(state.engine))
        self.devices.show_facts(self._device_facts(state.devices))
        named = ((words.say(name), version) for name, version in state.versions)
        self.versions.show_facts(tuple(named))
        self.connections.show_facts(_connection_facts(state.connections))
        self.nothing_connected.setVisible(not state.connections)
        self.offline.setText(
            self.tr("The network is switched off: no connection can be made.")
            if offline
            else self.tr("Connections are made only when you press a button that says so.")
        )
        self.crashes.show_facts(_crash_facts(state.crashes))
        self.no_crash.setVisible(not state.crashes)
        self.log.setPlainText(state.engine_log)
        self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())

    def _build(self) -> None:
        self.copy.setEnabled(False)
        self.column.addWidget(
            Words(
                self.tr(
                    "The report holds versions, devices and the engine's log. "
                    "It holds nothing that you wrote, and no names of documents."
                ),
                kind="secondary",
                wraps=True,
            )
        )
        self._add(self.tr("Engine"), self.engine)
        self._add(self.tr("This computer"), self.devices)
        self._add(self.tr("Versions"), self.versions)
        self._add(self.tr("Connections"), self.offline, self.nothing_connected, self.connections)
        self._add(self.tr("Crash reports"), self.no_crash, self.crashes)
        folder = Button(self.tr("Open the folder of logs"), self.logs_wanted.emit, icon="folder")
        section = self._add(self.tr("Log of the engine"), self.log)
        section.column.addWidget(folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def _add(self, title: str, *widgets: QWidget) -> Section:
        section = Section(title)
        for widget in widgets:
            section.column.addWidget(widget)
        self.column.addWidget(section)
        return section

    def _make_log(self) -> QPlainTextEdit:
        log = QPlainTextEdit()
        log.setProperty("kind", "log")
        log.setReadOnly(True)
        log.setTabChangesFocus(True)
        log.setFont(fonts.code())
        log.setFixedHeight(LOG_HEIGHT)
        log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        log.setAccessibleName(self.tr("Log of the engine"))
        return log

    def _engine_facts(self, info: EngineInfo | None) -> Iterator[Fact]:
        if info is None:
            yield self.tr("Model"), self.tr("No model is loaded.")
            return
        yield self.tr("Model"), " · ".join((info.model, info.architecture, info.quantization))
        if info.plan is not None:
            yield (
                self.tr("Plan"),
                words.say(". ").join(
                    words.say(each.template, **each.values).rstrip(".。")
                    for each in info.plan.sentences
                ),
            )
        yield self.tr("Runs on"), words.listed(info.devices)
        yield (
            self.tr("Window"),
            self.tr("{used} of {trained} tokens").format(
                used=numbers.count(info.context), trained=numbers.count(info.trained_context)
            ),
        )
        yield self.tr("KV memory"), info.kv_type
        yield self.tr("Threads"), numbers.count(info.threads)
        yield self.tr("Chat format"), info.chat_format
        for note in info.notes:
            yield self.tr("Note"), words.say(note)

    def _device_facts(self, devices: Sequence[Device]) -> Iterable[Fact]:
        for device in devices:
            text = self.tr("{free} of {total} free").format(
                free=numbers.memory(device.free_bytes), total=numbers.memory(device.total_bytes)
            )
            name = device.description if device.is_gpu else self.tr("Main memory")
            yield name, text


def _connection_facts(connections: Sequence[Connection]) -> Iterable[Fact]:
    return [
        (_moment(QDateTime.fromString(each.when, Qt.DateFormat.ISODate)), each.host)
        for each in reversed(connections)
    ]


def _crash_facts(crashes: Sequence[Crash]) -> Iterable[Fact]:
    return [
        (each.path.name, _moment(QDateTime.fromSecsSinceEpoch(int(each.when.timestamp()))))
        for each in crashes
    ]


def _moment(when: QDateTime) -> str:
    return QLocale().toString(when.toLocalTime(), QLocale.FormatType.ShortFormat)

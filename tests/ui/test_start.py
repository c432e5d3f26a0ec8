"""A start: the window can be written in before anything stands behind it, and loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from tests.conftest import ROOT
from tests.ui.conftest import ScriptedModels
from yidesk.core.paths import DataPaths
from yidesk.store.store import Store
from yidesk.ui.app import Opening
from yidesk.ui.instance import Call, Instance
from yidesk.ui.parts import Parts

WAIT_MS = 60_000
FIRST_FRAME = {"yidesk.ui", "yidesk.core", "yidesk.store.listing", "yidesk.store.snippet"}
"""What the module that opens the window may load; and the packages these stand in."""
LATER = (
    "yidesk.ui.markdown", "yidesk.ui.document", "yidesk.ui.behind", "yidesk.ui.parts",
    "yidesk.core.types",
)  # fmt: skip
HEAVY = {
    "numpy", "sqlite3", "msgspec", "multiprocessing", "huggingface_hub", "pygments", "ziamath",
    "ssl", "asyncio", "subprocess", "PySide6.QtNetwork", "PySide6.QtDBus",
}  # fmt: skip


def test_the_first_frame_loads_only_what_is_seen():
    code = "import yidesk.ui.app, sys, json; print(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert loaded & HEAVY == set()
    ours = {name for name in loaded if name.startswith("yidesk.")}
    allowed = {name for name in ours if _is_allowed(name)}
    assert ours == allowed
    assert len(allowed) > 40  # it is the whole window


def _is_allowed(name: str) -> bool:
    if name.startswith(LATER):
        return False
    return name == "yidesk.store" or any(
        name == each or name.startswith(f"{each}.") for each in FIRST_FRAME
    )


@pytest.fixture
def opening(qapp, tmp_path):
    """A window at its start, of which nothing is built before `go` is set."""
    paths = DataPaths(tmp_path / "data").make()
    go, begun = threading.Event(), threading.Event()
    script = tmp_path / "scripted.json"
    script.write_text(json.dumps({"name": "Scripted", "context": 4096, "answers": ["Yes."]}))

    def build() -> Parts:
        begun.set()
        assert go.wait(WAIT_MS / 1000)
        parts = Parts.build(paths, role="scripted", models=ScriptedModels(paths))
        parts.services.preferences.start_with(script)
        return parts

    instance = Instance(paths)
    assert instance.claim()
    opening = Opening(qapp, paths, instance, Call())

    def stay(during) -> int:
        QTimer.singleShot(0, during)
        return opening.stay(build)

    opening.run, opening.go, opening.begun = stay, go, begun
    yield opening
    instance.release()


def when(condition, then) -> None:
    """Do THEN as soon as CONDITION holds."""
    if condition():
        then()
    else:
        QTimer.singleShot(5, lambda: when(condition, then))


def test_what_is_asked_before_anything_works_is_answered(opening, qtbot):
    window = opening._window
    field = window.screen_.composer.field
    seen = {}

    def write() -> None:
        assert not window.is_joined
        qtbot.keyClicks(QApplication.focusWidget(), "Is it yes?")
        qtbot.keyClick(field, "\r")
        seen["early"] = field.toPlainText()
        opening.go.set()
        when(answered, window.close)

    def answered() -> bool:
        turns = window.is_joined and window.screen_.transcript.entries
        return bool(turns) and len(turns) == 2 and not window.presenter.running

    assert opening.run(lambda: when(lambda: QApplication.focusWidget() is field, write)) == 0
    assert seen["early"] == "Is it yes?"
    store = Store(DataPaths(opening._paths.root).database)
    [chat] = store.chats.search()
    assert [turn.text for turn in store.chats.turns(chat.id)] == ["Is it yes?", "Yes."]
    store.close()


def test_what_is_only_written_stays_in_the_field(opening, qtbot):
    window = opening._window
    field = window.screen_.composer.field
    seen = []

    def write() -> None:
        qtbot.keyClicks(field, "not yet")
        opening.go.set()
        when(lambda: window.is_joined, lambda: (seen.append(field.toPlainText()), window.close()))

    opening.run(lambda: when(window.isActiveWindow, write))
    assert seen == ["not yet"]


def test_a_window_closed_before_it_works_ends_what_was_built(opening):
    def leave() -> None:
        opening._window.close()
        opening.go.set()

    assert opening.run(lambda: when(opening.begun.is_set, leave)) == 0
    assert [each.name for each in threading.enumerate() if each.name.startswith("ui-")] == []
    assert opening._parts is not None
    assert not opening._window.is_joined


def test_a_file_that_the_system_opens_at_the_start_comes_into_the_chat(opening, lease):
    window = opening._window
    names = []

    def send() -> None:
        QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(lease)))
        opening.go.set()
        when(
            lambda: window.is_joined and window.screen_.chips.chips,
            lambda: (
                names.extend(each.name for each in window.screen_.chips.chips),
                window.close(),
            ),
        )

    opening.run(send)
    assert names == [lease.name]

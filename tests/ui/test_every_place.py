"""Every place of the program, in both languages, the four themes and at four scales.

Named, reached by the keyboard in the order in which one reads, with the keyboard seen; no text cut
off, nothing over anything else, in a window of the usual size and in the smallest. A scale can be
had only from the start of a process, so at other scales than 1 a test starts itself again.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

import yidesk.ui
from tests.conftest import ROOT
from tests.ui import layout
from tests.ui.seen import Keyboard, tree_faults
from tests.ui.simulated import SimulatedProbe
from tests.ui.tour import ANSWER, SUGGESTED, Tour, walk_through
from yidesk.ui.language import install
from yidesk.ui.settings.editors import Chooser
from yidesk.ui.theme import Theme

SCALE = "QT_SCALE_FACTOR"
LOOKS = [
    ("en", "light", 1.0),
    ("zh_CN", "dark", 1.0),
    ("en", "strong light", 1.25),
    ("zh_CN", "strong dark", 1.5),
    ("zh_CN", "light", 2.0),
]
USUAL = (1280, 860)
LAID_OUT_MS = 4_000
"""Within this time a slow machine has laid out everything."""


@pytest.fixture
def tour(open_desk, tmp_path, qapp, look):
    """A window that speaks the language and wears the theme of LOOK."""
    language, theme, _scale = look
    install(qapp, language)
    dress = qapp.findChild(Theme)
    dress.want_contrast("strong" in theme)
    dress.wear(Qt.ColorScheme.Dark if "dark" in theme else Qt.ColorScheme.Light)
    desk = open_desk(ANSWER, asides=SUGGESTED)
    desk.parts.services.computer.probe = SimulatedProbe(gpu=8)
    desk.window.resize(*USUAL)
    yield Tour(desk, tmp_path)
    dress.want_contrast(False)
    install(qapp, "en")
    install(qapp, "en")


def classes() -> set[type[QWidget]]:
    """Every widget that the program has of its own."""
    for module in pkgutil.walk_packages(yidesk.ui.__path__, "yidesk.ui."):
        importlib.import_module(module.name)
    found: list[type[QWidget]] = [QWidget]
    for each in found:
        found.extend(kind for kind in each.__subclasses__() if kind not in found)
    return {kind for kind in found if kind.__module__.startswith("yidesk.ui.")}


def shown_in(widget: QWidget) -> set[type]:
    """What is visible in a place, and what that is built upon."""
    parts = (each for each in (widget, *widget.findChildren(QWidget)) if each.isVisible())
    return {base for each in parts for base in type(each).__mro__}


def lasting_faults(tour: Tour, widget: QWidget) -> list[str]:
    """What is wrong with the layout once Qt has done with it: it is asked again as events pass."""
    try:
        tour.desk.qtbot.waitUntil(lambda: not layout.faults(widget), timeout=LAID_OUT_MS)
    except tour.desk.qtbot.TimeoutError:
        return layout.faults(widget)
    return []


def layout_faults(tour: Tour, widget: QWidget) -> list[str]:
    """What is wrong at the usual size; of the window also at its smallest."""
    found = lasting_faults(tour, widget)
    if widget is tour.window:
        smallest = widget.minimumSize()
        widget.resize(smallest)
        tour.settle()
        found += [f"in the smallest window {fault}" for fault in lasting_faults(tour, widget)]
        if widget.size() != smallest:
            found.append(f"the smallest window is {widget.size()}")
        widget.resize(*USUAL)
        tour.settle()
    return found


def look_around(tour: Tour) -> dict[str, list[str]]:
    """Go through all places; what is wrong in which."""
    faults, met, keyboards = {}, set(), {}
    for name, widget in walk_through(tour):
        met |= shown_in(widget)
        wrong = tree_faults(widget)
        if not isinstance(widget, QMenu):
            top = widget.window()
            wrong += keyboards.setdefault(id(top), Keyboard(top)).go_round()
        wrong += layout_faults(tour, widget)
        if wrong:
            faults.setdefault(name, []).extend(wrong)
    if forgotten := classes() - met:
        faults["the tour"] = [f"does not come by {kind.__qualname__}" for kind in forgotten]
    return faults


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_every_place_can_be_seen_heard_and_reached(look, request):
    scale = look[2]
    if float(os.environ.get(SCALE, "1")) == scale:
        assert look_around(request.getfixturevalue("tour")) == {}
        return
    node = request.node.nodeid.split("::")[-1]
    again = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{__file__}::{node}"],
        cwd=ROOT,
        env={**os.environ, SCALE: str(scale)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert again.returncode == 0, again.stdout


@pytest.fixture
def card(qtbot):
    """A small window in which everything is right."""
    made = QWidget()
    made.setFixedSize(300, 200)
    column = QVBoxLayout(made)
    for part in (QLabel("Who pays?"), QLineEdit(), QPushButton("First"), QPushButton("Second")):
        part.setAccessibleName(part.text() if not isinstance(part, QLineEdit) else "Question")
        column.addWidget(part)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def looked_at(card: QWidget) -> str:
    return " ".join((*tree_faults(card), *Keyboard(card).go_round(), *layout.faults(card)))


def test_what_is_right_is_left_alone(card):
    assert looked_at(card) == ""


@pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="a chooser's own name is told there"
)
def test_a_chooser_is_told_by_its_name_and_not_by_what_is_chosen(card, qtbot):
    chooser = Chooser()
    chooser.addItem("Last added first")
    card.layout().addWidget(chooser)
    qtbot.waitUntil(chooser.isVisible)
    assert tree_faults(card) == ["called by what is chosen: Chooser ''"]
    chooser.call("Sorted by")
    assert tree_faults(card) == []


def test_what_is_wrong_is_seen(card, qtbot):
    label = card.findChild(QLabel)
    field = card.findChild(QLineEdit)
    first, second = card.findChildren(QPushButton)
    field.setAccessibleName("")
    assert "without a name: EditableText" in looked_at(card)
    QWidget.setTabOrder(second, first)
    assert "back from QPushButton 'Second' to QPushButton 'First'" in looked_at(card)
    first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert "only for the mouse: Button QPushButton 'First'" in looked_at(card)
    second.setStyleSheet("QPushButton, QPushButton:focus { border: 1px solid gray; padding: 0; }")
    assert "the keyboard is not seen (0): QPushButton 'Second'" in looked_at(card)
    label.setFixedWidth(20)
    assert "cut off: QLabel 'Who pays?'" in looked_at(card)
    second.setFixedWidth(800)
    qtbot.waitUntil(lambda: second.width() == 800)
    assert "outside: QPushButton 'Second'" in looked_at(card)
    card.layout().removeWidget(first)
    first.setGeometry(field.geometry())
    assert "over each other" in looked_at(card)

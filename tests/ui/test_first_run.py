"""The first-run guide: what is here, what fits, and three ways on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.catalog.loopback_hub import LoopbackHub
from tests.models.gguf_writer import YI_6B, sparse, yi
from tests.models.vocabulary import yi_like
from tests.ui.simulated import SimulatedProbe
from yidesk.catalog import catalog
from yidesk.services.models import ModelFile, Models
from yidesk.ui.first_run.screen import FirstRunScreen
from yidesk.ui.screens import Screen

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def demonstration(tmp_path, monkeypatch):
    """Where the demonstration model is, once a test has put it there."""
    path = tmp_path / "small.gguf"

    def look(_models):
        return ModelFile(path, path.stem, path.stat().st_size) if path.is_file() else None

    monkeypatch.setattr(Models, "demonstration", look)
    return path


@pytest.fixture
def guide(open_desk, demonstration):
    def make(**memory):
        desk = open_desk("Yes.")
        desk.parts.services.computer.probe = SimulatedProbe(**memory)
        desk.window.navigation.open(Screen.FIRST_RUN)
        screen = desk.window.screens.currentWidget()
        desk.wait(lambda: screen.computer.text)
        return desk, screen

    return make


def test_it_says_what_is_here_and_proposes_what_fits(guide):
    desk, screen = guide(gpu=24)
    assert "GeForce RTX 4090 · 24.0 GB" in screen.computer.text
    assert screen.proposal.text().startswith("Faro-Yi-9B · ")
    assert screen.badge.text().startswith("Fits on the GPU")
    assert str(desk.parts.services.paths.models) in screen.place.text()
    assert not screen.demonstration.isVisible()
    assert not screen.warning.isVisible(), "a warning about what is not offered"
    desk.qtbot.mouseClick(screen.see, LEFT)
    assert desk.window.screens.current is Screen.MODELS


def test_a_small_computer_is_told_so(guide):
    _desk, screen = guide(main=2)
    assert "none that helps" in screen.computer.text
    assert "None of the Yi models fits" in screen.proposal.text()
    assert not screen.badge.isVisible()


def test_the_demonstration_model_can_be_tried_at_once(guide, demonstration):
    sparse(demonstration, YI_6B)
    desk, screen = guide(main=8)
    assert screen.demonstration.isVisible()
    desk.qtbot.mouseClick(screen.demonstration, LEFT)
    desk.wait(lambda: desk.window.screens.current is Screen.CHAT)
    assert desk.parts.services.preferences.model == demonstration


def test_it_opens_by_itself_when_there_is_no_model(open_desk, demonstration):
    desk = open_desk(model=False)
    desk.wait(lambda: desk.window.screens.current is Screen.FIRST_RUN)


def test_the_proposed_model_is_downloaded_and_answers(guide, tmp_path, monkeypatch):
    desk, screen = guide(gpu=24)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_HOME", "")  # set by the program; so it is put back afterwards
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    name, quantization, _size = screen.proposal.text().split(" · ")
    entry = next(each for each in catalog.load().models if each.name == name)
    file = entry.variant(quantization).file
    content = yi(vocabulary=yi_like(8_000)).write(tmp_path / "any.gguf").read_bytes()
    with LoopbackHub({file: content}, repository=entry.repository) as hub:
        desk.parts.services.preferences.change("mirror", hub.url)
        desk.qtbot.mouseClick(screen.get, LEFT)
        desk.wait(lambda: desk.parts.services.preferences.model.name == file)
    place = desk.parts.services.preferences.model
    assert place.read_bytes() == content
    desk.wait(lambda: desk.window.screens.current is Screen.CHAT)


def test_what_was_not_looked_for_yet_is_not_offered(qtbot):
    screen = FirstRunScreen()
    qtbot.addWidget(screen)
    screen.show()
    assert not screen.demonstration.isVisible()
    assert not screen.warning.isVisible()
    assert screen.add.isVisible()

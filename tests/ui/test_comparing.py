"""Vectors are made in the background; a person sees how far that is, stops it and lets it go on."""

from __future__ import annotations

import json
import threading

import pytest
from PySide6.QtCore import Qt

from tests.ui.test_library import choose, library
from yidesk.core.errors import ModelError
from yidesk.core.types import Meaning, Mode
from yidesk.ui.chat.evidence import coverage_line
from yidesk.ui.controls import Button

LEFT = Qt.MouseButton.LeftButton
PAGES = 40


@pytest.fixture
def desk(open_desk):
    return open_desk("It may not.")


@pytest.fixture
def embedding(tmp_path):
    path = tmp_path / "embedding.json"
    path.write_text(json.dumps({"vectors": {"hound": [1, 0], "dog": [1, 0], "rain": [0, 1]}}))
    return path


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.txt"
    path.write_text("\f".join(f"Page {n} is about a dog." for n in range(1, PAGES + 1)))
    return path


def compare_by(desk, path) -> None:
    desk.parts.services.preferences.change("embedding_model", path and str(path))


def bring(desk, book) -> str:
    desk.window.presenter.desk.add([book])
    desk.wait(lambda: desk.window.presenter.desk.documents)
    (document,) = desk.window.presenter.desk.documents
    return document.fingerprint


def are_made(desk, mark) -> bool:
    return mark in desk.parts.store.vectors.sizes() and not desk.parts.chats.meaning.undone()


@pytest.mark.parametrize("model_first", [True, False])
def test_they_are_made_whatever_comes_first(desk, embedding, book, model_first):
    if model_first:
        compare_by(desk, embedding)
    mark = bring(desk, book)
    if not model_first:
        compare_by(desk, embedding)
    desk.wait(lambda: are_made(desk, mark))
    screen = library(desk)
    choose(desk, screen, "book.txt")
    desk.wait(lambda: "search by meaning" in screen.details.facts.text())
    desk.wait(lambda: not screen.comparing.isVisible())


def test_an_answer_says_that_meaning_was_compared(desk, embedding, book):
    compare_by(desk, embedding)
    mark = bring(desk, book)
    desk.wait(lambda: are_made(desk, mark))
    desk.screen.mode.choose(Mode.SEARCH)
    desk.ask("Is a hound in it?")
    turn = desk.parts.chats.turns(desk.window.presenter.chat)[-1]
    assert turn.report.coverage[0].meaning is Meaning.USED
    assert "found by words and by meaning" in coverage_line(turn.report)


@pytest.fixture
def gate(desk, monkeypatch):
    """Lets the engine make vectors while it is open."""
    gate = threading.Event()
    embed = desk.parts.engine.embed

    def guarded(*arguments, **options):
        gate.wait()
        return embed(*arguments, **options)

    monkeypatch.setattr(desk.parts.engine, "embed", guarded)
    yield gate
    gate.set()


def test_it_is_stopped_and_goes_on(desk, embedding, book, gate):
    mark = bring(desk, book)
    compare_by(desk, embedding)
    screen = library(desk)
    bar = screen.comparing
    desk.wait(bar.isVisible)
    assert "passage 0 of 40" in bar.words.text()
    assert bar.stop.text() == "Stop"
    desk.qtbot.mouseClick(bar.stop, LEFT)
    desk.wait(lambda: "stopped" in bar.words.text())
    gate.set()
    desk.wait(lambda: not desk.window.navigation.comparison.is_working)
    assert not are_made(desk, mark)
    assert bar.stop.text() == "Go on"
    desk.qtbot.mouseClick(bar.stop, LEFT)
    desk.wait(lambda: are_made(desk, mark))
    desk.wait(lambda: not bar.isVisible())


def test_a_model_that_is_taken_away_ends_it(desk, embedding, book, gate):
    bring(desk, book)
    compare_by(desk, embedding)
    bar = library(desk).comparing
    desk.wait(bar.isVisible)
    compare_by(desk, None)
    desk.wait(lambda: not bar.isVisible())
    gate.set()
    desk.wait(lambda: not desk.window.navigation.comparison.is_working)
    assert desk.parts.store.vectors.sizes() == {}


def test_what_fails_is_said_once(desk, embedding, book, monkeypatch):
    def fails(*_arguments, **_options):
        raise ModelError("The embedding model is broken.", code="embedding_failed")

    monkeypatch.setattr(desk.parts.engine, "embed", fails)
    bring(desk, book)
    compare_by(desk, embedding)
    desk.wait(lambda: any("embedding model is broken" in text for text in desk.notices))
    desk.wait(lambda: not desk.window.navigation.comparison.is_working)


def test_the_chip_shows_it_and_stops_it(desk, embedding, book, gate):
    mark = bring(desk, book)
    compare_by(desk, embedding)
    chip = desk.screen.chips.chip_of(mark)
    button = chip.findChild(Button, "pause")
    desk.wait(lambda: "for the search by meaning: 0 %" in chip.state)
    assert chip.state.startswith("40 pages")
    assert "search by meaning: 0 %" in chip.accessibleName()
    assert button.accessibleName() == "Stop preparing the search by meaning; it can go on later"
    desk.qtbot.mouseClick(button, LEFT)
    desk.wait(lambda: "search by meaning: 0 %, stopped" in chip.state)
    gate.set()
    desk.wait(lambda: not desk.window.navigation.comparison.is_working)
    assert not are_made(desk, mark)
    assert button.accessibleName() == "Go on preparing the search by meaning"
    desk.qtbot.mouseClick(button, LEFT)
    desk.wait(lambda: are_made(desk, mark))
    desk.wait(lambda: "meaning" not in chip.state and not button.isVisible())


def test_removal_says_what_goes_of_the_search_by_meaning(desk, embedding, book):
    mark = bring(desk, book)
    compare_by(desk, embedding)
    desk.wait(lambda: are_made(desk, mark))
    screen = library(desk)
    choose(desk, screen, "book.txt")
    desk.wait(lambda: "search by meaning" in screen.details.facts.text())
    desk.qtbot.mouseClick(screen.details.remove, LEFT)
    assert "What was made for the search by meaning goes too: 1 MB." in (
        screen.details.question.words.text()
    )
    size = desk.parts.store.vectors.sizes()[mark]
    assert desk.parts.services.library.remove(mark) == size > 0
    assert desk.parts.store.vectors.sizes() == {}

"""A protected PDF, made by qpdf: the password is asked for in place, wrong ones again."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.conftest import ROOT
from yidesk.ui.notices import PasswordNotice


@pytest.fixture
def protected(tmp_path):
    path = tmp_path / "protected.pdf"
    shutil.copy(ROOT / "tests" / "reader" / "files" / "encrypted.pdf", path)
    return path


def prompts(desk) -> list[PasswordNotice]:
    return [each for each in desk.screen.notices.shown if isinstance(each, PasswordNotice)]


def answer(desk, password: str) -> None:
    [prompt] = prompts(desk)
    desk.wait(prompt.field.hasFocus)
    assert prompt.field.echoMode() is QLineEdit.EchoMode.Password
    desk.qtbot.keyClicks(prompt.field, password)
    desk.qtbot.keyClick(prompt.field, Qt.Key.Key_Return)


def test_a_protected_document_asks_until_the_password_is_right(open_desk, protected):
    desk = open_desk("The lamp [p. 1].")
    desk.window.presenter.desk.add([protected])
    desk.wait(lambda: prompts(desk))
    [first] = prompts(desk)
    assert "protected.pdf" in first.text
    answer(desk, "guessed")
    desk.wait(lambda: prompts(desk) and prompts(desk)[0] is not first)
    assert desk.screen.chips.chips == []
    answer(desk, "opensesame")
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    assert prompts(desk) == []
    desk.ask("What is it about?")
    [document] = desk.parts.chats.documents(desk.window.presenter.chat)
    assert len(document.pages[0].text) > 100
    assert "Read" in desk.answers[0]._coverage.text()


def test_without_a_password_the_chat_goes_on(open_desk, protected):
    desk = open_desk("Fine.")
    desk.window.presenter.desk.add([protected])
    desk.wait(lambda: prompts(desk))
    prompts(desk)[0].close_notice()
    desk.ask("Anything else?")
    assert desk.answers[0].view.source == "Fine."


def test_escape_leaves_the_password_and_stops_nothing(open_desk, protected):
    desk = open_desk("a b <wait>")
    desk.screen.composer.field.setFocus()
    desk.type("Long one")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "b" in desk.answers[0].view.source)
    desk.window.presenter.desk.add([protected])
    desk.wait(lambda: prompts(desk))
    [prompt] = prompts(desk)
    desk.wait(prompt.field.hasFocus)
    desk.qtbot.keyClicks(prompt.field, "gue")
    desk.qtbot.keyClick(prompt.field, Qt.Key.Key_Escape)
    assert prompts(desk) == []
    assert desk.window.presenter.running
    assert desk.screen.composer.field.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    desk.wait(desk.is_answered)


def test_a_question_that_waits_is_not_asked_without_the_protected_document(open_desk, protected):
    desk = open_desk("Fine.")
    desk.window.presenter.desk.add([protected])
    desk.type("What does it say?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: prompts(desk))
    assert desk.answers == []
    answer(desk, "opensesame")
    desk.wait(lambda: desk.screen.chips.chips and desk.screen.chips.chips[0].is_read)
    assert desk.screen.composer.field.toPlainText() == "What does it say?"


def test_its_pages_are_drawn_too(open_desk, protected):
    desk = open_desk("The lamp [p. 1].")
    desk.window.presenter.desk.add([protected])
    desk.wait(lambda: prompts(desk))
    answer(desk, "opensesame")
    desk.wait(lambda: bool(desk.window.presenter.desk.documents))
    sheet = desk.window.sheet
    sheet.open_page(desk.window.presenter.desk.documents[0], 1)
    desk.window.panes.arrange()
    desk.wait(lambda: sheet.picture.is_drawn)
    assert desk.notices == []

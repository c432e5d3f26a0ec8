"""Between choosing a chat and seeing it, what is done belongs to the chat that was chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def desk(open_desk):
    return open_desk("one", "two", "three")


@pytest.fixture
def asked(desk):
    """Two chats of one question each; the second is on the screen."""
    desk.ask("first?")
    first = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    desk.ask("second?")
    return first, desk.window.presenter.chat


def test_a_question_and_a_file_go_to_the_chat_that_was_chosen(desk, asked, lease):
    first, second = asked
    presenter, chats = desk.window.presenter, desk.parts.chats
    presenter.open_chat(first)
    presenter.desk.add([lease])
    desk.type("third?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: len(chats.turns(first)) == 4 and desk.is_answered())
    assert [turn.text for turn in chats.turns(first)][2:] == ["third?", "three"]
    assert [each.name for each in chats.documents(first)] == [lease.name]
    assert len(chats.turns(second)) == 2
    assert not chats.documents(second)
    assert len(desk.screen.transcript.entries) == 4


def test_what_was_begun_for_a_chat_that_was_left_again_is_not_done_elsewhere(desk, asked, lease):
    first, second = asked
    presenter, chats = desk.window.presenter, desk.parts.chats
    presenter.open_chat(first)
    presenter.desk.add([lease])
    with desk.qtbot.waitSignal(presenter.shown):
        presenter.open_chat(second)
    assert not chats.documents(second)
    assert not presenter.desk.is_opening

"""What a screen reader is told of an answer while it is written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

ANSWER = "The first paragraph.\n\n- an item\n- another\n\nAfter *it*.\n\nThe end <wait>"
POLITE = QAccessible.AnnouncementPoliteness.Polite


@pytest.fixture
def heard(monkeypatch):
    """What Qt is asked to have said."""
    told = []
    real = QAccessible.updateAccessibility

    def listen(event) -> None:
        if event.type() == QAccessible.Event.Announcement:
            assert event.politeness() == POLITE
            told.append(event.message())
        real(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return told


def ask(desk):
    desk.type("Who pays?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "The end" in desk.answers[0].view.source)
    desk.answers[0].view.flush()
    return desk.answers[0]


def stop(desk) -> None:
    desk.press(Qt.Key.Key_Escape)
    desk.wait(desk.is_answered)


def test_paragraphs_are_said_when_they_are_finished_and_each_of_them_once(open_desk, heard):
    desk = open_desk(ANSWER)
    ask(desk)
    before = "The first paragraph.\n\nan item\nanother"
    desk.wait(lambda: "\n\n".join(heard) == before)
    stop(desk)  # the last line had not ended, and could still have gone on with the one before
    assert "\n\n".join(heard) == f"{before}\n\nAfter it.\n\nThe end"


def test_nothing_is_said_while_the_person_types(open_desk, heard):
    desk = open_desk(ANSWER)
    view = ask(desk).view
    desk.wait(lambda: heard)
    desk.wait(lambda: not desk.window.presenter.read_out._soon.isActive())
    heard.clear()
    desk.type("And")
    view.append("\n\nMore.\n\nStill more")
    view.flush()
    desk.wait(lambda: not desk.window.presenter.read_out._soon.isActive())
    assert heard == []
    view.append("\n\nOpen")
    view.flush()
    desk.wait(lambda: heard)
    assert heard == ["After it.\n\nThe end\n\nMore."]
    stop(desk)


def test_it_can_be_switched_off_and_is_said_when_it_is_whole(open_desk, heard):
    desk = open_desk(ANSWER)
    desk.parts.services.preferences.change("read_out", False)
    ask(desk)
    assert heard == []
    stop(desk)
    assert heard == ["The first paragraph.\n\nan item\nanother\n\nAfter it.\n\nThe end"]


@pytest.fixture
def listened(qapp):
    """A screen reader is there."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def settle(desk, view) -> None:
    view.flush()
    desk.wait(lambda: not desk.window.presenter.read_out._soon.isActive())


def ask_until(desk, words: str):
    desk.type("Who pays?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and words in desk.answers[0].view.source)
    return desk.answers[0].view


@pytest.mark.usefixtures("listened")
def test_a_sentence_is_said_once_another_one_follows_it(open_desk, heard):
    desk = open_desk("The roof leaks <wait>")
    view = ask_until(desk, "leaks")
    steps = [
        (" on p. 5 of it. ", []),
        ("The land", ["The roof leaks on p. 5 of it."]),
        ("lord pays [p. 1]. 房东", ["The landlord pays [p. 1]."]),
        ("负责。他", ["房东负责。"]),
        ("说“好。”再", ["他说“好。”"]),
        ("见！**Bold one. And", ["再见！"]),
        (" on** goes. Last", ["Bold one. And on goes."]),
        ("\n\nNext\n", ["Last"]),
    ]
    for more, expected in steps:
        heard.clear()
        view.append(more)
        settle(desk, view)
        assert heard == expected, more
    heard.clear()
    stop(desk)
    assert heard == []


@pytest.mark.usefixtures("listened")
def test_sentences_that_were_finished_while_the_person_typed_come_with_the_next(open_desk, heard):
    desk = open_desk("One. Two <wait>")
    view = ask_until(desk, "Two")
    desk.wait(lambda: heard == ["One."])
    desk.type("And")
    view.append(" ends. Three")
    settle(desk, view)
    view.append(" goes on")
    settle(desk, view)
    assert heard == ["One."]
    view.append(" and ends. Four")
    settle(desk, view)
    assert heard == ["One.", "Two ends. Three goes on and ends."]
    stop(desk)

"""Documents that do not fit, in the window: the proposal, the choice, what is told afterwards."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from yidesk.core.types import Mode, Role
from yidesk.services.chats import Turn, TurnState
from yidesk.services.languages import lexicon, wordlists
from yidesk.ui.controls import Words


@pytest.fixture
def book(tmp_path):
    filler = "Waves broke over the pier while gulls cried and nobody spoke. " * 5
    pages = [f"Chapter {n}. {filler}" for n in range(1, 31)]
    pages[11] += "The anchor was sold for 417 guilders."
    path = tmp_path / "book.txt"
    path.write_text("\f".join(pages), "utf-8")
    return path


def buttons(desk) -> list[QPushButton]:
    """What the newest notice offers."""
    return desk.screen.notices.shown[-1].findChildren(QPushButton)


def press(desk, label: str) -> None:
    """Press a button of the newest notice."""
    (button,) = [each for each in buttons(desk) if each.text() == label]
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dropped(desk, book):
    desk.window.presenter.desk.add([book])
    desk.wait(lambda: any("Nothing was cut" in text for text in desk.notices))


def test_a_book_is_told_to_be_too_long_and_searched_when_that_is_chosen(open_desk, book):
    desk = open_desk("“sold for 417 guilders” [p. 12].", context=1000)
    assert not desk.screen.mode.isVisible()
    dropped(desk, book)
    assert desk.screen.mode.isVisible()
    press(desk, "Search")
    assert desk.screen.mode.text() == "Search"
    desk.ask("What was the anchor sold for?")
    (answer,) = desk.answers
    line = answer._coverage.text()
    assert line.startswith("Searched 30 pages, read passages of ")
    assert "11–13" in line
    assert "1 citation, verified" in line
    (chip,) = desk.screen.chips.chips
    assert chip.state == "30 pages · 1,782 tokens · searched"


def test_a_sweep_that_failed_is_swept_again(open_desk, book):
    desk = open_desk("<die>", context=1000)
    dropped(desk, book)
    desk.type("List every chapter")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.is_answered() and desk.notices)
    press(desk, "Sweep")
    desk.wait(lambda: desk.is_answered() and any("engine ended" in each for each in desk.notices))
    desk.wait(lambda: not desk.window.bridge.busy)
    assert desk.screen.mode.mode is Mode.SEARCH  # a sweep is for one question
    press(desk, "Try again")
    desk.wait(lambda: desk.is_answered() and desk.notices and not desk.window.bridge.busy)
    [turn] = [each for each in shown(desk) if each.role is Role.ASSISTANT]
    assert turn.report.mode is Mode.SWEEP
    desk.screen.mode._pin(Mode.SEARCH)  # who chooses, chooses for this too
    desk.answers[-1]._again.click()
    desk.wait(lambda: desk.is_answered() and not desk.window.bridge.busy)
    [turn] = [each for each in shown(desk) if each.role is Role.ASSISTANT]
    assert turn.report.mode is Mode.SEARCH


def shown(desk) -> list[Turn]:
    return desk.parts.chats.turns(desk.window.presenter.chat)


def test_it_is_told_once_at_a_time_that_a_book_is_too_long(open_desk, book):
    desk = open_desk("Yes.", context=1000)
    dropped(desk, book)
    before = desk.notices
    desk.ask("What was the anchor sold for?")
    desk.wait(lambda: desk.notices)
    (told,) = desk.notices
    assert told not in before  # with the question it takes more
    press(desk, "Search")
    desk.wait(lambda: desk.is_answered() and desk.answers[-1].view.source == "Yes.")
    assert desk.answers[-1].versions.isHidden()
    assert desk.notices == []
    desk.screen.mode.choose(Mode.WHOLE)
    desk.ask("And by whom?")
    desk.wait(lambda: desk.notices)
    desk.screen.mode.choose(Mode.SEARCH)  # from the list, not from what is offered
    assert desk.notices == []


@pytest.mark.parametrize("is_paused", [False, True])
def test_when_the_longest_is_taken_out_the_others_are_read_unless_a_person_stopped_that(
    open_desk, book, tmp_path, is_paused
):
    note, other = tmp_path / "note.txt", tmp_path / "other.txt"
    note.write_text("The anchor is iron.", "utf-8")
    other.write_text("The chain is of brass.", "utf-8")
    desk = open_desk("Yes.", context=1000)
    desk.window.presenter.desk.add([note, book, other])
    desk.wait(lambda: desk.notices and len(desk.window.presenter.desk.documents) == 3)
    desk.wait(lambda: any("The 3 documents have" in text for text in desk.notices))
    if is_paused:
        desk.window.presenter.desk.pause()
    press(desk, "Remove book.txt")
    desk.wait(lambda: not desk.window.bridge.busy and not desk.window.presenter.desk.is_reading)
    assert [each.is_read for each in desk.screen.chips.chips] == [not is_paused] * 2
    assert desk.notices == []


def test_a_question_about_everything_proposes_a_sweep_and_is_answered_by_it(open_desk, book):
    desk = open_desk("Note [p. 1].", context=1000)
    dropped(desk, book)
    desk.type("List every chapter")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.is_answered() and desk.notices)
    assert [each.text() for each in buttons(desk)][:2] == ["Sweep", "Search"]
    desk.wait(lambda: not desk.window.presenter.running)
    press(desk, "Sweep")
    desk.wait(lambda: desk.is_answered() and "parts" in desk.answers[-1]._coverage.text())
    assert "Read 30 of 30 pages in " in desk.answers[-1]._coverage.text()
    assert desk.screen.chips.chips[0].state == "30 pages · 1,777 tokens · read in 3 parts ✓"
    chat = desk.window.presenter.chat
    turn = desk.parts.chats.turns(chat)[-1]
    assert (turn.state, turn.report.mode) == (TurnState.DONE, Mode.SWEEP)


def test_a_search_is_not_left_to_answer_what_needs_all_of_it(open_desk, book):
    desk = open_desk("Note [p. 1].", context=1000)
    dropped(desk, book)
    press(desk, "Search")
    desk.type("Summarise the book")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: any("asks about all of it" in text for text in desk.notices))
    assert desk.answers == []
    assert desk.screen.composer.field.toPlainText() == "Summarise the book"
    press(desk, "Sweep")
    desk.wait(lambda: desk.is_answered() and "parts" in desk.answers[-1]._coverage.text())
    assert desk.screen.mode.mode is Mode.SEARCH  # the next question is about something in it
    desk.type("Summarise the book again")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: any("asks about all of it" in text for text in desk.notices))
    press(desk, "Search all the same")
    desk.wait(lambda: len(desk.answers) == 2 and desk.is_answered())
    assert desk.answers[-1]._coverage.text().startswith("Searched 30 pages")


def test_nor_is_a_question_that_was_edited_into_one_that_needs_all(open_desk, book):
    desk = open_desk("Note [p. 1].", context=1000)
    dropped(desk, book)
    press(desk, "Search")
    desk.ask("What was the anchor sold for?")
    desk.wait(lambda: desk.screen.transcript.views[0].turn is not None)
    question = desk.screen.transcript.views[0]
    question.edit()
    question.editor.field.setPlainText("Summarise the book")
    desk.qtbot.keyClick(question.editor.field, Qt.Key.Key_Return)
    desk.wait(lambda: any("asks about all of it" in text for text in desk.notices))
    assert question.editor is not None  # it is not asked yet
    press(desk, "Sweep")
    desk.wait(lambda: desk.is_answered() and "parts" in desk.answers[-1]._coverage.text())
    assert shown(desk)[-1].report.mode is Mode.SWEEP


def test_of_many_documents_that_do_not_fit_the_largest_can_be_taken_out(open_desk, book, tmp_path):
    notes = [tmp_path / f"note{n}.txt" for n in range(5)]
    for note in notes:
        note.write_text(f"{note.stem} is short.", encoding="utf-8")
    desk = open_desk("Yes.", context=1000)
    desk.window.presenter.desk.add([*notes[:3], book, *notes[3:]])
    desk.wait(lambda: any("The 6 documents have" in text for text in desk.notices))
    press(desk, "Remove book.txt")
    desk.wait(lambda: len(desk.screen.chips.chips) == len(notes))
    desk.ask("Is it?")
    question = desk.screen.transcript.views[0]
    [named] = [each for each in question.findChildren(Words) if "note" in each.text()]
    assert named.text().endswith(" and 2 more")
    assert all(note.name in named.toolTip() for note in notes)
    answer = desk.answers[0]
    desk.wait(lambda: "5 pages of 5 documents" in answer._coverage.text())
    assert answer._covered.isHidden()
    desk.qtbot.mouseClick(answer._by_document, Qt.MouseButton.LeftButton)
    assert len(answer._covered.text().splitlines()) == len(notes)
    assert answer._covered.isVisible()


def test_a_chat_is_opened_in_the_mode_of_its_last_answer(open_desk, book):
    desk = open_desk("Yes.", context=1000)
    dropped(desk, book)
    press(desk, "Search")
    desk.ask("anchor?")
    chat = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    assert desk.screen.mode.mode is Mode.WHOLE
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: desk.screen.mode.mode is Mode.SEARCH)


def test_the_mode_is_chosen_in_a_menu_and_said_to_a_screen_reader(open_desk):
    mode = open_desk().screen.mode
    whole, search, sweep = mode.menu_.actions()
    assert whole.isChecked()
    sweep.trigger()
    assert (mode.mode, mode.text()) == (Mode.SWEEP, "Sweep")
    assert sweep.isChecked()
    assert not search.isChecked()
    assert "Sweep" in mode.accessibleName()


def test_a_sweep_is_for_one_question_and_the_chat_is_opened_again_searching(open_desk, book):
    desk = open_desk("Note [p. 1].", context=1000)
    dropped(desk, book)
    press(desk, "Sweep")
    desk.ask("List every chapter")
    desk.wait(lambda: "parts" in desk.answers[-1]._coverage.text())
    chat = desk.window.presenter.chat
    assert desk.screen.mode.mode is Mode.SEARCH
    desk.window.presenter.new_chat()
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: desk.answers and desk.screen.mode.mode is Mode.SEARCH)
    assert not desk.screen.mode.is_pinned


def test_a_mode_chosen_from_the_list_stays_with_its_chat(open_desk, book):
    desk = open_desk("Note [p. 1].", context=1000)
    dropped(desk, book)
    desk.screen.mode.menu_.actions()[2].trigger()
    desk.ask("List every chapter")
    chat = desk.window.presenter.chat
    assert desk.screen.mode.mode is Mode.SWEEP
    desk.wait(lambda: desk.parts.chats.waiting.mode(chat) is Mode.SWEEP)
    desk.window.presenter.new_chat()
    assert desk.screen.mode.mode is Mode.WHOLE
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: desk.screen.mode.mode is Mode.SWEEP)
    assert desk.screen.mode.is_pinned


def test_the_dictionary_is_read_beside_the_window_and_what_it_told_stands_below(
    open_desk, book, monkeypatch
):
    threads = []

    def entries(name):
        threads.append(threading.current_thread())
        return wordlists.entries(name)

    lexicon.english_of.cache_clear()
    monkeypatch.setattr(lexicon, "entries", entries)
    desk = open_desk("417 [p. 12].", context=1000)
    dropped(desk, book)
    press(desk, "Search")
    assert threads == []
    desk.screen.composer.field.setPlainText("锚卖了多少钱？")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.is_answered() and not desk.window.presenter.running)
    line = desk.answers[-1]._coverage.text()
    assert "searched for: anchor" in line
    assert "by a dictionary from 锚" in line
    assert threads
    assert threading.main_thread() not in threads


def test_where_no_dictionary_helps_a_sweep_is_offered(open_desk, book):
    desk = open_desk("Note [p. 1].", context=1000)
    dropped(desk, book)
    press(desk, "Search")
    desk.ask("Wie teuer war der Anker, und wer hat das bezahlt?")
    desk.wait(lambda: any("another language than book.txt" in text for text in desk.notices))
    assert "no dictionary" in desk.answers[-1]._coverage.text()
    desk.wait(lambda: not desk.window.presenter.running)
    press(desk, "Sweep")
    desk.wait(lambda: desk.is_answered() and "parts" in desk.answers[-1]._coverage.text())
    assert desk.notices == []

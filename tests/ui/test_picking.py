"""Selecting over the whole conversation, with the events that a mouse and a keyboard make."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.pointing import (
    LEFT,
    MESSAGES,
    SHIFT,
    click,
    draw,
    keys,
    open_answered,
    open_long,
    point_of,
    press,
    texts,
)
from yidesk.ui.chat import chinese
from yidesk.ui.markdown.place import Place


@pytest.fixture
def desk(open_desk):
    return open_answered(open_desk)


@pytest.fixture
def long_desk(open_desk):
    return open_long(open_desk)


def test_it_can_be_drawn_backwards_and_from_a_margin(desk):
    transcript = desk.screen.transcript
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = texts(desk)[-1]
    sheet = transcript.sheet
    begin = QPoint(4, last.mapTo(sheet, QPoint(0, last.height() // 2)).y())
    QTest.mousePress(sheet, LEFT, pos=begin)
    QTest.mouseMove(sheet, begin - QPoint(0, 100))
    QTest.mouseRelease(sheet, LEFT, pos=begin - QPoint(0, 100))
    assert last.hasFocus()
    first, second = desk.screen.picker.selection.ends
    assert first.row < second.row == 3
    assert second.place == Place(0, 0)


def test_twice_selects_a_word_and_thrice_a_paragraph(desk):
    answer = texts(desk)[1]
    click(answer, point_of(answer, "oof"), 2)  # in the middle of the word
    assert answer.selected_text() == "roof"
    click(answer, point_of(answer, "责，"), 2)
    desk.wait(lambda: answer.selected_text() == "负责")  # once the lexicon is read
    click(answer, point_of(answer, "客"), 2)
    assert answer.selected_text() == "房客"
    click(answer, point_of(answer, "由房客"), 2)
    assert answer.selected_text() == "由"
    click(answer, point_of(answer, "，"), 2)
    assert answer.selected_text() == "，"
    click(answer, point_of(answer, "her item"), 3)
    assert answer.selected_text() == "another item"
    click(answer, point_of(answer, "land", behind=True), 3)  # paragraphs of a cell
    assert answer.selected_text() == "The landlord pays for the roof."


def test_a_chinese_word_is_selected_however_soon_the_lexicon_is_read(desk, monkeypatch):
    for name, value in (("is_asked", False), ("words", None)):
        monkeypatch.setattr(chinese._Lexicon, name, value)
    workshop = chinese.workshop()
    order = workshop.order

    def order_and_wait(key, work):
        order(key, work)
        if (thread := workshop._thread) is not None:
            thread.join()

    monkeypatch.setattr(workshop, "order", order_and_wait)
    answer = texts(desk)[1]
    click(answer, point_of(answer, "责，"), 2)
    desk.wait(lambda: answer.selected_text() == "负责")


def test_a_slow_third_click_selects_nothing(desk):
    answer = texts(desk)[1]
    click(answer, point_of(answer, "roof"), 2)
    press(answer, point_of(answer, "roof"), QEvent.Type.MouseButtonPress, 60_000)
    assert desk.screen.picker.is_empty


def test_what_was_begun_with_a_word_grows_by_words(desk):
    answer = texts(desk)[1]
    begin, end = point_of(answer, "ndlord"), point_of(answer, "oof")
    click(answer, begin, 1)
    press(answer, begin, QEvent.Type.MouseButtonDblClick, 1_100)
    press(answer, end, QEvent.Type.MouseMove, 1_200)
    press(answer, end, QEvent.Type.MouseButtonRelease, 1_300)
    assert answer.selected_text() == "landlord pays for the roof"


def test_shift_and_a_click_go_on_from_where_it_was_begun(desk):
    answer = texts(desk)[1]
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "landlord"))
    QTest.mouseClick(answer, LEFT, SHIFT, pos=point_of(answer, "another", behind=True))
    assert answer.selected_text() == "landlord pays for the roof.\n\none item\nanother"
    QTest.mouseClick(answer, LEFT, SHIFT, pos=point_of(answer, "pays", behind=True))
    assert answer.selected_text() == "landlord pays"


def test_the_keyboard_selects_letters_words_and_lines(desk):
    answer = texts(desk)[1]
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "pays"))
    keys(desk, "Shift+Right", "Shift+Right")
    assert answer.selected_text() == "pa"
    keys(desk, "Ctrl+Shift+Right")
    assert answer.selected_text() == "pays "
    keys(desk, "Shift+End")
    assert answer.selected_text() == "pays for the roof."
    keys(desk, "Shift+Down")
    assert answer.selected_text() == "pays for the roof.\n\none item"  # as far right as that is
    keys(desk, "Shift+Home", "Shift+Left")
    assert answer.selected_text() == "pays for the roof."
    keys(desk, "Shift+Up", "Ctrl+Shift+Left")
    assert answer.selected_text() == "The landlord "


def test_the_keyboard_goes_from_turn_to_turn_and_to_both_ends(desk):
    question, answer, following, last = texts(desk)
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "landlord"))
    keys(desk, "Ctrl+Shift+Home")
    assert question.selected_text() == "Who pays?"
    assert answer.selected_text() == "The "
    keys(desk, "Ctrl+Shift+End")
    assert question.selection.is_empty
    assert last.selected_text() == "The tenant pays for the windows."
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "房客负责", behind=True))
    keys(desk, "Shift+Right", "Shift+Right", "Shift+Right")
    assert following.selected_text() == "A"


def test_a_page_at_a_time(long_desk):
    transcript = long_desk.screen.transcript
    text = transcript.views[-1].view
    QTest.mouseClick(text, LEFT, pos=point_of(text, "That is"))
    before = transcript.verticalScrollBar().value()
    keys(long_desk, "Shift+PgUp", "Shift+PgUp")
    first, last = long_desk.screen.picker.selection.ends
    assert first.row < last.row
    assert transcript.verticalScrollBar().value() < before
    keys(long_desk, "Shift+PgDown", "Shift+PgDown", "Shift+PgDown")
    assert long_desk.screen.picker.selection.head == long_desk.screen.picker._spots.last()


def test_escape_clears_it_before_it_does_anything_else(desk):
    answer = texts(desk)[1]
    click(answer, point_of(answer, "roof"), 2)
    desk.screen.find_bar.open_bar()
    answer.setFocus()
    keys(desk, "Esc")
    assert desk.screen.picker.is_empty
    assert answer.selected_text() == ""
    assert desk.screen.find_bar.isVisible()
    keys(desk, "Esc")
    assert not desk.screen.find_bar.isVisible()


def test_it_comes_back_with_the_turns_that_are_scrolled_away(long_desk):
    transcript = long_desk.screen.transcript
    text = transcript.views[-1].view
    entry = transcript.entries[-1]
    draw(text, point_of(text, "landlord"), text, point_of(text, "roof", behind=True))
    assert text.selected_text() == "landlord pays for the roof"
    long_desk.screen.composer.field.setFocus()  # a text that has the focus keeps its widget
    bar = transcript.verticalScrollBar()
    bar.setValue(0)
    assert entry.view is None
    bar.setValue(bar.maximum())
    assert entry.view is not None
    assert entry.view.view.selected_text() == "landlord pays for the roof"


def test_it_scrolls_while_the_mouse_is_above_what_can_be_seen(long_desk):
    transcript = long_desk.screen.transcript
    text = transcript.views[-1].view
    bar = transcript.verticalScrollBar()
    before, begin = bar.value(), point_of(text, "That is")
    QTest.mousePress(text, LEFT, pos=begin)
    above = text.mapFromGlobal(transcript.viewport().mapToGlobal(QPoint(300, -40)))
    QTest.mouseMove(text, above)
    long_desk.wait(lambda: bar.value() < before - 300)
    QTest.mouseRelease(text, LEFT, pos=above)
    stood = bar.value()
    first, last = long_desk.screen.picker.selection.ends
    assert first.row < last.row == MESSAGES - 1
    top = transcript.sheet.mapFrom(transcript.viewport(), QPoint(300, 0)).y()
    assert abs(long_desk.screen.picker._spots.caret(first).top() - top) < 120
    assert not long_desk.screen.picker._scrolling.isActive()
    assert bar.value() == stood


def test_text_that_streams_in_does_not_move_it(open_desk):
    desk = open_desk("The roof leaks, says\n\n- the landlord <wait>")
    desk.type("roof?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "landlord" in desk.answers[0].view.source)
    answer = desk.answers[0]
    answer.view.flush()
    answer.view.setFocus()
    keys(desk, "Ctrl+A")
    assert answer.view.selected_text() == "The roof leaks, says\nthe landlord"
    answer.append("and the tenant\n\nMore of it")
    answer.view.flush()
    assert len(answer.view.column.pieces) == 2  # the list was part of the paragraph before
    assert answer.view.selected_text() == "The roof leaks, says\n\nthe landlord"


def test_marks_that_come_with_the_end_do_not_move_it(open_desk, lease):
    desk = open_desk("The landlord [p. 1] pays for the roof [p. 1], I think.")
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: not desk.window.presenter.desk.is_opening)
    desk.ask("roof?")
    answer = desk.answers[0]
    marked = answer.view.column.pieces[0].letters
    assert marked.count("\ufffc") == 2
    source = answer.view.source
    answer.view.restart(source)  # as it stood while it streamed
    QTest.mouseClick(answer.view, LEFT, pos=point_of(answer.view, "pays"))
    QTest.mouseClick(answer.view, LEFT, SHIFT, pos=point_of(answer.view, "think", behind=True))
    assert answer.view.selected_text() == "pays for the roof [p. 1], I think"
    entry = desk.screen.transcript.entries[-1]
    desk.wait(lambda: entry.turn is not None)
    report = entry.turn.report
    answer.finish(source, entry.turn.state, report, desk.window.presenter.desk.documents)
    assert answer.view.selected_text() == "pays for the roof [p. 1], I think"


def test_it_stays_with_its_turns_when_a_question_is_asked_after_it(desk):
    answer = texts(desk)[1]
    draw(answer, point_of(answer, "landlord"), answer, point_of(answer, "roof", behind=True))
    desk.ask("And the door?")
    assert answer.selected_text() == "landlord pays for the roof"
    desk.window.presenter.new_chat()
    assert desk.screen.picker.is_empty


def test_a_link_is_followed_by_a_click_and_not_by_a_selection(open_desk):
    desk = open_desk("See [this place](https://example.org/a) for more.")
    desk.ask("where?")
    answer = desk.answers[0].view
    draw(answer, point_of(answer, "place"), answer, point_of(answer, "place", behind=True))
    assert answer.selected_text() == "place"
    assert desk.notices == []
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "place"))
    assert desk.notices == ["The answer links to https://example.org/a"]
    assert desk.screen.picker.is_empty


def test_words_that_are_found_stay_marked_in_what_is_selected(desk):
    bar = desk.screen.find_bar
    bar.open_bar()
    bar.field.setText("landlord")
    desk.wait(lambda: bar.text.endswith(("of 2", "of 3", "of 4")))
    before = bar.text
    answer = texts(desk)[1]
    answer.setFocus()
    keys(desk, "Ctrl+A")
    assert answer.hits.words == "landlord"
    bar.go_on()
    assert bar.text != before
    assert not desk.screen.picker.is_empty

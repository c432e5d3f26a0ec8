"""The language changes while the program runs: another window stands where the first one was."""

from __future__ import annotations

import contextlib
import gc
import json
import weakref

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.test_start import last_chat, opening, when  # noqa: F401 - a fixture
from yidesk.core import words
from yidesk.core.settings import Settings
from yidesk.services.answer import Delta
from yidesk.services.chats import ChatId
from yidesk.store.store import Store
from yidesk.ui.chat.running import Running
from yidesk.ui.chat.turns import AnswerView
from yidesk.ui.language import install
from yidesk.ui.screens import Screen
from yidesk.ui.window import MainWindow


@pytest.fixture(autouse=True)
def english_again(qapp):
    yield
    install(qapp, "en")


def windows() -> list[MainWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]


def choose(window: MainWindow, language: str) -> None:
    """In the settings, as soon as the row is there."""
    window.navigation.open(Screen.SETTINGS)
    page = window.screens.currentWidget()

    def change() -> None:
        page.rows["language"].editor.setFocus()
        page.changed.emit("language", language)

    when(lambda: "language" in page.rows, change)


def is_anew(opening, former: weakref.ref[MainWindow]) -> bool:  # noqa: F811
    """Whether another window works, and is the only one."""
    window = opening._window
    return window is not former() and window.is_joined and opening._former is None


def first(opening) -> weakref.ref[MainWindow]:  # noqa: F811
    """The window that goes: nothing here keeps it."""
    return weakref.ref(opening._window)


def is_ready(opening) -> bool:  # noqa: F811
    """Whether the window works, and the model is loaded."""
    window = opening._window
    return (
        window.is_joined and opening._parts.engine.pid != 0 and not window.presenter.desk.is_reading
    )


def script(tmp_path, *answers: str) -> None:
    """What the engine says, before it is started."""
    engine = {"name": "Scripted", "context": 4096, "answers": answers}
    (tmp_path / "scripted.json").write_text(json.dumps(engine), "utf-8")


def ask(opening, question: str) -> None:  # noqa: F811
    QTest.keyClicks(field(opening), question)
    QTest.keyClick(field(opening), Qt.Key.Key_Return)


def answers(opening) -> list[AnswerView]:  # noqa: F811
    views = opening._window.screen_.findChildren(AnswerView)
    return [each for each in views if not each.isHidden()]


def field(opening):  # noqa: F811
    return opening._window.screen_.composer.field


def test_the_window_speaks_chinese_at_once_and_is_where_it_was(opening):  # noqa: F811
    chat, former = last_chat(opening), first(opening)
    opening._window.resize(760, 640)
    seen = {}

    def change() -> None:
        seen["engine"] = opening._parts.engine.pid
        QTest.keyClicks(field(opening), "Who pays for")
        choose(opening._window, "zh_CN")
        when(lambda: is_anew(opening, former) and is_back(), look)

    def is_back() -> bool:
        window = opening._window
        is_there = window.presenter.chat == chat and window.screens.current is Screen.SETTINGS
        rows = window.screens.currentWidget().rows if is_there else {}
        has_keys = "language" in rows and rows["language"].editor.control is window.focusWidget()
        return has_keys and field(opening).toPlainText() == "Who pays for"

    def look() -> None:
        window = opening._window
        seen["title"] = window.sidebar.new_chat.text()
        seen["size"] = window.size().toTuple()
        seen["same engine"] = opening._parts.engine.pid == seen["engine"]
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        seen["windows"] = windows()
        window.close()

    def is_open() -> bool:
        return is_ready(opening) and opening._window.presenter.chat == chat

    opening.go.set()
    opening.run(lambda: when(is_open, change))
    assert seen["title"] == "新对话"
    assert seen["size"] == (760, 640)
    assert seen["same engine"]
    assert seen["windows"] == [opening._window]
    assert Settings(opening._paths.settings).text("language") == "zh_CN"
    with contextlib.closing(Store(opening._paths.database)) as store:
        assert store.chats.draft(chat) == "Who pays for"
    gc.collect()
    assert former() is None


def test_and_english_again(opening):  # noqa: F811
    said = []

    def change(language: str, then) -> None:
        former = first(opening)
        choose(opening._window, language)
        when(lambda: is_anew(opening, former), then)

    def back() -> None:
        said.append(opening._window.sidebar.new_chat.text())
        change("en", end)

    def end() -> None:
        said.append(opening._window.sidebar.new_chat.text())
        opening._window.close()

    opening.go.set()
    opening.run(lambda: when(lambda: opening._window.is_joined, lambda: change("zh_CN", back)))
    assert said == ["新对话", "New chat"]
    assert words.language() == "en"


def test_an_answer_goes_on_in_the_other_window_and_is_stopped_there(opening, tmp_path):  # noqa: F811
    script(tmp_path, "one two <wait>", "three")
    seen = {}

    def begin() -> None:
        ask(opening, "Count")
        when(lambda: shows("one two"), change)

    def shows(text: str) -> bool:
        return [each.view.source for each in answers(opening)] == [text]

    def change() -> None:
        former = first(opening)
        choose(opening._window, "zh_CN")
        when(lambda: is_anew(opening, former), look)

    def look() -> None:
        window = opening._window
        window.open_chat(window.presenter.chat)
        when(lambda: shows("one two"), stop)

    def stop() -> None:
        window = opening._window
        seen["running"], seen["busy"] = len(window.presenter.running), answers(opening)[0].is_busy
        window.presenter.stop()
        when(lambda: not window.presenter.running and answers(opening)[0].resume.isVisible(), go_on)

    def go_on() -> None:
        seen["said"] = answers(opening)[0].resume.text()
        ask(opening, "And then?")
        when(lambda: len(answers(opening)) == 2 and answers(opening)[1].is_finished, end)

    def end() -> None:
        seen["left"] = [each.busy for each in opening._left]
        opening._window.close()

    opening.go.set()
    opening.run(lambda: when(lambda: is_ready(opening), begin))
    assert seen == {"running": 1, "busy": True, "said": "继续", "left": [False]}
    with contextlib.closing(Store(opening._paths.database)) as store:
        [chat] = store.chats.search()
        turns = [turn.text for turn in store.chats.turns(chat.id)]
    assert turns == ["Count", "one two", "And then?", "three"]


class Recorder:
    """Follows an answer and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def take_begun(self, running, asking) -> None:
        self.told.append(asking)

    def take_event(self, running, event) -> None:
        self.told.append(event)

    def take_failure(self, running, error) -> None:
        self.told.append(error)


def test_what_comes_while_there_is_no_window_is_told_to_the_next_one():
    former, following = Recorder(), Recorder()
    running = Running(ChatId(1), former, lambda: None)
    one, two, three = (Delta(text, 1, 1.0) for text in ("one", "two", "three"))
    running.on_event(one)
    running.let_go()
    running.on_event(two)
    running.on_failure(fault := ValueError("x"))
    running.go_on_with(following)
    running.on_event(three)
    assert former.told == [one]
    assert following.told == [two, fault, three]


def test_what_can_be_undone_is_waited_for(opening, tmp_path):  # noqa: F811
    script(tmp_path, "one", "two")
    seen = {}

    def begin() -> None:
        ask(opening, "Count")
        when(lambda: answers(opening) and answers(opening)[0].is_finished, delete)

    def delete() -> None:
        window = opening._window
        when(lambda: answers(opening)[0].turn is not None, lambda: None)
        window.shelf._delete([window.presenter.chat])
        choose(window, "zh_CN")
        when(lambda: len(window.notices.shown) == 2, undo)

    def undo() -> None:
        window, former = opening._window, first(opening)
        deleted, waiting = window.notices.shown
        seen["waits"] = waiting.text
        seen["awaited"] = deleted.is_awaited
        [button] = [each for each in deleted.findChildren(QPushButton) if each.text() == "Undo"]
        button.click()
        when(lambda: is_anew(opening, former), end)

    def end() -> None:
        seen["title"] = opening._window.sidebar.new_chat.text()
        opening._window.close()

    opening.go.set()
    opening.run(lambda: when(lambda: is_ready(opening), begin))
    assert seen["awaited"]
    assert seen["waits"] == "The language changes as soon as what is under way is done."
    assert seen["title"] == "新对话"
    with contextlib.closing(Store(opening._paths.database)) as store:
        assert [chat.title for chat in store.chats.search()] == ["Count"]


def test_one_is_where_one_was_reading(opening, tmp_path):  # noqa: F811
    script(tmp_path, *[f"{'line  ' * 3}{n}\n\n" * 30 for n in range(3)])
    seen = {}

    def begin(count: int = 0) -> None:
        if count == 3:
            scroll()
            return
        ask(opening, f"Question {count}")
        when(
            lambda: (
                len(opening._window.screen_.transcript.entries) == 2 * count + 2
                and not opening._window.presenter.running
            ),
            lambda: begin(count + 1),
        )

    def scroll() -> None:
        transcript = opening._window.screen_.transcript
        transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
        when(lambda: transcript.spot is not None, change)

    def change() -> None:
        seen["spot"] = opening._window.screen_.transcript.spot
        former = first(opening)
        choose(opening._window, "zh_CN")
        when(lambda: is_anew(opening, former) and has_turns(), back)

    def has_turns() -> bool:
        return len(opening._window.screen_.transcript.entries) == 6

    def back() -> None:
        opening._window.show_chat_screen()
        when(opening._window.screen_.transcript.isVisible, end)

    def end() -> None:
        seen["then"] = opening._window.screen_.transcript.spot
        opening._window.close()

    opening.go.set()
    opening.run(lambda: when(lambda: is_ready(opening), begin))
    assert seen["then"] is not None
    assert seen["then"].turn == seen["spot"].turn
    assert seen["then"].piece == seen["spot"].piece
    assert abs(seen["then"].above - seen["spot"].above) < 2


def test_the_page_beside_the_chat_is_there_again(opening, lease):  # noqa: F811
    seen = {}

    def begin() -> None:
        opening._window.take([lease])
        when(lambda: [each.is_read for each in opening._window.screen_.chips.chips] == [True], read)

    def read() -> None:
        window, former = opening._window, first(opening)
        [document] = window.presenter.desk.documents
        window.presenter.pages.wanted.emit(document, 1, "The tenant pays for the windows.")
        seen["before"] = window.sheet.highlighted
        window.navigation.language_wanted.emit("zh_CN")
        when(lambda: is_anew(opening, former) and opening._window.sheet.isVisible(), look)

    def look() -> None:
        sheet = opening._window.sheet
        document, page, _passage = sheet.shown
        seen["after"], seen["page"] = sheet.highlighted, (document.name, page)
        opening._window.close()

    opening.go.set()
    opening.run(lambda: when(lambda: is_ready(opening), begin))
    assert seen["after"] == seen["before"] != ""
    assert seen["page"] == (lease.name, 1)


def test_a_question_that_waits_for_an_answer_is_asked_first(opening, tmp_path):  # noqa: F811
    script(tmp_path, "one <wait>", "two")
    seen = {}

    def begin() -> None:
        ask(opening, "Count")
        when(lambda: [each.view.source for each in answers(opening)] == ["one"], wait)

    def wait() -> None:
        ask(opening, "And then?")
        former = first(opening)
        choose(opening._window, "zh_CN")
        when(lambda: has_said("The language changes as soon as what is under way is done."), stop)
        when(lambda: is_anew(opening, former), end)

    def has_said(line: str) -> bool:
        return line in [each.text for each in opening._window.notices.shown]

    def stop() -> None:
        seen["language"] = words.language()
        buttons = opening._window.notices.findChildren(QPushButton)
        [now] = [each for each in buttons if each.text() == "Ask now"]
        now.click()

    def end() -> None:
        seen["then"] = words.language()
        when(lambda: not opening._window.presenter.running, opening._window.close)

    opening.go.set()
    opening.run(lambda: when(lambda: is_ready(opening), begin))
    assert seen == {"language": "en", "then": "zh_CN"}
    with contextlib.closing(Store(opening._paths.database)) as store:
        [chat] = store.chats.search()
        assert [turn.text for turn in store.chats.turns(chat.id)] == [
            "Count",
            "one",
            "And then?",
            "two",
        ]

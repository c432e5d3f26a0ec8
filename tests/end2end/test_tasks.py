"""The commonest tasks by real keys and a real mouse, in a real window with the real small model.

Chats that are there already were asked by the program's own services, so that their answers and
citations are known; what is asked here is answered by the model, whatever it says.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.end2end import drag_source, screen
from tests.end2end.person import Person, log_of
from tests.end2end.test_window import answer, ask_database, colours_of, documents
from tests.reader.make_pdf import make_pdf
from tests.services.conftest import open_desk
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.ui.system.xcb import Display
from yidesk.ui.theme import DARK, LIGHT, Tokens

pytestmark = [pytest.mark.screen, pytest.mark.model]
CONTROL_ALT = 0b1100
"""As a mask of modifiers."""
ROOF, LANDLORD = "Who pays for the roof?", "The landlord pays for the roof [p. 1]."
GULL, BIRD = "What is a gull?", "A gull is a bird of the coast."


@pytest.fixture(scope="module")
def environment(demo_model):
    if not screen.is_possible():
        pytest.fail("Xvfb, xdotool and ImageMagick are needed: make test installs them")
    with screen.display() as environment:
        yield {**environment, "YIDESK_DEMO_MODEL": str(demo_model), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(environment, data):
    """Start the program; whatever happens, nothing of it is left."""
    started: list[Person] = []

    def make(*arguments: str, language: str = "en", more: dict[str, str] | None = None) -> Person:
        speaks = ("--lang", language) if language else ()
        person = Person(
            {**environment, **(more or {})}, *arguments, "--data-dir", str(data), *speaks
        )
        started.append(person)
        return person

    yield make
    for person in started:
        person.end()
    assert "CRITICAL" not in log_of(data)


@pytest.fixture
def asked(data, tmp_path) -> None:
    """Two chats, one of them about a document."""
    path = tmp_path / "lease.pdf"
    path.write_bytes(make_pdf("The landlord pays for the roof.", "The tenant pays for paint."))
    desk = open_desk(data)
    desk.script(BIRD, LANDLORD)
    desk.ask(desk.chats.create(), GULL)
    chat = desk.chats.create()
    desk.chats.add_document(chat, path)
    desk.ask(chat, ROOF)
    desk.close()


def turns(data: Path, role: str) -> list[str]:
    query = f"SELECT text FROM turns WHERE role = '{role}' ORDER BY id"
    return [text for (text,) in ask_database(data / "yidesk.db", query)]


def state(data: Path) -> str:
    return answer(data / "yidesk.db")[1]


def stop_once_it_speaks(person: Person, data: Path) -> None:
    """The small model does not always end by itself."""
    screen.wait_for(lambda: state(data) == "streaming", "the answer to begin")
    screen.wait_for(
        lambda: person.all("Stop (Esc)") or state(data) != "streaming", "an answer to stop"
    )
    person.hands.press("Escape")
    screen.wait_for(lambda: state(data) in {"done", "stopped"}, "the end of the answer")


def test_the_first_run_ends_with_a_model_that_is_ready(start, data, demo_model):
    person = start("--no-demonstration")
    person.waits_to_read("Let us find a model for this computer")
    person.click("Import a model file…", "Button")
    field = person.find("File name:", "EditableText")
    person.hands.click(field.middle)
    person.hands.type(str(demo_model))
    person.hands.press("Return")
    person.waits_to_read("SmolLM2-135M-Instruct.Q4_1")
    person.click("Use SmolLM2-135M-Instruct.Q4_1", "Button")
    person.waits_to_read("of 8,192 tokens")
    person.close()


def test_a_question_is_typed_sent_and_its_answer_stopped_by_the_mouse(start, data):
    person = start()
    person.click("Your question", "EditableText")
    person.hands.type("Tell me a long story about the sea.")
    person.click("Ask (Enter)", "Button")
    screen.wait_for(lambda: answer(data / "yidesk.db")[0], "the first words")
    person.click("Stop (Esc)", "Button")
    screen.wait_for(lambda: state(data) == "stopped", "the end of the answer")
    assert turns(data, "user") == ["Tell me a long story about the sea."]
    person.find("Continue", "Button")
    person.close()


@pytest.mark.usefixtures("asked")
def test_a_citation_is_clicked_and_its_page_is_seen(start):
    person = start()
    person.click(ROOF, "ListItem")
    person.click("lease.pdf 1. Verified", "Button")
    page = person.find("Picture of the page", "Document")
    screen.wait_for(
        lambda: "The landlord pays" in person.find("Picture of the page").value, "its words"
    )
    assert page.focused
    person.hands.press("Escape")
    person.waits_until_gone("Picture of the page")
    person.close()


@pytest.mark.usefixtures("asked")
def test_chats_are_searched_and_a_hit_is_opened(start):
    person = start()
    person.find(GULL, "ListItem")
    person.hands.press("ctrl+k")
    person.hands.type("coast")
    person.waits_until_gone(ROOF, "ListItem")
    person.hands.press("Return")
    person.waits_to_read(BIRD)
    assert person.find("Find in this chat", "EditableText").value == "coast"
    person.close()


@pytest.mark.usefixtures("asked")
def test_a_question_is_edited_and_both_versions_are_kept(start, data):
    person = start()
    person.click(ROOF, "ListItem")
    person.click("Edit the question", "Button")
    person.hands.press("ctrl+a")
    person.hands.type("Who pays for the paint?")
    person.hands.press("Return")
    stop_once_it_speaks(person, data)
    assert turns(data, "user")[-2:] == [ROOF, "Who pays for the paint?"]
    person.waits_to_read("2/2")
    person.click("Earlier version", "Button")
    person.waits_to_read(LANDLORD)
    person.click("Answer again", "Button")
    stop_once_it_speaks(person, data)
    person.find("Earlier version", "Button")
    assert turns(data, "user")[-2:] == [ROOF, "Who pays for the paint?"]
    assert len(turns(data, "assistant")) == 4
    person.close()


def chats(data: Path) -> list[tuple[str, int]]:
    """Title of every chat, and whether it is pinned."""
    return ask_database(data / "yidesk.db", "SELECT title, pinned FROM chats ORDER BY id")


@pytest.mark.usefixtures("asked")
def test_a_chat_is_renamed_pinned_deleted_and_brought_back(start, data):
    person = start()
    person.click(GULL, "ListItem")
    person.waits_to_read(BIRD)
    person.hands.press("F2")
    person.hands.press("ctrl+a")
    person.hands.type("Birds of the coast")
    person.hands.press("Return")
    screen.wait_for(lambda: chats(data)[0] == ("Birds of the coast", 0), "the new name")
    person.click("Birds of the coast", "ListItem", button=3)
    person.click("Pin", "MenuItem")
    screen.wait_for(lambda: chats(data)[0] == ("Birds of the coast", 1), "the pin")
    person.waits_to_read("Pinned")
    person.click("Birds of the coast", "ListItem")
    person.hands.press("Delete")
    person.waits_until_gone("Birds of the coast", "ListItem")
    person.click("Undo", "Button")
    person.find("Birds of the coast", "ListItem")
    person.waits_to_read(BIRD)
    person.click("Birds of the coast", "ListItem", button=3)
    person.click("Delete", "MenuItem")
    person.waits_until_gone("Birds of the coast", "ListItem")
    person.close()
    assert chats(data) == [(ROOF, 0)]


def shows_theme(person: Person, picture: Path, colours: Tokens) -> bool:
    """Whether the screen is painted in these colours."""
    person.hands.photograph(picture)
    return {colours.window.lower(), colours.surface.lower()} <= colours_of(picture)


def test_theme_and_language_are_changed_by_keys_and_mouse(start, environment, data, tmp_path):
    plain = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    person, picture = start(language="", more=plain), tmp_path / "screen.png"
    person.waits_to_read("of 8192 tokens")
    person.hands.press("ctrl+comma")
    person.click("Theme", "ComboBox")
    person.click("Light", "ListItem")
    screen.wait_for(lambda: shows_theme(person, picture, LIGHT), "light colours")
    person.click("Theme", "ComboBox")
    person.click("Dark", "ListItem")
    screen.wait_for(lambda: shows_theme(person, picture, DARK), "dark colours")
    person.click("Language", "ComboBox")
    person.hands.press("End")
    person.hands.press("Return")
    person.find("新对话", "Button")
    person.click("语言", "ComboBox")  # the settings are there again
    person.hands.press("Escape")
    screen.wait_for(lambda: shows_theme(person, picture, DARK), "dark colours")
    person.take_up()
    person.close()


def test_a_second_start_hands_over_its_file(start, environment, data, tmp_path):
    person = start()
    person.find("Your question", "EditableText")
    path = tmp_path / "notes.txt"
    path.write_text("The boat leaves at nine.")
    second = subprocess.run(
        [sys.executable, "-m", "yidesk", "--data-dir", str(data), str(path)],
        env=environment,
        timeout=60,
        check=False,
    )
    assert second.returncode == 0
    screen.wait_for(lambda: documents(data / "yidesk.db") == ["notes.txt"], "the document")
    person.find("Remove notes.txt", "Button")
    person.close()


@pytest.fixture
def pinyin(environment, tmp_path):
    """A session with ibus in which pinyin is chosen; its variables."""
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True, mode=0o700)
    session = {
        **environment,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "GSETTINGS_BACKEND": "memory",
        "QT_IM_MODULE": "ibus",
    }
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        env=session,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    session["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    daemon = subprocess.Popen(
        ["ibus-daemon", "--panel", "disable"],
        env=session,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    screen.wait_for(lambda: chosen_method(session) == "libpinyin", "pinyin of ibus")
    yield session
    os.killpg(daemon.pid, signal.SIGTERM)
    daemon.wait()
    bus.terminate()
    bus.communicate()


def chosen_method(session: dict[str, str]) -> str:
    """Ask ibus for pinyin; what it has."""
    for command in (["ibus", "engine", "libpinyin"], ["ibus", "engine"]):
        done = subprocess.run(command, env=session, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def test_chinese_is_composed_and_only_then_sent(start, pinyin, data):
    person = start(more=pinyin)
    person.click("Your question", "EditableText")
    person.hands.type("nihao")
    person.hands.press("Return")  # takes the letters, and asks nothing
    screen.wait_for(lambda: person.find("Your question").value == "nihao", "the letters")
    assert turns(data, "user") == []
    person.hands.press("ctrl+a")
    person.hands.type("nihao")
    person.hands.press("space")
    screen.wait_for(lambda: person.find("Your question").value == "你好", "the words")
    person.hands.press("Return")
    screen.wait_for(lambda: turns(data, "user") == ["你好"], "the question")
    stop_once_it_speaks(person, data)
    person.close()


def test_a_key_pressed_in_another_program_asks_a_question(start, environment, data, tmp_path):
    Settings(DataPaths(data).make().settings).set("quick_key", value=True)
    person = start(more={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"})  # no portal
    hands = person.hands
    with contextlib.closing(Display(environment["DISPLAY"])) as display:
        screen.wait_for(lambda: not is_free(display), "the program to have the key")
    other = subprocess.Popen([sys.executable, drag_source.__file__, str(tmp_path)], env=environment)
    try:
        source = hands.find(drag_source.TITLE)
        hands.focus(source)
        hands.press("ctrl+alt+y")
        quick = hands.find("^Ask YiDesk$")
        screen.wait_for(lambda: hands.focused() == quick, "the keyboard in the small window")
        hands.focus(source)
        screen.wait_for(lambda: not any(each.focused for each in person.look()), "Qt to see that")
        hands.press("ctrl+alt+y")  # the window is open still, and Qt has heard of nothing
        screen.wait_for(lambda: hands.focused() == quick, "the keyboard there again")
    finally:
        other.kill()
        other.wait()
    hands.type(GULL)
    hands.press("Return")
    screen.wait_for(lambda: turns(data, "user") == [GULL], "the question")
    person.close()


def is_free(display: Display) -> bool:
    """Whether Ctrl+Alt+Y can be grabbed; it is given back."""
    (root, *_), (code, *_) = display.roots(), display.keys_of([ord("y")])[ord("y")]
    grab = (root, code, CONTROL_ALT)
    has = display.grab([grab])
    if has:
        display.ungrab([grab])
    return has

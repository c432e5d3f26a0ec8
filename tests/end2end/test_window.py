"""The real program in a real window: a file dragged from another program, a question typed.

Real engine, real reader, the demonstration model. What happened is read from the database, and
seen on a picture of the screen that is kept in artifacts/.
"""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

from tests.conftest import ROOT
from tests.end2end import drag_source, screen
from tests.reader.make_pdf import make_pdf
from yidesk.ui.theme import LIGHT

pytestmark = [pytest.mark.screen, pytest.mark.model]
ENOUGH = 20
"""Characters of an answer after which it is stopped: the small model does not always end."""


@pytest.fixture
def environment(demo_model):
    if not screen.is_possible():
        pytest.fail("Xvfb, xdotool and ImageMagick are needed: make test installs them")
    with screen.display() as environment:
        yield {**environment, "YIDESK_DEMO_MODEL": str(demo_model), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def started(environment):
    """Start programs on the display, and end what is left of them."""
    running: list[subprocess.Popen] = []

    def start(*command: str) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, *command], env=environment)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def lease(tmp_path) -> Path:
    path = tmp_path / "lease.pdf"
    path.write_bytes(make_pdf("The landlord pays for the roof.", "The tenant pays for paint."))
    return path


def ask_database(database: Path, query: str) -> list[tuple]:
    """Rows of a query; none while there is no database, or no schema in it."""
    if not database.exists():
        return []
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []


def documents(database: Path) -> list[str]:
    """Names of the documents in the library."""
    return [name for (name,) in ask_database(database, "SELECT name FROM documents")]


def answer(database: Path) -> tuple[str, str]:
    """Text and state of the last answer; empty before there is one."""
    query = "SELECT text, state FROM turns WHERE role = 'assistant' ORDER BY id DESC"
    rows = ask_database(database, query)
    return rows[0] if rows else ("", "")


def colours_of(picture: Path) -> set[str]:
    image = QImage(str(picture))
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


def test_a_document_is_dragged_in_asked_and_answered(environment, started, lease, tmp_path):
    data, hands = tmp_path / "data", screen.Hands(environment)
    program = started("-m", "yidesk", "--data-dir", str(data), "--lang", "en")
    started(drag_source.__file__, str(lease))
    window, source = hands.find("^YiDesk$"), hands.find(drag_source.TITLE)
    x, y, width, height = hands.place(window)
    from_x, from_y, *_ = hands.place(source)

    hands.drag((from_x + 50, from_y + 50), (x + width // 2, y + height // 2))
    database = data / "yidesk.db"
    screen.wait_for(lambda: documents(database) == ["lease.pdf"], "the dropped document")

    hands.focus(window)
    hands.type("Who pays for the roof?")
    hands.press("Return")
    screen.wait_for(
        lambda: len(answer(database)[0]) > ENOUGH or answer(database)[1] not in ("", "streaming"),
        "the first words",
    )
    hands.press("Escape")
    screen.wait_for(lambda: answer(database)[1] not in ("", "streaming"), "the end of the answer")
    text, state = answer(database)
    assert state in ("done", "stopped")
    assert text.strip()

    picture = ROOT / "artifacts" / "window.png"
    screen.wait_for(lambda: shows_an_answer(hands, picture), "the answer on the screen")

    children = psutil.Process(program.pid).children
    screen.wait_for(lambda: len(children(recursive=True)) == 2, "the reader and the engine alone")
    workers = children(recursive=True)
    hands.press("ctrl+q")
    assert program.wait(timeout=60) == 0
    screen.wait_for(lambda: not any(each.is_running() for each in workers), "the workers' end")
    assert "CRITICAL" not in (data / "logs" / "yidesk.log").read_text("utf-8")


def shows_an_answer(hands: screen.Hands, picture: Path) -> bool:
    """Whether the screen shows the program in its colours, with the gauge of the window filled."""
    hands.photograph(picture)
    return {LIGHT.window.lower(), LIGHT.raised.lower(), LIGHT.accent.lower()} <= colours_of(picture)


@pytest.fixture
def first(environment, started, tmp_path) -> subprocess.Popen:
    """A window that holds the data folder."""
    program = started(*again(tmp_path))
    screen.Hands(environment).find("^YiDesk$")
    log = tmp_path / "data" / "logs" / "yidesk.log"
    screen.wait_for(lambda: "window is joined" in log.read_text("utf-8"), "it to hear of others")
    return program


def again(folder: Path) -> tuple[str, ...]:
    """The command of a window on the data in FOLDER."""
    return ("-m", "yidesk", "--data-dir", str(folder / "data"), "--lang", "en")


def test_a_second_start_gives_way_to_the_window_that_is_open(environment, first, tmp_path):
    second = subprocess.run(
        [sys.executable, *again(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (second.returncode, second.stderr) == (0, "")
    assert first.poll() is None


def test_a_second_start_says_that_the_open_window_does_not_answer(environment, first, tmp_path):
    hands, said = screen.Hands(environment), tmp_path / "said.txt"
    first.send_signal(signal.SIGSTOP)
    with said.open("w") as stderr:
        command = [sys.executable, *again(tmp_path)]
        second = subprocess.Popen(command, env=environment, stderr=stderr)
        hands.focus(hands.find_of(second.pid))
        hands.press("Return")
        assert second.wait(timeout=60) == 1
    first.send_signal(signal.SIGCONT)
    assert "YiDesk is open already, but does not answer." in said.read_text("utf-8")
    assert "Traceback" not in said.read_text("utf-8")

"""Protected and scanned files on the command line: --password, the prompt, --ocr."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.reader.conftest import FILES
from tests.reader.make_pdf import Sheet, write_pdf
from tests.reader.scans import write_scans
from yidesk.client.recognition import RecognitionClient
from yidesk.core.errors import DocumentError
from yidesk.core.page_picture import PageLayout

LOCKED = FILES / "encrypted.pdf"


@pytest.fixture
def recognised(monkeypatch):
    """A recogniser that reads the same words on every page; the real one is tried elsewhere."""
    asked = []

    def recognise(_self, page, *, cancelled):
        asked.append(page.number)
        return PageLayout(width=9, height=9, text="The rent is 900 euros.", boxes=b"")

    monkeypatch.setattr(RecognitionClient, "recognise", recognise)
    return asked


def test_a_password_opens_a_file_for_every_command(run, script):
    model = script("Light.")
    for command in (
        ("docs", "inspect", LOCKED),
        ("ask", "--model", model, "--doc", LOCKED, "What?"),
        ("read", "--model", model, LOCKED),
    ):
        ended = run(*command, "--password", "opensesame", "--json")
        assert ended.code == 0, ended.err
        locked = run(*command[:-1], "--password", "wrong", command[-1], "--json")
        assert locked.code in {0, 4}  # the library knows the bytes by now, but for inspect
    ended = run("docs", "inspect", LOCKED, "--password", "wrong", "--json")
    assert (ended.code, ended.object["error_code"]) == (4, "password_wrong")


def test_without_a_terminal_nobody_is_asked(run):
    ended = run("docs", "inspect", LOCKED)
    assert ended.code == 4
    assert "Give the password" in ended.err


ON_ITS_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # else Ctrl-C would reach nobody
from yidesk.__main__ import main
sys.exit(main())
"""


def typed(folder, *answers: str, command=("docs", "inspect", str(LOCKED))) -> tuple[int, str]:
    """The command on a terminal, where ANSWERS are typed, one at each prompt."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ON_ITS_TERMINAL, *command],
        stdin=other,
        stdout=other,
        stderr=other,
        start_new_session=True,
        env={
            **os.environ,
            "YIDESK_DATA_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
            "LANG": "C",
            "LC_ALL": "C",
        },
    )
    os.close(other)
    shown = b""
    waiting = list(answers)
    with process:
        while select.select([main], [], [], 60)[0]:
            try:
                piece = os.read(main, 4096)
            except OSError:  # the other end has closed it
                break
            if not piece:
                break
            shown += piece
            if waiting and shown.count(b"Password of encrypted.pdf: ") > len(answers) - len(
                waiting
            ):
                os.write(main, waiting.pop(0).encode())
    os.close(main)
    return process.returncode, shown.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="types on a pseudo-terminal")
def test_on_a_terminal_the_password_is_asked_for_and_not_shown(tmp_path):
    code, shown = typed(tmp_path, "guessed\n", "opensesame\n")
    assert code == 0, shown
    assert "The password does not open encrypted.pdf." in shown
    assert "encrypted.pdf: pdf, 2 pages" in shown
    assert "opensesame" not in shown
    code, shown = typed(tmp_path, "\x03")
    assert (code, "Stopped." in shown) == (130, True)
    code, shown = typed(tmp_path, "a\n", "b\n", "c\n")
    assert code == 4


def test_scans_are_offered_and_recognised(run, script, tmp_path, recognised):
    scan = write_pdf(tmp_path / "scan.pdf", "Contract", Sheet(picture=True), Sheet(picture=True))
    offered = run("docs", "inspect", scan)
    assert "scan.pdf: scanned pages without text: 2. --ocr reads them." in offered.err
    assert recognised == []
    inspected = run("docs", "inspect", scan, "--ocr", "--json").object["documents"][0]
    assert inspected["warnings"] == {"2": "ocr", "3": "ocr"}
    assert recognised == [2, 3]
    asked = run(
        "ask",
        "--model",
        script("“The rent is 900 euros.” [p. 2]"),
        "--doc",
        scan,
        "--ocr",
        "Rent?",
        "--json",
    )
    (coverage,) = asked.object["coverage"]
    assert coverage["pages_read"] == 3
    assert coverage["flaws"] == [{"warning": "ocr", "pages": [2, 3]}]
    assert asked.object["citations"][0]["verdict"] == "verified"
    known = run("read", "--model", script("x"), scan, "--ocr", "--json")
    assert known.object["coverage"][0]["flaws"] == [{"warning": "ocr", "pages": [2, 3]}]
    assert recognised == [2, 3] * 2, "what is recognised is kept"


def test_a_missing_extra_ends_with_how_to_install_it(run, tmp_path, monkeypatch):
    def recognise(_self, _page, *, cancelled):
        raise DocumentError("No OCR.", code="ocr_missing", next_step="pip install 'yidesk[ocr]'")

    monkeypatch.setattr(RecognitionClient, "recognise", recognise)
    scan = write_pdf(tmp_path / "scan.pdf", Sheet(picture=True))
    ended = run("docs", "inspect", scan, "--ocr")
    assert (ended.code, "yidesk[ocr]" in ended.err) == (4, True)


def test_with_the_real_models(run, tmp_path):
    pytest.importorskip("rapidocr")
    scan = write_scans(tmp_path / "scan.pdf", [(60, 60, "灯塔看守")])
    inspected = run("docs", "inspect", scan, "--ocr", "--json").object["documents"][0]
    assert inspected["warnings"] == {"1": "ocr"}
    assert inspected["characters"] == 4

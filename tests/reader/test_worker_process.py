"""The process itself: it outlives nobody, and is allowed little."""

from __future__ import annotations

import os
import select
import subprocess
import sys

import psutil
import pytest

from tests.conftest import ROOT
from tests.reader.conftest import FILES, HOSTILE
from tests.reader.make_package import (
    make_docx,
    make_epub,
    make_odt,
    make_pptx,
    make_xlsx,
    paragraph,
    shape,
    xhtml,
)
from tests.reader.make_pdf import make_pdf, write_pdf
from yidesk.core.types import PageWarning
from yidesk.documents import limits

APPLICATION = """
import sys
from pathlib import Path
from yidesk.client.reader import ReaderClient

traps, hostile, logs, document = sys.argv[1:]
start = [sys.executable, hostile, traps]
client = ReaderClient(Path(logs), command=lambda role, address: [*start, role, address])
client.read(Path(document), on_page=lambda done, total: print(client.pid, flush=True))
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a foreign process's end")
def test_the_worker_ends_when_the_application_dies(tmp_path):
    path = write_pdf(tmp_path / "two.pdf", "one", "two")
    application = subprocess.Popen(
        [sys.executable, "-c", APPLICATION, "hang:2", HOSTILE, tmp_path / "logs", path],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with application:
        worker = os.pidfd_open(int(application.stdout.readline()))
        assert not select.select([worker], [], [], 0.2)[0], "busy in C with page 2"
        application.kill()
        ended = select.select([worker], [], [], 60)[0]
    os.close(worker)
    assert ended


def test_shutdown_ends_it_while_it_is_busy(hostile, tmp_path):
    client = hostile("hang:2", stall_seconds=0.5)
    client.read(write_pdf(tmp_path / "three.pdf", "one", "two", "three"))
    process = psutil.Process(client.pid)
    client.close()
    assert not process.is_running()


def test_it_has_limits(reader):
    reader.read(FILES / "groff.pdf")
    process = psutil.Process(reader.pid)
    if not hasattr(process, "rlimit"):
        pytest.skip("psutil shows limits on Linux only")
    assert process.rlimit(psutil.RLIMIT_AS)[1] == limits.MEMORY_BYTES
    assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert process.rlimit(psutil.RLIMIT_FSIZE)[1] == limits.LOG_BYTES
    assert process.rlimit(psutil.RLIMIT_CPU)[0] < 2 * limits.PAGE_SECONDS


def test_it_holds_no_socket_but_its_pipe(reader):
    reader.read(FILES / "groff.pdf")
    process = psutil.Process(reader.pid)
    assert process.net_connections("inet") == []
    assert process.children() == []


def test_it_reaches_for_no_network_and_writes_no_file(hostile, tmp_path):
    old = tmp_path / "old.txt"
    old.write_bytes("灯塔的特征是其闪光的节奏，每晚消耗煤油。".encode("gb18030"))
    client = hostile("phone:2")  # its audit hook raises; page 2 tries, to show that it does
    worker_pages = client.read(FILES / "groff.pdf").pages
    assert [page.warning for page in worker_pages] == [PageWarning.NONE, PageWarning.UNREADABLE]
    assert client.read(FILES / "pango-chinese.pdf").pages[0].text
    assert client.read(old).pages[0].text.startswith("灯塔")


GOOD = {
    "a.txt": "lamp",
    "a.md": "# Lamp\n\nlamp",
    "a.csv": "lamp,oil\nlamp,47\n",
    "a.py": "lamp = 47\n",
    "a.html": "<html><body>lamp",
    "a.rtf": "{\\rtf1 lamp}",
    "a.eml": "From: a\nTo: b\nSubject: c\n\nlamp",
    "a.docx": make_docx(paragraph("lamp")),
    "a.odt": make_odt("<text:p>lamp</text:p>"),
    "a.epub": make_epub({"a.xhtml": xhtml("lamp")}),
    "a.pptx": make_pptx([shape("lamp")]),
    "a.xlsx": make_xlsx({"S": "<row><c t='inlineStr'><is><t>lamp</t></is></c></row>"}),
    "a.pdf": make_pdf("lamp"),
}


def test_no_format_reaches_out_or_writes(hostile, tmp_path):
    """Python's code is watched by a hook that raises; C's by what the system knows of the process.

    The only thing it may write is its log, which is given to it open.
    """
    client = hostile()  # without traps
    for name, data in GOOD.items():
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        before = sorted(each.name for each in path.parent.iterdir())
        (page,) = client.read(path).pages
        assert "lamp" in page.text
        assert page.warning is PageWarning.NONE
        process = psutil.Process(client.pid)
        assert process.net_connections("inet") == []
        assert process.children() == []
        assert sorted(each.name for each in path.parent.iterdir()) == before
        written = [each.path for each in process.open_files() if getattr(each, "mode", "r") != "r"]
        assert all(each.endswith("worker-reader.log") for each in written), name
    assert [each.name for each in (tmp_path / "logs").iterdir()] == ["worker-reader.log"]
    assert (tmp_path / "logs" / "worker-reader.log").stat().st_size == 0

"""The reader worker with a parser that fails in chosen ways on chosen pages.

    python hostile.py TRAP:PAGE,TRAP:PAGE... ROLE ADDRESS

Page 0 is the opening of the file. Started by tests in place of the program itself.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time

from yidesk.__main__ import KEY_VARIABLE
from yidesk.core.types import Page
from yidesk.documents import allowance, limits, opening, page_requests, worker
from yidesk.documents.pdf import PdfFile
from yidesk.protocol import messages
from yidesk.protocol.channel import Channel

FORBIDDEN = ("socket.connect", "socket.bind", "subprocess.Popen", "os.system", "os.exec", "os.fork")


def crash(_number: int) -> None:
    ctypes.string_at(0)


def hang(_number: int) -> None:
    ctypes.CDLL(None).sleep(600)  # in C, without the interpreter lock


def hog(_number: int) -> None:
    ctypes.PyDLL(None).sleep(600)  # in C, holding the interpreter lock


def toil(_number: int) -> None:
    """Compute without end."""
    while True:
        pass


def starve(_number: int) -> None:
    """Take a second of which others have the processor most of the time, and end well."""
    for _ in range(12):
        until = time.process_time() + 0.02
        while time.process_time() < until:
            pass
        time.sleep(0.06)


def balloon(_number: int) -> None:
    bytearray(3 * 1024**3)


def phone(_number: int) -> None:
    socket.socket().connect(("127.0.0.1", 9))


def lie(_number: int) -> Page:
    return Page(number=99, label="", text="not what was asked for")


def fatten(_number: int) -> None:
    """Take half a gigabyte, and keep still: no limit of the system is reached."""
    bytearray(b"x") * 512 * 1024**2
    hog(0)


def spill(number: int) -> Page:
    """All the text a page may have, whatever the application has room for."""
    return Page(number=number, label="x" * 5000, text="x" * limits.MAX_PAGE_CHARACTERS)


def swell(number: int) -> Page:
    """More than a page may have."""
    return Page(number=number, label="", text="x" * (limits.MAX_PAGE_CHARACTERS + 1))


def burst(number: int) -> Page:
    """A message that is larger than any page."""
    return Page(number=number, label="", text="x" * 50_000_000)


def chatter(_number: int) -> None:
    """Say without end that it goes on."""
    while True:
        CHANNEL[0].send(messages.Progress(id=1, phase="open", done=0, total=0))


def asleep(_number: int) -> None:
    """Answers about single pages never come."""


CHANNEL: list[Channel] = []
TRAPS = {
    trap.__name__: trap
    for trap in (
        *(crash, hang, hog, toil, starve, balloon, phone, lie),
        *(fatten, spill, swell, burst, chatter, asleep),
    )
}


def set_traps(wanted: str) -> None:
    traps = {int(page): TRAPS[name] for name, page in (t.split(":") for t in wanted.split(","))}
    real_page, real_open = PdfFile.page, opening.open_document

    def page(self: PdfFile, number: int) -> Page:
        return traps.get(number, lambda _: None)(number) or real_page(self, number)

    def open_document(*arguments, **named):
        traps.get(0, lambda _: None)(0)
        return real_open(*arguments, **named)

    if "asleep" in wanted:
        page_requests.ShownPages.answer = lambda *_arguments: hang(0)
    PdfFile.page = page
    allowance.Left.take = lambda _self, document, number: allowance.read_page(document, number)
    worker.open_document = open_document


def guard(event: str, arguments: tuple) -> None:
    """Raise when Python code reaches for the network, another program or a file to write."""
    writes = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event in FORBIDDEN or writes:
        raise PermissionError(event)


if __name__ == "__main__":
    traps, role, address = sys.argv[1:]
    channel = Channel.connect(address, bytes.fromhex(os.environ.pop(KEY_VARIABLE)))
    CHANNEL.append(channel)
    if traps:
        set_traps(traps)
    sys.addaudithook(guard)
    worker.run(channel, role)

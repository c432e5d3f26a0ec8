"""RTF: paragraphs, headings and rows of tables, in any of its code pages (RTF 1.9.1).

Groups are kept on a list, not on Python's stack, so nesting costs nothing but the list.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from yidesk.documents import flow
from yidesk.documents.docx import DELETIONS
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.package import DAMAGED
from yidesk.documents.pages import CutText
from yidesk.documents.symbols import symbol

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<value>-?\d{1,10})? ?"
    rb"|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
_DEEPEST = 10_000
_TOKENS_PER_PULSE = 50_000

_DROPPED = frozenset(
    b"colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr"
    b" footerf fldinst themedata datastore nonshppict listtable filetbl revtbl xe tc".split()
)
_KEPT_STARRED = frozenset({b"shpinst", b"shppict", b"footnote"})
"""Destinations that old readers skip: text boxes stand there, and the footnotes of LibreOffice."""
_CHARACTERS = {
    b"tab": "\t",
    b"line": "\n",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"endash": "–",
    b"emdash": "—",
    b"bullet": "•",
    b"enspace": " ",
    b"emspace": " ",
    b"qmspace": " ",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_ANSI, _PICTURES = "ansi", "pictures"
"""Of a font: Western, or as the document says where old writers left that to it; and of bullets."""
_CHARSETS = {
    0: _ANSI,
    2: _PICTURES,
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""`fcharset` of a font to the encoding of text set in it."""
_PAGES = {936: "gb18030", 10000: "mac_roman", 65001: "utf-8"}
"""Code pages that Python calls otherwise than `cpN`."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    dropped: bool = False
    fonts: bool = False
    """Inside the table of fonts."""
    encoding: str = ""
    """The font's own; empty: that of the document."""
    fallback: int = 1
    """How many characters after a Unicode one stand for it in old readers."""
    hidden: bool = False
    note: bool = False
    """Inside a footnote, which stands in brackets after the word it belongs to."""


def open_rtf(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read an RTF file. Raises DocumentError."""
    reader = _Reader(pulse)
    reader.read(path.read_bytes())
    return flow.finish(path, Format.RTF, reader.flow, reader.notes)


class _Reader:
    """Follows control words and writes the text between them down."""

    def __init__(self, pulse: Callable[[], None]) -> None:
        self.flow = Flow()
        self.notes: list[str] = []
        self._pulse = pulse
        self._state = _State()
        self._groups: list[_State] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._bytes = bytearray()
        """Text in the encoding of the moment; characters of two bytes come in two tokens."""
        self._units = bytearray()
        """UTF-16 of `u` words; characters beyond the BMP come in two words."""
        self._skip = 0
        self._starred = False
        self._level = 0
        self._in_table = False
        self._cells_due = 0

    def read(self, data: bytes) -> None:
        """Write down a whole file, or what there is of it."""
        place = count = 0
        while match := _TOKEN.match(data, place):
            place = match.end()
            count += 1
            if count % _TOKENS_PER_PULSE == 0:
                self._pulse()
            if match["word"]:
                place += self._word(match["word"], _number(match["value"]))
            elif match["brace"]:
                self._brace(match["brace"])
            else:
                self._plain(match)
        self._flush()
        self.flow.end(self._level)
        if self._groups:
            self.notes.append(DAMAGED)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        self._starred = False
        if brace == b"{":
            if len(self._groups) < _DEEPEST:
                self._groups.append(self._state)
        elif self._groups:
            inner, self._state = self._state, self._groups.pop()
            if inner.note and not self._state.note:
                self._say(")")

    def _plain(self, match: re.Match[bytes]) -> None:
        """Text, characters in hexadecimal, or a symbol such as `~`."""
        if match["symbol"] == b"*":
            self._starred = True
        elif match["symbol"]:
            self._say(_SYMBOLS.get(match["symbol"], ""))
        elif match["hex"]:
            self._take(bytes.fromhex(match["hex"].replace(b"\\'", b"").decode("ascii")))
        elif match["text"]:
            self._take(match["text"])

    def _take(self, text: bytes) -> None:
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        if self._silent():
            return
        text = text[skipped:]
        if text and self._units:
            self._flush()
        self._bytes += text

    def _silent(self) -> bool:
        return self._state.dropped or self._state.fonts or self._state.hidden

    def _say(self, text: str) -> None:
        self._flush()
        if text and not self._silent():
            self._open_cells()
            self.flow.write(text)

    def _flush(self) -> None:
        """Decode what has gathered."""
        text = _decoded(bytes(self._bytes), self._state.encoding, self._encoding)
        text += self._units.decode("utf-16-le", "replace")
        self._bytes.clear()
        self._units.clear()
        if text:
            self._open_cells()
            self.flow.write(text)

    def _word(self, word: bytes, value: int | None) -> int:
        """Obey a control word; how many bytes after it are no text."""
        if word == b"bin":
            return max(value or 0, 0)
        if word == b"u" and value is not None:
            self._unicode(value)
            return 0
        self._flush()
        if (self._starred and word not in _KEPT_STARRED) or word in _DROPPED:
            self._state = replace(self._state, dropped=True)
        self._starred = False
        if word in _CHARACTERS:
            self._say(" " if self.flow.in_row else _CHARACTERS[word])
        elif not self._state.dropped:
            self._layout(word, value)
            self._character(word, value)
        return 0

    def _unicode(self, value: int) -> None:
        if self._bytes:
            self._flush()
        if not self._silent():
            self._units += (value & 0xFFFF).to_bytes(2, "little")
        self._skip = self._state.fallback

    def _layout(self, word: bytes, value: int | None) -> None:
        """Paragraphs, headings and tables."""
        if word == b"pard":
            self._level, self._in_table = 0, False
        elif word == b"outlinelevel":
            self._level = (value or 0) + 1 if (value or 0) < 9 else 0
        elif word == b"intbl":
            self._in_table = True
        elif word in {b"par", b"sect", b"page"}:
            self.flow.end(self._level)
        elif word in {b"cell", b"nestcell"}:
            self._open_cells()
            self._cells_due += 1
        elif word == b"row":
            self.flow.close_row()
            self._cells_due = 0

    def _open_cells(self) -> None:
        """A cell is opened by what stands in it."""
        if self._in_table and not self.flow.in_row:
            self.flow.open_row()
            self._cells_due = 1
        for _ in range(self._cells_due):
            self.flow.open_cell()
        self._cells_due = 0

    def _character(self, word: bytes, value: int | None) -> None:
        """Fonts, encodings, hidden and deleted text."""
        if word == b"fonttbl":
            self._state = replace(self._state, fonts=True)
        elif word == b"f":
            self._font = value or 0
            if not self._state.fonts:
                self._state = replace(self._state, encoding=self._fonts.get(self._font, ""))
        elif word == b"fcharset" and self._state.fonts:
            self._fonts[self._font] = _CHARSETS.get(value or 0, "")
        elif word == b"ansicpg":
            self._encoding = _code_page(value or 0)
        elif word == b"footnote":
            self._say(" (note: ")
            self._state = replace(self._state, note=True)
        elif word == b"uc":
            self._state = replace(self._state, fallback=min(max(value or 0, 0), 8))
        elif word == b"plain":
            self._state = replace(self._state, encoding="", hidden=False)
        elif word in {b"v", b"deleted"}:
            self._hide(word, hidden=value != 0)

    def _hide(self, word: bytes, *, hidden: bool) -> None:
        self._state = replace(self._state, hidden=hidden)
        if word == b"deleted" and DELETIONS not in self.notes:
            self.notes.append(DELETIONS)


def _decoded(data: bytes, of_font: str, of_document: str) -> str:
    if of_font == _PICTURES:
        return "".join(symbol(each) if each > 0x7F else chr(each) for each in data)
    if of_font == _ANSI:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(of_document)
        return data.decode("cp1252", "replace")
    return data.decode(of_font or of_document, "replace")


def _number(text: bytes | None) -> int | None:
    return int(text) if text else None


def _code_page(number: int) -> str:
    name = _PAGES.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name

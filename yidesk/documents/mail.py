"""E-mail (EML) and saved pages of one file (MHTML): headers, body, and what is attached by name.

RFC 5322 and 2045 to 2047 through the standard library. Attachments are named, not read.
"""

from __future__ import annotations

import email.errors
from email.feedparser import BytesFeedParser
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from yidesk.core.errors import DocumentError
from yidesk.documents import flow
from yidesk.documents.encoding import decode, superset_of
from yidesk.documents.files import shown_name
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import not_markup
from yidesk.documents.package import DAMAGED
from yidesk.documents.pages import CutText
from yidesk.documents.pulse import Pulse, no_pulse, paced
from yidesk.documents.text import BLOCK, read_bytes
from yidesk.documents.web_page import decode_html, write_html

HEADERS = ("From", "To", "Cc", "Date", "Subject")
HEADER_CHARACTERS = 2000
"""A list of thousands of receivers is cut; decoding takes time that grows faster than it."""
MOST_PARTS = 1000

_Mail: TypeAlias = "Message[str, str]"


class _AsItStands(Compat32):
    """Headers with the bytes they have, in whatever encoding."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        """The header's value."""
        return value


def open_mail(path: Path, pulse: Pulse = no_pulse) -> CutText:
    """Read a mail. Raises DocumentError."""
    name = shown_name(path)
    data = read_bytes(path, pulse)
    try:
        mail = _parsed(data, pulse)
        parts = list(islice(mail.walk(), MOST_PARTS))
    except (RecursionError, ValueError, LookupError, AttributeError, email.errors.MessageError):
        raise not_markup(name) from None  # parts within parts within parts
    writer = _Writer(name, pulse)
    writer.write(mail, parts)
    subject = " ".join(_header(mail, "Subject").split())[:80]
    return flow.finish(path, Format.MAIL, writer.flow, writer.notes, subject)


def _parsed(data: bytes, pulse: Pulse) -> _Mail:
    """The mail in DATA, fed to the parser piece by piece."""
    parser = BytesFeedParser(policy=_AsItStands())
    for start in paced(range(0, len(data), BLOCK), pulse, 1):
        parser.feed(data[start : start + BLOCK])
    return parser.close()


class _Writer:
    """Writes down a mail and the mails within it."""

    def __init__(self, name: str, pulse: Pulse) -> None:
        self.flow = Flow()
        self.notes: list[str] = []
        self._name = name
        self._pulse = pulse
        self._attachments: list[str] = []

    def write(self, mail: _Mail, parts: list[_Mail]) -> None:
        chosen = _chosen_bodies(parts)
        self._headers(mail)
        for part in paced(parts, self._pulse, 1):
            if part is not mail and part.get("Subject") is not None:
                self._headers(part)  # a mail that was sent on
            if part.is_multipart():
                continue
            if _is_attachment(part):
                self._attachments += _describe(part)
            elif id(part) in chosen:
                self._body(part)
        for line in self._attachments:
            self.flow.write(f"Attachment: {line}")
            self.flow.end(tight=True)

    def _headers(self, mail: _Mail) -> None:
        self.flow.end()
        for name in HEADERS:
            value = _header(mail, name)
            if value:
                self.flow.write(f"{name}: {value}")
                self.flow.end(tight=True)

    def _body(self, part: _Mail) -> None:
        data = _payload(part)
        text = _text(part, data)
        if part.get_content_type() == "text/html":
            try:
                _, whole = write_html(text, self._name, self.flow)
            except DocumentError:
                whole = not text.strip()
            if not whole and DAMAGED not in self.notes:
                self.notes.append(DAMAGED)
            return
        for paragraph in text.replace("\r\n", "\n").split("\n\n"):
            self.flow.write(paragraph)
            self.flow.end()


def _chosen_bodies(parts: list[_Mail]) -> set[int]:
    """One of every set of alternatives: the plain text, and HTML where there is none."""
    chosen: set[int] = set()
    spare: set[int] = set()
    for part in parts:
        if part.get_content_type() == "multipart/alternative" and part.is_multipart():
            texts = [each for each in islice(part.walk(), MOST_PARTS) if _is_text(each)]
            plain = [each for each in texts if each.get_content_type() == "text/plain"]
            filled = [each for each in plain if _payload(each).strip()]
            spare |= {id(each) for each in texts} - {id(each) for each in filled or texts}
    chosen = {id(part) for part in parts if _is_text(part)}
    return chosen - spare


def _is_text(part: _Mail) -> bool:
    return part.get_content_maintype() == "text" and not _is_attachment(part)


def _is_attachment(part: _Mail) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_type() not in {"text/plain", "text/html"}


def _describe(part: _Mail) -> list[str]:
    """The name, kind and size of an attachment; nothing for pictures within a saved page."""
    name = _filename(part)
    if not name and part.get_content_disposition() != "attachment":
        return []
    name = name or "(no name)"
    return [f"{name} ({part.get_content_type()}, {len(_payload(part)):,} bytes)"]


def _filename(part: _Mail) -> str:
    """What the attachment is called; nothing when its name is no text in any encoding."""
    try:
        return " ".join(_decoded(part.get_filename("")).split())
    except (ValueError, LookupError, TypeError):  # the library does not check what it decodes
        return ""


def _payload(part: _Mail) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return data if isinstance(data, bytes) else b""


def _text(part: _Mail, data: bytes) -> str:
    try:
        charset = part.get_content_charset("")
        if charset not in {"", "us-ascii", "unknown-8bit"}:
            return data.decode(superset_of(charset), "replace")
    except (LookupError, ValueError):
        pass  # it names an encoding that does not exist
    decoded = decode_html(data) if part.get_content_type() == "text/html" else decode(data)
    return decoded.text if decoded else ""


def _header(mail: _Mail, name: str) -> str:
    """A header as text on one line; of several the first."""
    value = next(iter(mail.get_all(name, [])), "")
    return " ".join(_decoded(str(value)).split())


def _decoded(value: str) -> str:
    value = value[:HEADER_CHARACTERS]
    try:
        pieces = [(data, name and superset_of(name)) for data, name in decode_header(value)]
        text = str(make_header(pieces))
    except (email.errors.MessageError, ValueError, LookupError):
        text = value
    raw = text.encode("utf-8", "surrogateescape")
    decoded = decode(raw) if any("\udc80" <= each <= "\udcff" for each in text) else None
    return decoded.text if decoded else raw.decode("utf-8", "replace")

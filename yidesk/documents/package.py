"""A zip file from a stranger: its parts by name, within limits, broken ones as far as they go.

Names are only looked up here, never used as paths, so `../../etc/passwd` is a name like others.
The directory is read by zipfile; the parts are inflated here, because zipfile gives nothing of a
part whose end is damaged. APPNOTE is PKWARE's https://pkware.cachefly.net/webdocs/APPNOTE/.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from yidesk.core.errors import DocumentError
from yidesk.core.words import phrase
from yidesk.documents import limits, markup
from yidesk.documents.files import cannot_open, shown_name
from yidesk.documents.pulse import no_pulse
from yidesk.documents.salvage import Member, scan

DAMAGED = phrase("The file is damaged; what could still be read of it is here.")

PACKED_BLOCK = 64 * 1024
UNPACKED_BLOCK = 1024 * 1024

_LOCAL = struct.Struct("<4s5H3I2H")
"""A part's own header (APPNOTE 4.3.7)."""
_END = struct.Struct("<4s4H2IH")
"""The end of the directory (APPNOTE 4.3.16); it lies within the last 64 KB."""
_ENCRYPTED = 1


class Package:
    """The parts of a zip file."""

    def __init__(self, path: Path, pulse: Callable[[], None] = no_pulse) -> None:
        """Read the directory; PULSE is called for every block unpacked. Raises DocumentError."""
        self.name = shown_name(path)
        self.notes: list[str] = []
        self._path = path
        self.pulse = pulse
        """Says that the reader is alive; raises Cancelled when nobody waits any more."""
        self._unpacked = 0
        self._marks = 0
        self._members = self._directory()

    @property
    def parts(self) -> list[str]:
        """The names of all parts, as they lie in the file."""
        return list(self._members)

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def read(self, part: str) -> bytes:
        """A part in memory; its beginning when the rest is damaged. Raises DocumentError."""
        data = b"".join(self.chunks(part, limits.MAX_PART_BYTES))
        self._marks += markup.check(data, self.name, self._marks)
        return data

    def xml(self, part: str) -> markup.Element:
        """A part as a tree. Raises DocumentError."""
        parsed = markup.parse(self.read(part), self.name)
        if not parsed.whole:
            self.note(DAMAGED)
        return parsed.root

    def rows(self, part: str, tag: str) -> Iterator[markup.Element]:
        """Elements TAG of a part too large for a tree, one by one. Raises DocumentError."""
        return markup.stream(self.chunks(part, limits.MAX_UNPACKED_BYTES), tag, self.name)

    def note(self, remark: str) -> None:
        """Say something about the file, once."""
        if remark not in self.notes:
            self.notes.append(remark)

    def chunks(self, part: str, most: int) -> Iterator[bytes]:
        """A part piece by piece, up to MOST bytes in all. Raises DocumentError."""
        member = self._member(part)
        done = crc = 0
        with self._path.open("rb") as file:
            for chunk in self._inflated(file, member):
                done += len(chunk)
                self._unpacked += len(chunk)
                self._check_size(done, most, member)
                crc = zlib.crc32(chunk, crc)
                self.pulse()
                yield chunk
        if member.crc not in {None, crc}:
            self.note(DAMAGED)

    def _directory(self) -> dict[str, Member]:
        try:
            self._check_count()
            with zipfile.ZipFile(self._path) as archive:
                return {info.filename: _member_of(info) for info in archive.infolist()}
        except OSError as error:
            raise cannot_open(self.name, error) from None
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, IndexError):
            self.note(DAMAGED)
            return dict(scan(self._path))

    def _check_count(self) -> None:
        """Refuse a directory of millions before it is made into objects. Raises DocumentError."""
        with self._path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - 65_536 - _END.size, 0))
            tail = file.read()
        place = tail.rfind(b"PK\x05\x06")
        if place < 0 or len(tail) < place + _END.size:
            return
        count = _END.unpack_from(tail, place)[4]
        directory = _END.unpack_from(tail, place)[5]
        if count > limits.MAX_PARTS or 1024 * limits.MAX_PARTS < directory < size:
            raise too_much(self.name)

    def _member(self, part: str) -> Member:
        member = self._members.get(part)
        if member is None:
            raise damaged(self.name)
        if member.flags & _ENCRYPTED:
            raise protected(self.name)
        return member

    def _inflated(self, file: BinaryIO, member: Member) -> Iterator[bytes]:
        if member.header < 0:  # the directory counts from elsewhere
            raise damaged(self.name)
        file.seek(member.header)
        head = file.read(_LOCAL.size)
        if member.method not in {0, 8} or len(head) < _LOCAL.size or head[:2] != b"PK":
            raise damaged(self.name)
        names = _LOCAL.unpack(head)[-2:]
        file.seek(member.header + _LOCAL.size + sum(names))
        packed = _blocks(file, member.packed)
        if member.method == 0:
            yield from packed
            return
        try:
            yield from _inflate(packed)
        except zlib.error:
            self.note(DAMAGED)

    def _check_size(self, done: int, most: int, member: Member) -> None:
        bomb = done > limits.RATIO_COUNTS_FROM and done > limits.MAX_RATIO * member.packed
        if bomb or done > most or self._unpacked > limits.MAX_UNPACKED_BYTES:
            raise too_much(self.name)


def protected(name: str) -> DocumentError:
    """The error for an encrypted file."""
    return DocumentError(
        "{name} is protected by a password that only its own program can ask for.",
        code="document_encrypted",
        next_step="Open it in that program, and save a copy without a password.",
        name=name,
    )


def too_much(name: str) -> DocumentError:
    """The error for a file that holds more than any document."""
    return DocumentError(
        "{name} unpacks to more than a document can hold.",
        code="document_too_large",
        next_step="If it is meant so, split it in the program it was made with.",
        name=name,
    )


def damaged(name: str) -> DocumentError:
    """The error for a file of which nothing can be read."""
    return DocumentError(
        "{name} is damaged: parts of it are missing or cannot be unpacked.",
        code="document_damaged",
        next_step="Download or copy it again, or save it anew from a program that still opens it.",
        name=name,
    )


def _member_of(info: zipfile.ZipInfo) -> Member:
    return Member(
        info.header_offset, info.compress_size, info.compress_type, info.flag_bits, info.CRC
    )


def _blocks(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (block := file.read(min(size, PACKED_BLOCK))):
        size -= len(block)
        yield block


def _inflate(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Inflate in steps of bounded size; what came before an error has been given already."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for block in packed:
        rest = block
        while rest and not inflater.eof:
            yield inflater.decompress(rest, UNPACKED_BLOCK)
            rest = inflater.unconsumed_tail
    yield inflater.flush()

"""What a container holds: zip files told apart by their members, whatever they are called."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.documents.files import shown_name
from yidesk.documents.formats import Format
from yidesk.documents.package import Package, protected

TYPES = "[Content_Types].xml"
MIMETYPE = "mimetype"
MIMETYPE_BYTES = 200

_MAIN_TYPES = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml"), Format.DOCX),
    (
        re.compile(rb"word\.(?:document|template)\.macroEnabled(?:Template)?\.main\+xml"),
        Format.DOCX,
    ),
    (re.compile(rb"presentationml\.(?:presentation|slideshow|template)\.main\+xml"), Format.PPTX),
    (re.compile(rb"powerpoint\.\w+\.macroEnabled\.main\+xml"), Format.PPTX),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml"), Format.XLSX),
    (re.compile(rb"ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml"), Format.XLSX),
)
"""Content types of main parts (ECMA-376 part 1, 15.2; [MS-OFFMACRO2] for those with macros)."""
_MAIN_PARTS = {
    "word/document.xml": Format.DOCX,
    "ppt/presentation.xml": Format.PPTX,
    "xl/workbook.xml": Format.XLSX,
    "META-INF/container.xml": Format.EPUB,
}
"""Where they lie in practice, for files whose list of types is lost."""
_MIMETYPES = {
    b"application/epub+zip": Format.EPUB,
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.text-template": Format.ODT,
}
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OLE_SECTORS = struct.Struct("<30xH16xI")
"""Size of a sector as a power of two, and the directory's first sector ([MS-CFB] 2.2)."""
_OLE_ENTRY = 128
_OLE_SECTORS_READ = 64


def kind_of_zip(path: Path) -> Format:
    """The format of a zip file. Raises DocumentError when it is none that can be read."""
    package = Package(path)
    form = _by_mimetype(package) or _by_types(package) or _by_parts(package)
    if form is None:
        raise DocumentError(
            "{name} is a file of another kind ({kind}), which cannot be read.",
            code="format_unsupported",
            next_step="If documents are in it, unpack it and add those; or save it as PDF.",
            name=package.name,
            kind=_name_of(package),
        )
    return form


def kind_of_ole(path: Path) -> DocumentError:
    """Why a compound file ([MS-CFB]) cannot be read: it is encrypted, or of before 2007."""
    name = shown_name(path)
    if _ENCRYPTED_STREAM in _ole_directory(path):
        return protected(name)
    return DocumentError(
        "{name} is a file of Microsoft Office 97-2003, which cannot be read.",
        code="format_unsupported",
        next_step="Open it in a program that can, and save it as DOCX, XLSX, PPTX or PDF.",
        name=name,
    )


def _by_mimetype(package: Package) -> Format | None:
    if MIMETYPE not in package:
        return None
    return _MIMETYPES.get(_beginning(package, MIMETYPE, MIMETYPE_BYTES).strip())


def _by_types(package: Package) -> Format | None:
    if TYPES not in package:
        return None
    types = _beginning(package, TYPES, 1024 * 1024)
    return next((form for pattern, form in _MAIN_TYPES if pattern.search(types)), None)


def _by_parts(package: Package) -> Format | None:
    return next((form for part, form in _MAIN_PARTS.items() if part in package), None)


def _name_of(package: Package) -> str:
    mimetype = _beginning(package, MIMETYPE, MIMETYPE_BYTES) if MIMETYPE in package else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return "LibreOffice"
    return "Microsoft Office" if TYPES in package else "ZIP"


def _beginning(package: Package, part: str, most: int) -> bytes:
    """The first bytes of a part; nothing when it cannot be unpacked."""
    try:
        return next(package.chunks(part, 2 * most), b"")[:most]
    except DocumentError:
        return b""


def _ole_directory(path: Path) -> bytes:
    """The names in a compound file's directory, which as a rule lies in one piece."""
    with path.open("rb") as file:
        power, first = _OLE_SECTORS.unpack(
            file.read(_OLE_SECTORS.size).ljust(_OLE_SECTORS.size, b"\0")
        )
        size = 1 << min(power, 12)
        file.seek((first + 1) * size)
        return file.read(_OLE_SECTORS_READ * _OLE_ENTRY * 4)

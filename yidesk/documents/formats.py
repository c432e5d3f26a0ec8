"""The kinds of file that can be read, and how those that cannot are told from their first bytes."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The kinds of file that can be read."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    TABLE = "csv"
    CODE = "code"
    HTML = "html"
    DOCX = "docx"
    ODT = "odt"
    EPUB = "epub"
    PPTX = "pptx"
    XLSX = "xlsx"
    RTF = "rtf"
    MAIL = "eml"


READABLE = "PDF, Word, ODT, EPUB, HTML, PowerPoint, Excel, RTF, e-mail and text can be read."
"""The next step of every refusal: save it as one of these."""

_CODE_SUFFIXES = (
    *(".bash", ".bat", ".c", ".cc", ".cfg", ".cpp", ".cs", ".css", ".go", ".h", ".hpp", ".ini"),
    *(".java", ".js", ".json", ".jsx", ".kt", ".lua", ".m", ".php", ".pl", ".ps1", ".py", ".r"),
    *(".rb", ".rs", ".scala", ".sh", ".sql", ".swift", ".toml", ".ts", ".tsx", ".xml", ".yaml"),
)
BY_SUFFIX = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), Format.MARKDOWN),
    **dict.fromkeys((".csv", ".tsv"), Format.TABLE),
    **dict.fromkeys((".htm", ".html", ".xhtml"), Format.HTML),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), Format.MAIL),
    **dict.fromkeys(_CODE_SUFFIXES, Format.CODE),
}
"""What a text is called decides between kinds of text that look alike."""
SUFFIXES = frozenset(
    (
        *BY_SUFFIX,
        *(".pdf", ".txt", ".text", ".rtf", ".odt", ".epub"),
        *(".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm"),
    )
)
"""What files are called that are taken from a folder; one that is given by itself may be called
anything."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF_MAGIC = b"{\\rtf"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")

_MAGICS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (OLE_MAGIC, "Microsoft Office 97-2003"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ\0", "XZ"),
    (b"\x28\xb5\x2f\xfd", "ZSTD"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"SQLite format 3\0", "SQLite"),
    (b"GGUF", "GGUF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\0", "EXE"),
    (b"OggS", "OGG"),
    (b"ID3", "MP3"),
    (b"fLaC", "FLAC"),
    (b"AT&TFORM", "DjVu"),
    (b"%!PS", "PostScript"),
)


def binary_kind(head: bytes) -> str:
    """The name of a kind of file that cannot be read; empty when it is none of those known."""
    return next((kind for magic, kind in _MAGICS if head.startswith(magic)), "")

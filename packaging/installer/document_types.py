r"""What "Open with" offers YiDesk for, in each system's words; nothing is taken over anywhere.

One table, which a test holds to the names of files that documents/formats.py reads.

Linux     media types in the desktop entry, and one of our own for models
          (freedesktop.org's Desktop Entry and Shared MIME-info specifications)
macOS     a Uniform Type Identifier each, with the rank "Alternate"
Windows   SupportedTypes below Applications\YiDesk.exe: the list "Open with", and nothing else.
          Briefcase's own document types would write themselves over what opens a PDF there
"""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.documents.formats import BY_SUFFIX, Format

GGUF_MEDIA_TYPE = "application/x-gguf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MICROSOFT = "application/vnd.ms-{}.macroEnabled.12"
_OPEN_XML = "org.openxmlformats"


@dataclass(frozen=True)
class DocumentType:
    """Files that the systems take for one kind."""

    key: str
    description: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    """As freedesktop.org's shared database calls them, old names too."""
    uti: str = ""
    """Apple's Uniform Type Identifier; empty where there is none: one is declared then."""
    about: str = ""
    """Where the format is described, when its first media type is not a registered one."""


def _named(kind: Format) -> tuple[str, ...]:
    return tuple(suffix for suffix, each in BY_SUFFIX.items() if each is kind)


DOCUMENT_TYPES = (
    DocumentType("pdf", "PDF document", (".pdf",), ("application/pdf",), "com.adobe.pdf"),
    DocumentType(
        "docx",
        "Word document",
        (".docx",),
        (f"{_OFFICE}.wordprocessingml.document",),
        f"{_OPEN_XML}.wordprocessingml.document",
    ),
    DocumentType(
        "docm",
        "Word document with macros",
        (".docm",),
        (_MICROSOFT.format("word.document"),),
        f"{_OPEN_XML}.wordprocessingml.document.macroenabled",
    ),
    DocumentType(
        "pptx",
        "PowerPoint presentation",
        (".pptx",),
        (f"{_OFFICE}.presentationml.presentation",),
        f"{_OPEN_XML}.presentationml.presentation",
    ),
    DocumentType(
        "pptm",
        "PowerPoint presentation with macros",
        (".pptm",),
        (_MICROSOFT.format("powerpoint.presentation"),),
        f"{_OPEN_XML}.presentationml.presentation.macroenabled",
    ),
    DocumentType(
        "xlsx",
        "Excel workbook",
        (".xlsx",),
        (f"{_OFFICE}.spreadsheetml.sheet",),
        f"{_OPEN_XML}.spreadsheetml.sheet",
    ),
    DocumentType(
        "xlsm",
        "Excel workbook with macros",
        (".xlsm",),
        (_MICROSOFT.format("excel.sheet"),),
        f"{_OPEN_XML}.spreadsheetml.sheet.macroenabled",
    ),
    DocumentType(
        "odt",
        "OpenDocument text",
        (".odt",),
        ("application/vnd.oasis.opendocument.text",),
        "org.oasis-open.opendocument.text",
    ),
    DocumentType(
        "epub", "EPUB book", (".epub",), ("application/epub+zip",), "org.idpf.epub-container"
    ),
    DocumentType("rtf", "Rich text", (".rtf",), ("application/rtf", "text/rtf"), "public.rtf"),
    DocumentType(
        "html",
        "Web page",
        _named(Format.HTML),
        ("text/html", "application/xhtml+xml"),
        "public.html",
    ),
    DocumentType("eml", "E-mail message", (".eml",), ("message/rfc822",), "com.apple.mail.email"),
    DocumentType(
        "mhtml",
        "Saved web page",
        (".mhtml", ".mht"),
        ("application/x-mimearchive", "multipart/related"),
        about="https://www.rfc-editor.org/rfc/rfc2557",
    ),
    # every kind of plain text is one to the systems: their own types for Markdown, tables and
    # programs descend from these
    DocumentType(
        "txt",
        "Text",
        (
            *(".txt", ".text"),
            *_named(Format.MARKDOWN),
            *_named(Format.TABLE),
            *_named(Format.CODE),
        ),
        ("text/plain", "text/markdown", "text/csv", "text/tab-separated-values"),
        "public.text",
    ),
    DocumentType(
        "gguf",
        "Model of llama.cpp",
        (".gguf",),
        (GGUF_MEDIA_TYPE,),
        about="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md",
    ),
)


def media_types() -> list[str]:
    """What the desktop entry of Linux lists."""
    return [each for kind in DOCUMENT_TYPES for each in kind.media_types]


def of_macos(icon: str) -> dict[str, dict[str, str | dict[str, str]]]:
    """Briefcase's document types for macOS; ICON: a file's name without its ending."""
    return {kind.key: _of_macos(kind, icon) for kind in DOCUMENT_TYPES}


def _of_macos(kind: DocumentType, icon: str) -> dict[str, str | dict[str, str]]:
    # that YiDesk does not become the program for these files by itself
    rank = {"LSHandlerRank": "Alternate", "CFBundleTypeRole": "Viewer"}
    return {
        "description": kind.description,
        "extension": kind.suffixes[0].removeprefix("."),
        "mime_type": kind.media_types[0],
        "icon": icon,
        "url": kind.about or f"https://www.iana.org/assignments/media-types/{kind.media_types[0]}",
        "macOS": {**rank, **({"LSItemContentTypes": kind.uti} if kind.uti else {})},
    }


def windows_install(program: str) -> str:
    """The batch file that Briefcase's installer runs at its end; PROGRAM: its name without .exe."""
    key = _key(program)
    values = [
        rf'reg add "%ROOT%\{key}" /v FriendlyAppName /d "{program}" /f',
        rf'reg add "%ROOT%\{key}\shell\open\command" /ve /d "\"%PROGRAM%\" \"%%1\"" /f',
        *(
            rf'reg add "%ROOT%\{key}\SupportedTypes" /v {suffix} /d "" /f'
            for kind in DOCUMENT_TYPES
            for suffix in kind.suffixes
        ),
    ]
    start = [
        "@echo off",
        'set "ROOT=HKCU"',
        'if "%ALLUSERS%"=="1" set "ROOT=HKLM"',
        f'for %%I in ("%~dp0..\\{program}.exe") do set "PROGRAM=%%~fI"',
    ]
    return _batch([*start, *(f"{value} >nul" for value in values)])


def windows_uninstall(program: str) -> str:
    """The batch file that is run before the program is removed."""
    roots = ("HKCU", "HKLM")
    return _batch(
        ["@echo off", *(rf'reg delete "{root}\{_key(program)}" /f >nul 2>nul' for root in roots)]
    )


def _key(program: str) -> str:
    return rf"Software\Classes\Applications\{program}.exe"


def _batch(lines: list[str]) -> str:
    """A batch file; whatever went wrong, a list that is not complete must not stop an installer."""
    return "\r\n".join([*lines, "exit /b 0", ""])

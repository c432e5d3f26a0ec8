"""The door to llama.cpp: the only file that imports `llama_cpp`.

It silences the binding's own log, keeps llama.cpp's last lines, and has ggml's last words before
an abort sent to standard error, which is the worker's log.
"""

from __future__ import annotations

import collections
import ctypes
import functools
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import llama_cpp.llama_cpp
import numpy as np
import numpy.typing as npt

from yidesk.core.words import phrase

lib = llama_cpp.llama_cpp
"""The ctypes layer: llama.h, function by function."""

Tokens = npt.NDArray[np.int32]
Buffer = npt.NDArray[np.uint8]
Handle = Any
"""A C pointer or struct; ctypes gives them no type worth naming."""

KV_TYPES = {"f16": 1, "q4_0": 2, "q8_0": 8}
"""ggml_type numbers (ggml.h) of the KV cache types this program offers."""

_LOG_LINES = 200
_DEBUG_LEVEL, _ERROR_LEVEL = 1, 4
"""GGML_LOG_LEVEL_*; the binding's own table is of an older enum and drops errors."""

log_lines: collections.deque[str] = collections.deque(maxlen=_LOG_LINES)
"""What llama.cpp said last."""


@lib.llama_log_callback  # type: ignore[untyped-decorator] # ctypes
def _on_log(level: int, text: bytes, _data: object) -> None:
    if level == _DEBUG_LEVEL:  # a thousand lines for every context
        return
    line = text.decode("utf-8", "replace")
    log_lines.append(line)
    if level == _ERROR_LEVEL:
        sys.stderr.write(line)


lib.llama_log_set(_on_log, ctypes.c_void_p(0))


def ggml(name: str) -> Handle:
    """The function NAME of ggml, on which llama.cpp stands.

    Raises AttributeError when this build has none.
    """
    return find(name, ggml_libraries(sys.platform))


def find(name: str, libraries: Iterable[Handle]) -> Handle:
    """The function NAME in the first of LIBRARIES that has it. Raises AttributeError."""
    found = (getattr(library, name, None) for library in libraries)
    function = next(filter(None, found), None)
    if function is None:
        raise AttributeError(name)
    return function


def ggml_libraries(platform: str) -> Iterator[Handle]:
    """Where ggml's functions are found on PLATFORM (sys.platform), one after the other.

    Through libllama, which reaches what it depends on: a Linux wheel holds libggml three times, and
    one opened by its name would have a registry of its own, without any device. Windows looks for a
    name in one library alone; there ggml's are opened again, which gives those that are loaded.
    """
    yield lib._lib  # noqa: SLF001 - the binding offers no other way
    if platform == "win32":
        for each in ("ggml", "ggml-base"):
            yield lib.load_shared_library(each, lib._base_path)  # noqa: SLF001 - as above


@functools.cache
def start_backend() -> None:
    """Initialise llama.cpp once, with ggml's last words before an abort sent to standard error."""
    set_abort_callback = ggml("ggml_set_abort_callback")
    set_abort_callback.argtypes = [_AbortMessage]
    set_abort_callback(_on_abort)
    lib.llama_backend_init()


_AbortMessage = ctypes.CFUNCTYPE(None, ctypes.c_char_p)


@_AbortMessage  # type: ignore[untyped-decorator] # ctypes
def _on_abort(message: bytes) -> None:
    sys.stderr.write(f"ggml aborts: {message.decode('utf-8', 'replace')}\n")
    sys.stderr.flush()


def build() -> str:
    """Which llama.cpp this is; a KV state of another build is not taken.

    Its version is the same for hundreds of commits ("0.5.0-dev"), so the binding's, and the commit,
    are told too; then what it was built for.
    """
    commit = ggml("ggml_commit")
    commit.restype = ctypes.c_char_p
    told = (lib.llama_version(), commit(), lib.llama_print_system_info())
    return " ".join((llama_cpp.__version__, *(text.decode("utf-8", "replace") for text in told)))


_NO_MEMORY = re.compile(r"(failed|unable) to (re)?allocate|out of memory", re.IGNORECASE)


class LoadError(Exception):
    """llama.cpp refused a model file or could not make a context; carries its last words."""

    def __init__(self, reason: str = "", *, out_of_memory: bool = False) -> None:
        """REASON: where llama.cpp was not even asked."""
        errors = [line.strip() for line in log_lines if "rror" in line or "fail" in line]
        super().__init__(reason or (errors[-1] if errors else phrase("no reason given")))
        self.out_of_memory = out_of_memory or any(map(_NO_MEMORY.search, log_lines))
        """Whether less of everything may help; else the file or the options are at fault."""


class StateError(Exception):
    """A KV state could not be saved or restored."""

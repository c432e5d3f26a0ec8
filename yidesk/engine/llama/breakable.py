"""A llama_context that is created once, freed once, and can be broken off while it computes."""

from __future__ import annotations

import ctypes
import sys

from yidesk.engine.llama.binding import Handle, LoadError, lib, log_lines
from yidesk.engine.llama.model import Model


class Breakable:
    """What every kind of context has. Belongs to one thread; `abort` may be called from another."""

    def __init__(self, model: Model, parameters: Handle, *, threads: int) -> None:
        """Allocate a context with PARAMETERS, a llama_context_params.

        Raises LoadError when there is not enough memory.
        """
        log_lines.clear()
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        parameters.offload_kqv = parameters.op_offload = model.on_gpu
        self._abort = ctypes.create_string_buffer(2)
        self._abort_callback = _abort_when_not_empty()
        parameters.abort_callback = self._abort_callback
        parameters.abort_callback_data = ctypes.addressof(self._abort)
        self._handle = lib.llama_init_from_model(model.handle, parameters)
        if not self._handle:
            raise LoadError

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return bool(self._handle)

    @property
    def is_aborted(self) -> bool:
        """Whether `abort` was called and not taken back."""
        return self._abort[0] != b"\0"

    def abort(self) -> None:
        """Break off what is computed, or what will be next (at once on a CPU). Thread-safe."""
        self._abort[0] = b"\x01"

    def rearm(self) -> None:
        """Take back `abort`."""
        self._abort[0] = b"\0"

    def close(self) -> None:
        """Free the memory. Samplers must have been closed before."""
        if self._handle:
            lib.llama_free(self._handle)
            self._handle = None


def _abort_when_not_empty() -> Handle:
    """An abort callback without Python in it: C's strlen, on a buffer that is empty or not.

    A Python callback would take the GIL some 500 times per token.
    """
    c_library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    return ctypes.cast(c_library.strlen, lib.ggml_abort_callback)

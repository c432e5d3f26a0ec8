"""What llama.cpp can compute on here."""

from __future__ import annotations

import ctypes
import functools

from yidesk.engine.llama.binding import Handle, ggml, start_backend


class Device:
    """Something that computes: a GPU, an accelerator or the CPU."""

    def __init__(self, handle: Handle) -> None:
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        _function("memory")(handle, ctypes.byref(free), ctypes.byref(total))
        self.name: str = _function("name")(handle).decode("utf-8", "replace")
        self.description: str = _function("description")(handle).decode("utf-8", "replace")
        kind = _function("type")(handle)
        self.is_gpu, self.is_integrated = kind in {_GPU, _INTEGRATED_GPU}, kind == _INTEGRATED_GPU
        self.free_bytes, self.total_bytes = free.value, total.value
        """Of a CPU, ggml reports all memory as free; ask the system instead."""


_GPU, _INTEGRATED_GPU = 1, 2
"""GGML_BACKEND_DEVICE_TYPE_GPU and _IGPU (ggml-backend.h)."""


def devices() -> list[Device]:
    """What llama.cpp can compute on here."""
    start_backend()
    return [Device(_function("get")(index)) for index in range(_function("count")())]


_SIZE = ctypes.POINTER(ctypes.c_size_t)
_TYPES: dict[str, tuple[Handle, list[Handle]]] = {
    "count": (ctypes.c_size_t, []),
    "get": (ctypes.c_void_p, [ctypes.c_size_t]),
    "name": (ctypes.c_char_p, [ctypes.c_void_p]),
    "description": (ctypes.c_char_p, [ctypes.c_void_p]),
    "type": (ctypes.c_int, [ctypes.c_void_p]),
    "memory": (None, [ctypes.c_void_p, _SIZE, _SIZE]),
}
"""What ggml's functions of devices return and take (ggml-backend.h)."""


@functools.cache
def _function(name: str) -> Handle:
    """ggml_backend_dev_NAME."""
    function = ggml(f"ggml_backend_dev_{name}")
    function.restype, function.argtypes = _TYPES[name]
    return function

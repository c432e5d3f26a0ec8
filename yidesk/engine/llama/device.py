"""What llama.cpp can compute on here."""

from __future__ import annotations

import ctypes
import functools

from yidesk.engine.llama.binding import Handle, lib, start_backend


class Device:
    """Something that computes: a GPU, an accelerator or the CPU."""

    def __init__(self, handle: Handle) -> None:
        ggml = _ggml()
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        ggml.ggml_backend_dev_memory(handle, ctypes.byref(free), ctypes.byref(total))
        self.name: str = ggml.ggml_backend_dev_name(handle).decode("utf-8", "replace")
        self.description: str = ggml.ggml_backend_dev_description(handle).decode("utf-8", "replace")
        kind = ggml.ggml_backend_dev_type(handle)
        self.is_gpu, self.is_integrated = kind in {_GPU, _INTEGRATED_GPU}, kind == _INTEGRATED_GPU
        self.free_bytes, self.total_bytes = free.value, total.value
        """Of a CPU, ggml reports all memory as free; ask the system instead."""


_GPU, _INTEGRATED_GPU = 1, 2
"""GGML_BACKEND_DEVICE_TYPE_GPU and _IGPU (ggml-backend.h)."""


def devices() -> list[Device]:
    """What llama.cpp can compute on here."""
    start_backend()
    ggml = _ggml()
    return [
        Device(ggml.ggml_backend_dev_get(index)) for index in range(ggml.ggml_backend_dev_count())
    ]


@functools.cache
def _ggml() -> Handle:
    """Device functions of ggml, through libllama's handle.

    A wheel holds several copies of libggml, and another one would have a registry of its own,
    without any device.
    """
    ggml = lib._lib  # noqa: SLF001 - the binding offers no other way
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in (
        ("ggml_backend_dev_count", ctypes.c_size_t, []),
        ("ggml_backend_dev_get", pointer, [ctypes.c_size_t]),
        ("ggml_backend_dev_name", text, [pointer]),
        ("ggml_backend_dev_description", text, [pointer]),
        ("ggml_backend_dev_type", ctypes.c_int, [pointer]),
        (
            "ggml_backend_dev_memory",
            None,
            [pointer, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_size_t)],
        ),
    ):
        function = getattr(ggml, name)
        function.restype, function.argtypes = result, arguments
    return ggml

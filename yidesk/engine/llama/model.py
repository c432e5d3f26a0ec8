"""A loaded model file."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from pathlib import Path

from yidesk.engine.llama.binding import Handle, LoadError, lib, log_lines, start_backend
from yidesk.engine.llama.vocabulary import Vocabulary


class Model:
    """A loaded model file."""

    def __init__(
        self,
        path: Path,
        *,
        gpu_layers: int = -1,
        overrides: Mapping[str, bool | int] | None = None,
        on_progress: Callable[[float], bool] | None = None,
        dry: bool = False,
    ) -> None:
        """Load PATH. ON_PROGRESS gets 0 to 1 and may return False to give up.

        GPU_LAYERS: how many layers go to the GPU, -1 for all. DRY: everything but the weights, and
        contexts that allocate nothing but say in the log what they would.
        OVERRIDES replaces values of the file's header. Raises LoadError.
        """
        start_backend()
        log_lines.clear()
        parameters = lib.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        self.on_gpu = gpu_layers != 0
        """Whether a GPU is used at all: without a layer there, not even for large batches."""
        none = (ctypes.c_void_p * 1)(None)
        if not self.on_gpu:
            parameters.devices = ctypes.cast(none, ctypes.c_void_p)
        if dry:
            parameters.no_alloc, parameters.load_mode = True, lib.LLAMA_LOAD_MODE_NONE
        keep = _overrides(overrides or {})
        parameters.kv_overrides = keep
        if on_progress is not None:
            report = on_progress
            parameters.progress_callback = lib.llama_progress_callback(
                lambda done, _data: report(done)
            )
        self._handle = lib.llama_model_load_from_file(str(path).encode(), parameters)
        if not self._handle:
            raise LoadError
        self.load_log = tuple(log_lines)
        self.vocabulary = Vocabulary(lib.llama_model_get_vocab(self._handle))

    @property
    def handle(self) -> Handle:
        """The C pointer, for `Context`."""
        return self._handle

    @property
    def trained_context(self) -> int:
        """Window the model was trained for, in tokens."""
        count: int = lib.llama_model_n_ctx_train(self._handle)
        return count

    def header(self, key: str, limit: int = 65536) -> str:
        """A value of the file's header as text; empty when it is missing."""
        buffer = ctypes.create_string_buffer(limit)
        count = lib.llama_model_meta_val_str(self._handle, key.encode(), buffer, len(buffer))
        return "" if count < 0 else buffer.value.decode("utf-8", "replace")

    def close(self) -> None:
        """Free the weights. Contexts must have been closed before."""
        if self._handle:
            lib.llama_model_free(self._handle)
            self._handle = None


def _overrides(values: Mapping[str, bool | int]) -> Handle:
    """An array of llama_model_kv_override, ended by an empty key, as llama.cpp wants it."""
    array = (lib.llama_model_kv_override * (len(values) + 1))()
    for entry, (key, value) in zip(array, values.items(), strict=False):
        entry.key = key.encode()
        if isinstance(value, bool):
            entry.tag = lib.LLAMA_KV_OVERRIDE_TYPE_BOOL
            entry.value.val_bool = value
        else:
            entry.tag = lib.LLAMA_KV_OVERRIDE_TYPE_INT
            entry.value.val_i64 = value
    return array

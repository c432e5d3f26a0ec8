"""How ggml's functions are found beneath llama.cpp, and what they tell of this computer."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from types import SimpleNamespace

import pytest

from yidesk.engine import llama
from yidesk.engine.llama import binding


class OneLibrary:
    """A library as Windows has it: what it depends on is not found through it."""

    def __init__(self, library: ctypes.CDLL, prefix: str) -> None:
        self._library, self._prefix = library, prefix

    def __getattr__(self, name: str) -> object:
        if not name.startswith(self._prefix):
            raise AttributeError(name)
        return getattr(self._library, name)


def test_ggml_is_found_where_libllama_does_not_reach_it(monkeypatch: pytest.MonkeyPatch):
    whole = binding.lib._lib
    asked = []

    def load_shared_library(name: str, folder: object) -> object:
        asked.append((name, folder))
        return OneLibrary(whole, "ggml_backend_dev_c" if name == "ggml" else "ggml_set")

    as_on_windows = SimpleNamespace(
        _lib=OneLibrary(whole, "llama_"),
        _base_path=binding.lib._base_path,
        load_shared_library=load_shared_library,
    )
    monkeypatch.setattr(binding, "lib", as_on_windows)
    for name in ("ggml_backend_dev_count", "ggml_set_abort_callback"):
        found = binding.find(name, binding.ggml_libraries("win32"))
        assert ctypes.cast(found, ctypes.c_void_p).value
        with pytest.raises(AttributeError, match=name):
            binding.find(name, binding.ggml_libraries("linux"))
    places = [(name, binding.lib._base_path) for name in ("ggml", "ggml-base")]
    assert asked == [places[0], *places]


LOOKS_BENEATH_LIBLLAMA = """
from yidesk.engine.llama import binding, device
_, *beneath = binding.ggml_libraries("win32")
for name in (*(f"ggml_backend_dev_{each}" for each in device._TYPES),
             "ggml_set_abort_callback", "ggml_commit"):
    binding.find(name, beneath)
"""


def test_ggmls_own_libraries_have_all_that_is_asked_of_them():
    """In a process of its own: opened by their names, they are there twice on Linux."""
    subprocess.run([sys.executable, "-c", LOOKS_BENEATH_LIBLLAMA], check=True, timeout=60)


def test_the_functions_are_those_of_the_ggml_that_computes():
    """Another copy of it would have no device."""
    found = llama.devices()
    assert [device.name for device in found if not device.is_gpu] == ["CPU"]
    assert all(device.description and device.total_bytes > 0 for device in found)

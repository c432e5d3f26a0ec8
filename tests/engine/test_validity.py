"""A reading is taken only where everything is as it was when it was saved.

llama.cpp takes a state of other weights, of another rope base or of another rotation without a
word, and computes nonsense from it.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.talking import BATCH, ask, asked, document
from tests.models.gguf_writer import F32, TINY, yi
from yidesk.core.types import EngineOptions
from yidesk.engine import llama, loaded
from yidesk.engine.corrections import Corrections
from yidesk.engine.loaded import LoadedModel

QUESTION = asked(document("Apple"), "Which?")
ROTATION = "LLAMA_ATTN_ROT_DISABLE"


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Callable[..., int]]:
    """Ask, as a new process would; tokens of the document that came from the disk."""
    opened: list[LoadedModel] = []

    def read(path: Path, **options: object) -> int:
        chosen = {"read_ahead_batch": BATCH, "kv_type": "q8_0", **options}
        given = EngineOptions(readings_folder=str(tmp_path / "readings"), **chosen)
        opened.append(LoadedModel(path, given, lambda _done: True, lambda _error: None))
        restored = ask(opened[-1], QUESTION).usage.restored_tokens
        opened[-1].memory.save_rest(10)
        return restored

    yield read
    for model in opened:
        model.close()


def test_the_same_is_taken(read, tiny_model: Path, tmp_path: Path):
    """Under another name too, and whatever else is chosen that states do not depend on."""
    assert read(tiny_model) == 0
    renamed = tmp_path / "renamed.gguf"
    os.link(tiny_model, renamed)
    assert read(tiny_model) == read(renamed, context=2_048, threads=1, guess=False) > 5 * BATCH


@pytest.mark.parametrize("options", [{"kv_type": "f16"}, {"read_ahead_batch": 2 * BATCH}])
def test_another_kind_of_memory_is_not(read, tiny_model: Path, options: dict[str, object]):
    read(tiny_model)
    assert read(tiny_model, **options) == 0
    assert read(tiny_model) > 0


def test_another_build_is_not(read, tiny_model: Path, monkeypatch: pytest.MonkeyPatch):
    read(tiny_model)
    monkeypatch.setattr(llama, "build", lambda: "another one")
    assert read(tiny_model) == 0


def test_a_build_is_known_by_its_commit():
    """llama.cpp's own version stays "0.5.0-dev" through hundreds of commits."""
    assert importlib.metadata.version("llama-cpp-python") in llama.build().split()
    commit = llama.build().split()[2]
    assert int(commit.split("-")[0], 16) > 0


def test_another_rotation_is_not(read, tiny_model: Path, monkeypatch: pytest.MonkeyPatch):
    read(tiny_model)
    monkeypatch.setenv(ROTATION, "1")
    assert read(tiny_model) == 0


def test_other_corrections_are_not(read, tiny_model: Path, monkeypatch: pytest.MonkeyPatch):
    read(tiny_model)
    found = Corrections(overrides={"llama.rope.dimension_count": TINY.embedding // TINY.heads})
    monkeypatch.setattr(loaded, "corrections", lambda *_about: found)
    assert read(tiny_model) == 0


def test_another_rope_base_is_not(read, tiny_model: Path, tmp_path: Path):
    read(tiny_model)
    other = yi(TINY)
    other.metadata["llama.rope.freq_base"] = F32(2 * TINY.rope_base)
    assert read(other.write(tmp_path / tiny_model.name)) == 0


def test_other_weights_are_not(read, tiny_model: Path, others: dict[str, Path]):
    read(tiny_model)
    assert read(others["weights"]) == 0

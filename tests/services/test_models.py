"""How a name becomes a model file."""

from __future__ import annotations

import pytest

from tests.models.gguf_writer import yi
from tests.models.vocabulary import yi_like
from yidesk.catalog.shelf import Shelf
from yidesk.core.errors import ModelError
from yidesk.core.paths import DataPaths
from yidesk.services import models as module
from yidesk.services.models import Models


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.delenv("YIDESK_DEMO_MODEL", raising=False)
    monkeypatch.setattr(module, "resources", lambda: tmp_path / "program" / "resources")
    return DataPaths(tmp_path / "data").make()


def put(folder, name, content=b"GGUF rest"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_the_shelf_lists_whole_models(shelf):
    put(shelf.models, "b.gguf")
    put(shelf.models, "A.gguf")
    put(shelf.models, "c.gguf.part")
    put(shelf.models, "half-00001-of-00002.gguf")
    put(shelf.models, "big-00001-of-00002.gguf")
    put(shelf.models, "big-00002-of-00002.gguf")
    found = Models(shelf).available()
    assert [(model.name, model.size) for model in found] == [("A", 9), ("b", 9), ("big", 18)]


def test_a_model_of_a_shelf_that_moved_is_found(shelf):
    here = put(shelf.models, "Yi-6B.Q4_K_M.gguf")
    gone = shelf.root.parent / "stick" / "models"
    assert Models(shelf).resolve(str(gone / "Yi-6B.Q4_K_M.gguf")) == here
    with pytest.raises(ModelError):
        Models(shelf).resolve(str(gone / "Yi-9B.Q4_K_M.gguf"))


def test_a_model_is_found_by_path_name_and_stem(shelf, tmp_path):
    here = put(shelf.models, "Yi-6B.Q4_K_M.gguf")
    there = put(tmp_path / "elsewhere", "other.gguf")
    models = Models(shelf)
    assert models.resolve("yi-6b.q4_k_m") == models.resolve("Yi-6B.Q4_K_M.gguf") == here
    assert models.resolve(there) == there


def test_a_model_that_is_used_where_it_lies_is_found_by_its_name(shelf, tmp_path):
    tiny = yi(vocabulary=yi_like(1_000)).write(tmp_path / "Elsewhere.F16.gguf")
    Shelf(shelf.models).add(tiny)
    assert Models(shelf).resolve("elsewhere.f16") == tiny
    tiny.unlink()
    with pytest.raises(ModelError):
        Models(shelf).resolve("elsewhere.f16")


def test_the_default_is_the_last_one_used(shelf, tmp_path):
    first, second = put(shelf.models, "a.gguf"), put(shelf.models, "b.gguf")
    models = Models(shelf)
    assert models.resolve() == first
    models.remember(second)
    models.remember(put(tmp_path / "elsewhere", "other.gguf"))
    assert models.resolve() == second
    second.unlink()
    assert models.resolve() == first


def test_the_demonstration_model_comes_last(shelf, tmp_path, monkeypatch):
    demo = put(tmp_path / "program" / ".models", "demo.gguf")
    assert Models(shelf).resolve() == demo
    given = put(tmp_path / "given", "tiny.gguf")
    monkeypatch.setenv("YIDESK_DEMO_MODEL", str(given))
    assert Models(shelf).resolve() == given
    own = put(shelf.models, "z.gguf")
    assert Models(shelf).resolve() == own


def test_nothing_there_has_a_next_step(shelf):
    with pytest.raises(ModelError) as missing:
        Models(shelf).resolve()
    assert missing.value.code == "model_missing"
    assert str(shelf.models) in str(missing.value)
    with pytest.raises(ModelError) as unknown:
        Models(shelf).resolve("nope")
    assert "nope" in str(unknown.value)


@pytest.mark.parametrize("content", [b"", b"GG", b"\0" * 99, b"<html>not found</html>"])
def test_what_is_no_model_is_refused(shelf, content):
    put(shelf.models, "bad.gguf", content)
    with pytest.raises(ModelError) as damaged:
        Models(shelf).resolve("bad")
    assert damaged.value.code == "model_damaged"

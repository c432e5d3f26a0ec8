"""The shelf: what lies on it, how things come there and go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.catalog.conftest import FILE
from tests.catalog.loopback_hub import REPOSITORY, Fault
from tests.models.gguf_writer import I32, YI_6B, Model, sparse, yi
from yidesk.catalog import disk, elsewhere, facts
from yidesk.catalog.download import Places
from yidesk.catalog.shelf import Shelf, Way
from yidesk.catalog.transfer import Stop, Waiting
from yidesk.core.errors import Cancelled, ModelError


@pytest.fixture
def shelf(tmp_path):
    """The folder that downloads go to, too."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return Shelf(folder)


@pytest.fixture
def outside(tmp_path, model_bytes):
    """A model that lies elsewhere."""
    path = tmp_path / "elsewhere" / "Some-Yi-Q4_K_M.gguf"
    path.parent.mkdir()
    path.write_bytes(model_bytes)
    return path


@pytest.fixture(autouse=True)
def _no_floor(monkeypatch):
    monkeypatch.setattr(disk, "FLOOR", 0)


def fails(code, action, *arguments):
    with pytest.raises(ModelError) as caught:
        action(*arguments)
    assert caught.value.code == code
    assert str(caught.value)
    assert caught.value.next_step


def test_whatever_lies_in_the_folder_is_on_it(shelf):
    sparse(shelf.folder / "Yi-6B-200K.Q4_K_M.gguf", YI_6B)
    (shelf.folder / "broken.gguf").write_bytes(b"GGUF")
    (shelf.folder / "notes.txt").write_text("no model")
    broken, model = shelf.models()
    assert model.name == "Yi-6B-200K.Q4_K_M"
    assert model.facts.title == "Yi-6B-200K"
    assert model.facts.quantization == "Q4_K_M"
    assert model.facts.window == 200_000
    assert model.facts.has_template
    assert model.size == model.path.stat().st_size
    assert model.problem is None
    assert broken.problem.code == "model_not_whole"


def test_an_empty_or_missing_shelf_is_empty(shelf, tmp_path):
    assert shelf.models() == []
    assert Shelf(tmp_path / "nowhere").models() == []
    assert Shelf(tmp_path / "nowhere").unfinished() == []


def test_facts_are_read_once(shelf, outside, monkeypatch):
    shutil.copy(outside, shelf.folder / "a.gguf")
    before = shelf.models()
    monkeypatch.setattr(facts, "_look", None)
    assert shelf.models() == before


def test_a_changed_file_is_looked_at_again(shelf, outside):
    path = shelf.folder / "a.gguf"
    shutil.copy(outside, path)
    assert shelf.models()[0].problem is None
    os.truncate(path, path.stat().st_size - 1)
    assert shelf.models()[0].problem.code == "model_not_whole"


def test_a_broken_fact_book_is_written_anew(shelf, outside):
    shutil.copy(outside, shelf.folder / "a.gguf")
    shelf.models()
    (shelf.folder / ".yidesk" / "facts.json").write_text("[]")
    assert len(shelf.models()) == 1


def test_a_model_is_used_in_place(shelf, outside):
    model = shelf.add(outside)
    assert model.path == outside
    assert model.in_place
    assert shelf.find("some-yi-q4_k_m") == model
    assert list(shelf.folder.glob("*.gguf")) == []
    shelf.remove(model)
    assert shelf.models() == []
    assert outside.exists()


def test_a_model_in_place_that_went_away_is_told(shelf, outside):
    shelf.add(outside)
    outside.unlink()
    (model,) = shelf.models()
    assert model.problem.code == "model_not_whole"


def test_adding_twice_is_adding_once(shelf, outside):
    for way in (Way.IN_PLACE, Way.IN_PLACE):
        shelf.add(outside, way)
    assert len(shelf.models()) == 1


def test_a_model_is_linked(shelf, outside):
    model = shelf.add(outside, Way.LINK)
    assert model.path.parent == shelf.folder
    assert model.path.samefile(outside)
    assert shelf.add(outside, Way.LINK) == model


def test_a_model_is_copied_and_remembered(shelf, outside, model_bytes):
    events = []
    model = shelf.add(outside, Way.COPY, on_event=events.append)
    assert model.path.read_bytes() == model_bytes
    assert not model.path.samefile(outside)
    assert events[-1].done == len(model_bytes)
    assert Places(shelf.folder, model.path.name).record.exists()


def test_a_copy_can_be_stopped_and_leaves_nothing(shelf, outside):
    stop = Stop()
    stop.ask()
    with pytest.raises(Cancelled):
        shelf.add(outside, Way.COPY, stop=stop)
    assert shelf.models() == []
    assert shelf.unfinished() == []


def test_links_across_disks_are_told(shelf, outside, monkeypatch):
    def link(*_):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", link)
    fails("cannot_link", shelf.add, outside, Way.LINK)


def test_what_is_no_model_is_not_added(shelf, tmp_path):
    path = tmp_path / "page.gguf"
    path.write_text("<html>")
    fails("not_gguf", shelf.add, path)
    fails("model_missing", shelf.add, tmp_path / "nowhere.gguf")
    assert shelf.models() == []


def test_what_would_kill_the_loader_is_not_added(shelf, tmp_path):
    model = yi()
    model.metadata["llama.block_count"] = I32(0)
    fails("model_damaged", shelf.add, model.write_sparse(tmp_path / "bad.gguf"))


def test_a_taken_name_is_told(shelf, outside):
    (shelf.folder / outside.name).write_bytes(b"something else")
    fails("name_taken", shelf.add, outside, Way.COPY)


def test_a_model_is_removed_with_all_that_is_known_of_it(shelf, outside):
    shelf.remove(shelf.add(outside, Way.COPY))
    assert shelf.models() == []
    left = {path.name for path in (shelf.folder / ".yidesk").iterdir()}
    assert left <= {"facts.json"}


def test_an_unknown_name_names_the_known(shelf, outside):
    shelf.add(outside)
    with pytest.raises(ModelError, match="Some-Yi-Q4_K_M"):
        shelf.find("other")


def _split(folder: Path) -> list[Path]:
    """A model in three files, as llama.cpp splits it: the first has no weights."""
    whole = yi()
    half = len(whole.tensors) // 2
    tensors = [[], whole.tensors[:half], whole.tensors[half:]]
    paths = []
    for number, part in enumerate(tensors):
        metadata = dict(whole.metadata) if number == 0 else {}
        metadata |= {"split.no": I32(number), "split.count": I32(3)}
        path = folder / f"Yi-{number + 1:05}-of-00003.gguf"
        paths.append(Model(metadata, part).write_sparse(path))
    return paths


def test_a_split_model_is_one_model(shelf, tmp_path):
    files = _split(tmp_path)
    model = shelf.add(files[1], Way.LINK)
    assert model.name == "Yi"
    assert model.path.name == files[0].name
    assert model.facts.pieces == 3
    assert model.size == sum(file.stat().st_size for file in files)
    assert len(shelf.models()) == 1


def test_a_split_model_without_a_piece_is_told(shelf, tmp_path):
    files = _split(tmp_path)
    files[2].unlink()
    fails("model_missing", shelf.add, files[0])
    for file in files[:2]:
        shutil.copy(file, shelf.folder)
    assert shelf.models()[0].problem.values["missing"] == files[2].name


def test_unfinished_downloads_are_known(download, loopback, shelf):
    loopback.bytes_faults.append(Fault(cut_after=1_000_000))
    running = download()
    with pytest.raises(Cancelled):
        running.run(lambda event: running.pause() if isinstance(event, Waiting) else None)
    (unfinished,) = shelf.unfinished()
    assert unfinished.name == FILE
    assert unfinished.identity.repository == REPOSITORY
    assert 0 < unfinished.have < unfinished.identity.size


def test_a_downloaded_model_says_where_from(download, shelf):
    download().run()
    (model,) = shelf.models()
    assert model.repository == REPOSITORY


def test_a_copy_of_what_the_hub_has_is_not_fetched(
    download, loopback, shelf, tmp_path, model_bytes
):
    path = tmp_path / FILE
    path.write_bytes(model_bytes)
    shelf.add(path, Way.COPY)
    download().run()
    assert loopback.asked("cdn") == []


def test_models_of_other_programs_are_found(tmp_path, monkeypatch, model_bytes):
    monkeypatch.setattr(elsewhere, "MIN_BYTES", 1_000)
    studio = tmp_path / ".lmstudio" / "models" / "maker" / "model" / "yi.gguf"
    blob = tmp_path / ".ollama" / "models" / "blobs" / "sha256-abc"
    other = tmp_path / ".ollama" / "models" / "blobs" / "sha256-def"
    for path, content in ((studio, model_bytes), (blob, model_bytes), (other, b"x" * 5_000)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    os.link(studio, studio.with_name("second-name.gguf"))
    found = [(each.program, each.path.parent) for each in elsewhere.find(tmp_path)]
    assert found == [("LM Studio", studio.parent), ("Ollama", blob.parent)]

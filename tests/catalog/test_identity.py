"""A reading belongs to weights; whatever changes them changes what it is found by."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.models.gguf_writer import I32, TINY, Model, String, yi
from tests.models.vocabulary import yi_like
from yidesk.catalog.identity import BLOCK_BYTES, model_identity
from yidesk.core.errors import ModelError


def model() -> Model:
    return yi(TINY, vocabulary=yi_like(1_000))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return model().write(tmp_path_factory.mktemp("models") / "tiny.gguf")


def changed(path: Path, copy: Path, place: int) -> Path:
    """A copy with another byte at PLACE."""
    data = bytearray(path.read_bytes())
    data[place] ^= 0x55
    copy.write_bytes(data)
    return copy


def test_a_copy_under_another_name_is_the_same_model(path: Path, tmp_path: Path):
    copy = shutil.copy(path, tmp_path / "another.gguf")
    assert model_identity(copy) == model_identity(path)


def test_every_byte_of_header_and_tensor_table_counts(path: Path, tmp_path: Path):
    """Even where a GGUF's reader does not look: another tokenizer's scores, a note."""
    length, dice = len(model().header), random.Random(0)
    known = {model_identity(path)}
    told = 0
    for place in dice.sample(range(length), 200):
        copy = changed(path, tmp_path / "copy.gguf", place)
        try:
            identity = model_identity(copy)
        except ModelError:  # it contradicts itself now, and is never loaded
            told += 1
            continue
        assert identity not in known
        known.add(identity)
    assert told < 100


@pytest.mark.parametrize("which", range(len(model().tensors)))
def test_every_tensor_counts(path: Path, tmp_path: Path, which: int):
    whole = model()
    start = len(whole.header)
    for tensor in whole.tensors[:which]:
        start += tensor.bytes + -tensor.bytes % 32
    size = whole.tensors[which].bytes
    for place in (0, size // 2, size - 1):
        copy = changed(path, tmp_path / "copy.gguf", start + place)
        assert model_identity(copy) != model_identity(path)
    if size > 3 * BLOCK_BYTES:  # what is not looked at, so that this test knows its subject
        copy = changed(path, tmp_path / "copy.gguf", start + BLOCK_BYTES + 1)
        assert model_identity(copy) == model_identity(path)


def test_a_longer_file_is_another(path: Path, tmp_path: Path):
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(path.read_bytes() + b"\0")
    assert model_identity(copy) != model_identity(path)


def pieces(folder: Path, *, name: str = "a") -> list[Path]:
    """A model in three files, with the tensors shared out."""
    folder.mkdir()
    whole = model()
    whole.metadata["general.name"] = String(name)
    third = -(-len(whole.tensors) // 3)
    made = []
    for number in range(3):
        split = {"split.no": I32(number), "split.count": I32(3)}
        part = Model(
            whole.metadata | split if number == 0 else split,
            whole.tensors[number * third : (number + 1) * third],
        )
        made.append(part.write(folder / f"m-{number + 1:05}-of-00003.gguf", seed=number))
    return made


def test_all_pieces_of_a_split_model_count(tmp_path: Path):
    one, two = pieces(tmp_path / "one"), pieces(tmp_path / "two")
    assert model_identity(one[0]) == model_identity(two[0])
    for piece in two[1:]:
        before = piece.read_bytes()
        piece.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        assert model_identity(one[0]) != model_identity(two[0])
        piece.write_bytes(before)
    two[2].unlink()
    with pytest.raises(ModelError):
        model_identity(two[0])

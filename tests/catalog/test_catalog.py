"""The catalogue that comes with the program: its form, and what its facts have to agree on."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.models.gguf_writer import YI_6B, YI_9B, YI_34B, yi
from yidesk.catalog import catalog
from yidesk.catalog.catalog import Group, Kind, PromptFormat
from yidesk.catalog.ggml import QUANTIZATIONS
from yidesk.core import words
from yidesk.core.errors import ModelError
from yidesk.core.paths import resources

ENTRIES = catalog.load().models
entries = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)


def test_ids_and_files_are_unique():
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)
    places = [(entry.repository, variant.file) for entry in ENTRIES for variant in entry.files]
    assert len(set(places)) == len(places)
    hashes = [variant.sha256 for entry in ENTRIES for variant in entry.files if variant.sha256]
    assert len(set(hashes)) == len(hashes)


def test_both_purposes_have_one_recommendation():
    for group in Group:
        assert sum(entry.recommended for entry in catalog.load().group(group)) == 1


@entries
def test_what_an_entry_says_agrees(entry):
    assert (entry.kind is Kind.BASE) == (entry.prompt_format is PromptFormat.NONE)
    assert len(entry.remarks.en) == len(entry.remarks.zh_CN)
    assert entry.remarks.en != entry.remarks.zh_CN
    assert f"https://huggingface.co/{entry.repository}" in entry.sources
    sizes = [variant.gigabytes for variant in entry.files]
    assert sizes == sorted(sizes)
    assert len({variant.quantization for variant in entry.files}) == len(entry.files)
    assert {variant.quantization for variant in entry.files} <= set(QUANTIZATIONS.values())
    assert entry.variant("q4_k_m").quantization == "Q4_K_M"


@entries
def test_exact_sizes_agree_with_rounded_ones(entry):
    for variant in entry.files:
        assert variant.bytes / 1e9 == pytest.approx(variant.gigabytes, abs=0.01)


@entries
def test_shapes_and_sizes_are_those_of_the_family(entry):
    shape = {32: YI_6B, 48: YI_9B, 60: YI_34B}[entry.shape.layers]
    model = yi(shape, quantization="Q4_K_M")
    own = entry.shape
    assert (own.width, own.heads, own.kv_heads) == (shape.embedding, shape.heads, shape.kv_heads)
    assert own.feed_forward == shape.feed_forward
    assert entry.variant("Q4_K_M").gigabytes * 1e9 == pytest.approx(model.size, rel=0.01)


def test_remarks_follow_the_language():
    entry = ENTRIES[0]
    try:
        words.use("zh")
        assert entry.say_remarks() == entry.remarks.zh_CN
        words.use("en")
        assert entry.say_remarks() == entry.remarks.en
    finally:
        words.use("en")


def test_models_are_found_by_id():
    assert catalog.load().find("Faro-Yi-9B-200K") is not None
    assert catalog.load().find("gpt-5") is None


def test_a_quantisation_that_is_not_there_names_those_that_are():
    with pytest.raises(ModelError, match="Q4_K_M"):
        ENTRIES[0].variant("Q9")


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", "Not An Id"), ("window", 0), ("kind", "other"), ("typo", 1), ("sources", [])],
)
def test_a_wrong_entry_is_refused(field, value):
    content = json.loads((resources() / "catalog.json").read_text("utf-8"))
    content["models"][0][field] = value
    with pytest.raises(msgspec.ValidationError):
        catalog.decode(json.dumps(content).encode())

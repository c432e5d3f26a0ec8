"""Headers that make llama.cpp abort, or that it should not see, are found before it does."""

from __future__ import annotations

import math

import pytest

from tests.models.gguf_writer import F32, TINY, U32, Floats, String, Strings, yi
from tests.models.vocabulary import FIRST_BYTE, yi_like
from yidesk.catalog import gguf
from yidesk.catalog.cursor import BytesSource


def problems(model):
    """What is wrong with a whole file of that model; its weights are zeros."""
    content = model.header.ljust(model.size, b"\0")
    return gguf.check(gguf.read(BytesSource("model.gguf", content)))


def test_a_sound_model_has_no_problems():
    assert problems(yi()) == []


CASES = {
    "no_architecture": ("general.architecture", U32(7), "what kind of model"),
    "no_layers": ("llama.block_count", U32(0), "layers"),
    "many_layers": ("llama.block_count", U32(513), "layers"),
    "no_window": ("llama.context_length", U32(0), "window"),
    "experts_without_any": ("llama.expert_used_count", U32(5), "experts"),
    "unknown_scaling": ("llama.rope.scaling.type", String("bogus"), "positions"),
    "base_zero": ("llama.rope.freq_base", F32(0), "rope.freq_base"),
    "base_nan": ("llama.rope.freq_base", F32(math.nan), "rope.freq_base"),
    "factor_infinite": ("llama.rope.scaling.factor", F32(math.inf), "rope.scaling.factor"),
    "epsilon_nan": ("llama.attention.layer_norm_rms_epsilon", F32(math.nan), "epsilon"),
    "scores_short": ("tokenizer.ggml.scores", Floats([0.0] * 100), "vocabulary"),
    "types_wrong": ("tokenizer.ggml.token_type", Strings(["a"]), "vocabulary"),
    "no_tokens": ("tokenizer.ggml.tokens", U32(3), "vocabulary"),
}


@pytest.mark.parametrize(("key", "value", "words"), CASES.values(), ids=CASES)
def test_a_header_that_breaks_a_rule_is_named(key, value, words):
    model = yi(vocabulary=yi_like(1_000))
    model.metadata[key] = value
    found = problems(model)
    assert found
    assert any(words in str(problem) for problem in found)
    assert all(problem.next_step for problem in found)


@pytest.mark.parametrize("scaling", ["none", "linear", "yarn", "longrope"])
def test_known_scalings_are_welcome(scaling):
    model = yi(vocabulary=yi_like(1_000))
    model.metadata["llama.rope.scaling.type"] = String(scaling)
    assert problems(model) == []


def test_a_token_that_stands_twice_is_found():
    vocabulary = yi_like(1_000)
    vocabulary.pieces[900] = vocabulary.pieces[901]
    assert "twice" in str(problems(yi(vocabulary=vocabulary))[0])


def test_empty_tokens_may_stand_twice():
    vocabulary = yi_like(1_000)
    vocabulary.pieces[900] = vocabulary.pieces[901] = ""
    assert problems(yi(vocabulary=vocabulary)) == []


def test_a_missing_byte_token_is_found():
    vocabulary = yi_like(1_000)
    vocabulary.pieces[FIRST_BYTE + 0xE4] = "no byte"
    assert "byte tokens" in str(problems(yi(vocabulary=vocabulary))[0])


def test_a_plain_character_stands_for_its_byte():
    vocabulary = yi_like(1_000)
    vocabulary.pieces[FIRST_BYTE + ord("a")] = "no byte"
    assert problems(yi(vocabulary=vocabulary)) == []


def test_byte_pair_vocabularies_need_no_byte_tokens():
    vocabulary = yi_like(1_000)
    vocabulary.pieces[FIRST_BYTE + 0xE4] = "no byte"
    model = yi(vocabulary=vocabulary)
    model.metadata["tokenizer.ggml.model"] = String("gpt2")
    assert problems(model) == []


def test_a_model_without_weights_is_found():
    model = yi(TINY, vocabulary=yi_like(1_000))
    model.tensors.clear()
    assert "no weights" in str(problems(model)[0])

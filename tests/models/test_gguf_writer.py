"""The files made for tests are what they say: llama.cpp loads the small, sizes match the large."""

from __future__ import annotations

import pytest

from tests.models import vocabulary as words
from tests.models.gguf_writer import YI_6B, YI_9B, YI_34B, sparse, tiny, yi
from tests.models.vocabulary import TokenType, yi_like

# decimal GB of the published Q4_K_M files, as the hub shows them
PUBLISHED = [(YI_6B, 3.67), (YI_9B, 5.33), (YI_34B, 20.7)]


@pytest.mark.parametrize(("shape", "gigabytes"), PUBLISHED, ids=lambda value: str(value)[:20])
def test_a_sparse_file_has_the_published_size(tmp_path, shape, gigabytes):
    path = sparse(tmp_path / "sparse.gguf", shape)
    assert path.stat().st_size / 1e9 == pytest.approx(gigabytes, rel=0.005)
    assert path.stat().st_blocks * 512 < 4_000_000


def test_the_vocabulary_is_laid_out_like_yis():
    pieces = yi_like().pieces
    assert len(pieces) == len(set(pieces)) == words.SIZE
    assert pieces[words.IM_START : words.IM_SEP + 1] == [
        "<|im_start|>",
        "<|im_end|>",
        "<|im_sep|>",
    ]
    assert pieces[words.NEWLINE] == "\n"
    assert pieces[words.FIRST_BYTE] == "<0x00>"
    assert pieces[560] == "<0xFF>"


def test_the_same_seed_writes_the_same_file(tmp_path):
    first, second, other = (tmp_path / name for name in ("first", "second", "other"))
    assert tiny(first, seed=1).read_bytes() == tiny(second, seed=1).read_bytes()
    assert tiny(other, seed=2).read_bytes() != first.read_bytes()
    assert first.stat().st_size == yi().size


@pytest.mark.parametrize("chat_tokens", [3, 4, 1], ids=["control", "user_defined", "normal"])
def test_llama_cpp_loads_and_runs_it(tmp_path, chat_tokens):
    llama_cpp = pytest.importorskip("llama_cpp")
    path = tiny(tmp_path / "tiny.gguf", vocabulary=yi_like(chat_tokens=TokenType(chat_tokens)))
    model = llama_cpp.Llama(str(path), n_ctx=64, n_threads=1, verbose=False)
    try:
        text = "Hello 世界\n".encode()
        tokens = model.tokenize(text, add_bos=True)
        assert model.detokenize(tokens) == text
        assert words.BOS not in tokens
        assert words.NEWLINE in tokens
        model.eval(tokens)
        assert model.n_tokens == len(tokens)
    finally:
        model.close()

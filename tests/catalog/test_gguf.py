"""What the program reads in a GGUF header, compared with what was written and with llama.cpp."""

from __future__ import annotations

import ctypes
import struct
import sys

import pytest

from tests.models.gguf_writer import (
    CHATML,
    TINY,
    U32,
    YI_6B,
    YI_9B,
    YI_34B,
    Integers,
    String,
    sparse,
    tiny,
    yi,
)
from yidesk.catalog import gguf
from yidesk.catalog.cursor import BytesSource
from yidesk.catalog.ggml import ELEMENT_TYPES
from yidesk.catalog.header import Split
from yidesk.core.errors import ModelError
from yidesk.engine.llama.binding import ggml


def read(model):
    return gguf.read(BytesSource("model.gguf", model.header))


@pytest.mark.parametrize("shape", [TINY, YI_6B, YI_9B, YI_34B], ids=lambda shape: shape.name)
def test_it_reads_what_was_written(shape):
    header = read(yi(shape, quantization="F16" if shape is TINY else "Q4_K_M"))
    assert header.architecture == "llama"
    assert header.name == shape.name
    assert header.quantization == ("F16" if shape is TINY else "Q4_K_M")
    assert header.context_length == shape.context
    assert header.block_count == shape.layers == len(header.bytes_by_layer)
    assert header.embedding_length == shape.embedding
    assert header.head_count == shape.heads
    assert header.kv_head_count == shape.kv_heads
    assert header.head_size == shape.embedding // shape.heads
    assert header.feed_forward_length == shape.feed_forward
    assert header.rope_base == shape.rope_base


def test_it_reads_the_tokenizer():
    tokenizer = read(yi()).tokenizer
    assert tokenizer.model == "llama"
    assert tokenizer.size == 64_000
    assert (tokenizer.bos, tokenizer.eos) == (1, 2)
    assert tokenizer.add_bos is False
    assert tokenizer.add_space_prefix is False
    assert tokenizer.chat_template == CHATML


def test_what_the_file_does_not_say_is_unknown():
    model = yi(template=None)
    del model.metadata["tokenizer.ggml.add_bos_token"], model.metadata["general.name"]
    header = read(model)
    assert header.tokenizer.chat_template is None
    assert header.tokenizer.add_bos is None
    assert header.name == ""


def test_sizes_follow_from_the_tensor_table(tmp_path):
    path = sparse(tmp_path / "yi.gguf", YI_34B)
    header = gguf.read_header(path)
    assert header.whole
    assert header.expected_size == path.stat().st_size
    layers = sum(header.bytes_by_layer.values())
    assert layers + header.bytes_outside_layers == header.weights_bytes
    # embeddings in Q4_K, output in Q6_K, one norm in F32
    assert header.bytes_outside_layers == 64_000 * 7_168 // 256 * (144 + 210) + 7_168 * 4


def test_kv_heads_may_differ_by_layer():
    model = yi()
    model.metadata["llama.attention.head_count_kv"] = Integers([1, 2])
    header = read(model)
    assert header.kv_head_count == 1
    assert header.arrays["llama.attention.head_count_kv"].numbers == (1, 2)


def test_the_quantisation_is_found_without_being_declared():
    model = yi(YI_6B, quantization="Q4_K_M")
    del model.metadata["general.file_type"]
    assert read(model).quantization == "Q4_K"


def test_a_piece_of_a_split_model_says_so():
    model = yi()
    model.metadata |= {"split.no": U32(1), "split.count": U32(3)}
    assert read(model).split == Split(1, 3)
    assert read(yi()).split is None


def test_a_real_file_has_no_problems(demo_model):
    header = gguf.read_header(demo_model)
    assert header.architecture == "llama"
    assert header.quantization == "Q4_1"
    assert header.context_length == 8192
    assert header.whole
    assert gguf.check(header) == []


def test_a_large_vocabulary_is_gone_over_without_a_call_for_each_word(tmp_path):
    path = sparse(tmp_path / "yi.gguf", YI_34B)
    calls = 0

    def count(_frame, _event, _argument):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        header = gguf.read_header(path)
    finally:
        sys.setprofile(None)
    assert header.tokenizer.size == 64_000
    assert calls < 250_000  # of Python and of C: one for each word's length, and what else there is


def test_a_template_of_megabytes_is_gone_over():
    model = yi(template="x" * 2_000_000)
    header = read(model)
    assert header.tokenizer.chat_template is None
    assert header.tensors[0].name == "token_embd.weight"


def _error_of(path):
    with pytest.raises(ModelError) as caught:
        gguf.read_header(path)
    return caught.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_gguf"),
        (b"PK\x03\x04" + bytes(100), "not_gguf"),
        (b"GGUF" + struct.pack("<IQQ", 99, 0, 0), "gguf_version"),
        (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "gguf_version"),
        (b"GGUF" + struct.pack("<I", 3), "model_not_whole"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 40), "model_damaged"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 60), "model_not_whole"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1_000) + bytes(2_000), "model_damaged"),
    ],
    ids=["empty", "zip", "version", "big_endian", "cut", "counts", "beyond", "long_key"],
)
def test_what_is_no_model_gets_a_sentence(tmp_path, content, code):
    path = tmp_path / "file.gguf"
    path.write_bytes(content)
    error = _error_of(path)
    assert error.code == code
    assert "file.gguf" in str(error)
    assert error.next_step


def test_a_missing_file_gets_a_sentence(tmp_path):
    assert _error_of(tmp_path / "nowhere.gguf").code == "model_missing"


@pytest.mark.parametrize("share", [0.001, 0.3, 0.99])
def test_a_header_that_is_cut_gets_a_sentence(tmp_path, share):
    header = yi().header
    path = tmp_path / "cut.gguf"
    path.write_bytes(header[: int(len(header) * share)])
    assert _error_of(path).code == "model_not_whole"


def test_a_file_without_its_end_is_not_whole(tmp_path):
    path = tiny(tmp_path / "cut.gguf")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(size - 1_000)
    problem = gguf.check(gguf.read_header(path))[0]
    assert problem.code == "model_not_whole"
    assert str(size - 1_000) in str(problem)


@pytest.mark.parametrize("alignment", [0, 3])
def test_a_bad_alignment_is_damage(tmp_path, alignment):
    model = yi()
    model.metadata["general.alignment"] = U32(alignment)
    with pytest.raises(ModelError, match="damaged"):
        read(model)


def test_tensors_out_of_place_are_damage():
    model = yi()
    content = model.header.replace(
        b"output_norm.weight" + struct.pack("<IqI", 1, 64, 0),
        b"output_norm.weight" + struct.pack("<IqI", 1, 96, 0),
    )
    with pytest.raises(ModelError, match="damaged"):
        gguf.read(BytesSource("model.gguf", content))


def test_an_unknown_element_type_can_be_read_and_is_a_problem():
    model = yi()
    content = model.header.replace(
        b"output_norm.weight" + struct.pack("<IqI", 1, 64, 0),
        b"output_norm.weight" + struct.pack("<IqI", 1, 64, 99),
    )
    header = gguf.read(BytesSource("model.gguf", content))
    assert "model_unsupported" in [problem.code for problem in gguf.check(header)]


def test_keys_of_the_wrong_type_are_unknown():
    model = yi()
    model.metadata["llama.block_count"] = String("two")
    assert read(model).block_count is None


def test_the_element_types_are_the_bundled_ones():
    type_name, type_size = ggml("ggml_type_name"), ggml("ggml_type_size")
    block_size = ggml("ggml_blck_size")
    type_name.restype, type_size.restype = ctypes.c_char_p, ctypes.c_size_t
    block_size.restype = ctypes.c_int64
    for number, (name, elements, size) in ELEMENT_TYPES.items():
        assert type_name(number).decode().upper() == name
        assert block_size(number) == elements
        assert type_size(number) == size

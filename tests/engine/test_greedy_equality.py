"""Our loop says, token for token, what a bare llama.cpp loop says for the same ids."""

from __future__ import annotations

import ctypes
from pathlib import Path

import llama_cpp.llama_cpp as lib
import numpy as np

from yidesk.core.types import Message, Role
from yidesk.engine import chat_format, llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation

TOKENS = 30
BATCH = 128
PROMPT = "The river rises in the hills and falls into the sea. " * 20


def bare_loop(path: Path, ids: list[int]) -> list[int]:
    """The binding's own functions, as its low-level example uses them."""
    model = lib.llama_model_load_from_file(str(path).encode(), lib.llama_model_default_params())
    parameters = lib.llama_context_default_params()
    parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = 1024, BATCH, BATCH
    parameters.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
    parameters.n_threads = parameters.n_threads_batch = 2
    context = lib.llama_init_from_model(model, parameters)
    sampler = lib.llama_sampler_init_greedy()
    vocabulary = lib.llama_model_get_vocab(model)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        array = (ctypes.c_int32 * len(part))(*part)
        assert lib.llama_decode(context, lib.llama_batch_get_one(array, len(part))) == 0
    said: list[int] = []
    while len(said) < TOKENS:
        token = lib.llama_sampler_sample(sampler, context, -1)
        if lib.llama_vocab_is_eog(vocabulary, token):
            break
        said.append(token)
        assert (
            lib.llama_decode(context, lib.llama_batch_get_one((ctypes.c_int32 * 1)(token), 1)) == 0
        )
    lib.llama_free(context)
    lib.llama_model_free(model)
    return said


def test_greedy_output_equals_llama_cpp(demo_model: Path):
    model = llama.Model(demo_model)
    context = llama.Context(
        model, window=1024, batch=BATCH, flash_attention=False, kv_type="f16", threads=2
    )
    memory = TokenMemory(context)
    form, _ = chat_format.choose(
        model.vocabulary,
        template=model.header("tokenizer.chat_template"),
        model_name=demo_model.stem,
        fingerprint="",
    )
    question = (Message.of(Role.USER, PROMPT, "Where does the river rise?"),)
    ids = form.tokens(question, open_end=False).ids
    sampler = llama.Sampler().greedy()
    memory.read(ids, lambda *_told: True)
    answer = Generation(
        context=context,
        memory=memory,
        vocabulary=model.vocabulary,
        sampler=sampler,
        stop_ids=form.stop_ids,
        stop_texts=form.stop_texts,
        max_tokens=TOKENS,
    ).run(lambda _text, _answer: None, lambda: False)
    sampler.close()
    context.close()
    model.close()
    assert len(ids) > BATCH
    assert answer.tokens == bare_loop(demo_model, ids.tolist())
    assert np.frombuffer(answer.token_bytes, "<i4").tolist() == answer.tokens

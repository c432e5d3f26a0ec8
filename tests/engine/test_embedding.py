"""Vectors of texts: equal to llama.cpp's own, whole for long texts, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import numpy as np
import pytest

from tests.engine.talking import BATCH
from tests.models.embedding_writer import bert, synonyms
from tests.models.gguf_writer import TINY, U32, Bool, yi
from tests.models.vocabulary import yi_like
from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.core.errors import ModelError, YiDeskError
from yidesk.core.types import EngineOptions, Message, Role, Sampling
from yidesk.engine.embedder import Embedder, answer
from yidesk.engine.embedding_prefixes import prefixes_for
from yidesk.protocol.embedding import ELEMENT, Embed, Embedded, Purpose

WORDS = ("rent", "lease", "dog", "hound", "rain")


@pytest.fixture(scope="module")
def bert_like(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bert(WORDS).write(tmp_path_factory.mktemp("embedding") / "bert.gguf", seed=3)


@pytest.fixture(scope="module")
def llama_like(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As Qwen3-Embedding is made: a model that looks back only, its last state, an end token."""
    model = yi(TINY, vocabulary=yi_like(1_000))
    model.metadata["llama.pooling_type"] = U32(3)
    model.metadata["tokenizer.ggml.add_eos_token"] = Bool(True)
    return model.write(tmp_path_factory.mktemp("embedding") / "last.gguf", seed=3)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineClient]:
    client = EngineClient(tmp_path / "logs")
    yield client
    client.close()


def vectors_of(done: Embedded) -> np.ndarray:
    return np.frombuffer(done.vectors, ELEMENT).reshape(done.count, -1).astype(np.float32)


def embed(engine: EngineClient, path: Path, *texts: str) -> np.ndarray:
    return vectors_of(engine.embed(path, texts, Purpose.PASSAGE).result())


@pytest.mark.parametrize("kind", ["bert_like", "llama_like"])
def test_vectors_are_those_of_llama_cpp_itself(request, engine: EngineClient, kind: str):
    path = request.getfixturevalue(kind)
    texts = ["rent", "the dog in the rain", "hound lease rent", "租金"]
    own = llama_cpp.Llama(
        str(path), embedding=True, n_ctx=64, n_batch=64, n_ubatch=64, verbose=False
    )
    wanted = np.array([own.embed(text, normalize=True) for text in texts])
    own.close()
    assert np.allclose(embed(engine, path, *texts), wanted, atol=2e-3)
    assert not np.allclose(wanted[0], wanted[1], atol=2e-2)


def test_a_text_beyond_the_window_is_seen_to_its_end(engine: EngineClient, tmp_path: Path):
    path = synonyms(tmp_path / "words.gguf", "dog hound", "rain", window=16)
    long = "rain " * 14 + "dog " * 14
    dog, rain, both = embed(engine, path, "hound", "rain", long)
    assert both @ dog == pytest.approx(both @ rain, abs=0.01)
    assert both @ dog == pytest.approx(2**-0.5, abs=0.01)


def test_it_needs_no_model_that_answers_and_stays_beside_one(
    engine: EngineClient, demo_model: Path, bert_like: Path
):
    before = embed(engine, bert_like, "rent")
    pid = engine.pid
    engine.load(demo_model, EngineOptions(read_ahead_batch=BATCH)).result()
    question = (Message.of(Role.USER, "Say yes."),)
    many = engine.embed(bert_like, ["rent dog"] * 4_000, Purpose.PASSAGE, background=True)
    said = engine.generate(question, sampling=Sampling(temperature=0), max_tokens=3).result()
    assert said.usage.generated_tokens == 3
    done = many.result()
    left = engine.embed(bert_like, ["rent"], Purpose.PASSAGE, background=True).result()
    assert engine.pid == pid
    assert done.count <= 4_000
    assert np.array_equal(vectors_of(left), before)


def test_stop_leaves_what_was_made(engine: EngineClient, bert_like: Path):
    job = engine.embed(bert_like, ["rent dog"] * 100_000, Purpose.PASSAGE)
    job.cancel()
    try:
        done = job.result()
    except YiDeskError as error:
        assert error.code == "cancelled"  # noqa: PT017 - it may not have begun
    else:
        assert done.count < 100_000


def test_it_gives_way_between_two_texts(bert_like: Path):
    embedder = Embedder(bert_like, gpu_layers=0, threads=1)
    request = Embed(id=1, model="", texts=("rent",) * 9, purpose=Purpose.PASSAGE)
    may_go_on = iter([True, True, False])
    done = answer(request, embedder, lambda: next(may_go_on))
    assert (done.count, done.tokens) == (2, 6)

    def broken_off() -> bool:
        embedder.abort()  # in the middle of the computation that follows
        return True

    assert answer(request, embedder, broken_off).count == 0
    assert answer(request, embedder, lambda: True).count == 9
    embedder.close()


@pytest.mark.parametrize(("pooling", "code"), [(0, "not_embedding"), (4, None)])
def test_what_makes_no_vectors_is_refused(engine, tmp_path: Path, pooling: int, code: str | None):
    path = bert(WORDS, pooling=pooling).write(tmp_path / "other.gguf")
    with pytest.raises(ModelError) as refused:
        engine.embed(path, ["rent"], Purpose.PASSAGE).result()
    assert refused.value.next_step
    assert code is None or refused.value.code == code


def test_a_chat_model_makes_no_vectors(engine: EngineClient, tiny_model: Path):
    with pytest.raises(ModelError) as refused:
        engine.embed(tiny_model, ["rent"], Purpose.PASSAGE).result()
    assert refused.value.code == "not_embedding"
    assert "tiny.gguf" in str(refused.value)


def test_numbers_that_are_none_are_told(engine: EngineClient, tmp_path: Path):
    def spoil(name, weights):
        if name == "token_embd_norm.weight":
            weights[:] = np.nan

    path = bert(WORDS).write(tmp_path / "nan.gguf", change=spoil)
    with pytest.raises(ModelError) as refused:
        engine.embed(path, ["rent"], Purpose.PASSAGE).result()
    assert refused.value.code == "nonfinite_vectors"


def test_an_embedding_model_does_not_answer(engine: EngineClient, bert_like: Path):
    with pytest.raises(ModelError) as refused:
        engine.load(bert_like).result()
    assert refused.value.code == "model_cannot_answer"
    assert "embedding model" in refused.value.next_step


def test_the_probe_passes_one(bert_like: Path, tmp_path: Path):
    probe = ProbeClient(tmp_path, Quarantine(tmp_path / "quarantine.json"))
    assert probe.look(bert_like).embedding == 64


@pytest.mark.parametrize(("name", "question", "passage"), [
    ("nomic-embed-text-v1.5.Q8_0", "search_query: ", "search_document: "),
    ("multilingual-e5-small-f16", "query: ", "passage: "),
    ("Qwen3-Embedding-0.6B-Q8_0", "Instruct: ", ""),
    ("bge-small-zh-v1.5", "为这个句子", ""),
    ("bge-m3-Q4_K_M", "", ""), ("gte-base", "", ""), ("Some model", "", ""),
])  # fmt: skip
def test_models_are_told_what_they_want(name: str, question: str, passage: str):
    told = prefixes_for(name, "")
    assert told.of(Purpose.QUESTION).startswith(question)
    assert told.of(Purpose.PASSAGE) == passage
    assert bool(told.question) == bool(question)

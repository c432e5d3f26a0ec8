"""Yi's golden token ids, with Yi's own pieces, in every way that its conversions differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.gguf_writer import TINY, U32, Model, yi
from tests.models.vocabulary import TokenType
from tests.models.yi_words import GOLDEN, yi_words
from yidesk.catalog.gguf import read_header
from yidesk.core.types import Message, Role
from yidesk.engine import chat_format, llama, templates
from yidesk.engine.corrections import corrections
from yidesk.engine.plain_text import PlainText

HI = Message.of(Role.USER, "hi")
ASKED = [6, 3903, 144, 7637, 7, 144, 6, 765, 13611, 144]
"""`<|im_start|>user\\nhi<|im_end|>\\n<|im_start|>assistant\\n`"""
GREETED = [
    *(6, 10707, 144, 3961, 678, 562, 6901, 14135, 98, 7, 144),
    *(6, 3903, 144, 25902, 101, 2349, 7, 144, 6, 765, 13611, 144),
]


def old_conversion(made: Model) -> None:
    """Say what conversions made before April 2024 say, and leave out what they leave out."""
    del made.metadata["tokenizer.ggml.add_bos_token"]
    del made.metadata["tokenizer.ggml.add_space_prefix"]
    made.metadata["tokenizer.ggml.eos_token_id"] = U32(2)


def load(path: Path, *, corrected: bool = True) -> llama.Model:
    header = read_header(path)
    overrides = corrections(header, path.stem).overrides if corrected else {}
    return llama.Model(path, overrides=overrides)


@pytest.fixture(scope="module", params=["control", "user_defined", "normal", "old"])
def model(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[llama.Model]:
    """The same vocabulary as four conversions write it."""
    old = request.param == "old"
    kind = TokenType.NORMAL if old else TokenType[request.param.upper()]
    made = yi(TINY, vocabulary=yi_words(chat_tokens=kind), template=None)
    if old:
        old_conversion(made)
    loaded = load(made.write(tmp_path_factory.mktemp("golden") / "Yi-6B-Chat.gguf"))
    yield loaded
    loaded.close()


def form(model: llama.Model, template: str = templates.CHATML) -> chat_format.ChatFormat:
    chosen, _ = chat_format.choose(
        model.vocabulary, template=template, model_name="Yi-6B-Chat", fingerprint=""
    )
    return chosen


@pytest.mark.parametrize("text", GOLDEN)
def test_text_falls_apart_as_yi_learned_it(model: llama.Model, text: str):
    ids = PlainText(model.vocabulary).tokens(text).tolist()
    assert ids == GOLDEN[text]
    assert b"".join(map(model.vocabulary.piece, ids)).decode() == text


def test_a_question_and_a_greeting(model: llama.Model):
    assert form(model).tokens((HI,), open_end=False).ids.tolist() == ASKED
    greeting = (
        Message.of(Role.SYSTEM, "You are a helpful assistant."),
        Message.of(Role.USER, "你好，世界"),
    )
    assert form(model).tokens(greeting, open_end=False).ids.tolist() == GREETED


def test_the_end_of_a_turn(model: llama.Model):
    answered = (HI, Message.of(Role.ASSISTANT, "hi"), HI)
    ids = form(model).tokens(answered, open_end=False).ids.tolist()
    assert ids == [*ASKED, 7637, 7, 144, *ASKED]


def test_a_file_without_a_template_is_asked_in_the_same_ids(model: llama.Model):
    assert form(model, template="").name == "chatml"
    assert form(model, template="").tokens((HI,), open_end=False).ids.tolist() == ASKED


def test_what_ends_an_answer(model: llama.Model):
    stops = form(model).stop_ids
    ends = {token for token in model.vocabulary.ends if token < 1000}
    assert stops == {2, 6, 7, 8}
    assert {2, 7} <= ends <= stops | {17}  # llama.cpp takes <fim_pad> for one
    assert model.vocabulary.eos in {2, 7}


def test_a_document_that_spells_control_tokens_gets_none(model: llama.Model):
    document = "<|im_start|>system\nhi<|im_end|>\n<|im_sep|><|endoftext|>"
    ids = PlainText(model.vocabulary).tokens(document).tolist()
    assert not {1, 2, 6, 7, 8} & set(ids)
    assert ids[: len(GOLDEN["<|im_start|>"])] == GOLDEN["<|im_start|>"]
    assert b"".join(map(model.vocabulary.piece, ids)).decode() == document


def test_an_old_conversion_is_wrong_where_nothing_corrects_it(tmp_path: Path):
    made = yi(TINY, vocabulary=yi_words(), template=None)
    old_conversion(made)
    path = made.write(tmp_path / "Yi-6B-Chat.gguf")
    wrong = load(path, corrected=False)
    assert wrong.vocabulary.add_bos
    assert wrong.vocabulary.tokenize("Hello world").tolist() == GOLDEN[" Hello world"]
    wrong.close()
    right = load(path)
    assert not right.vocabulary.add_bos
    assert right.vocabulary.eos == 7
    assert right.vocabulary.tokenize("Hello world").tolist() == GOLDEN["Hello world"]
    right.close()

"""Guesses change how an answer is computed, never what it says."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.models.gguf_writer import tiny
from yidesk.core.types import FinishReason, Message, Role
from yidesk.engine import chat_format, llama, templates
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.speculate import Speculation

TEXT = (
    "The tenant shall pay the rent on the first day of each month. The landlord shall keep the "
    "roof, the walls and the pipes in good repair. The tenant shall not paint the walls. "
)


class Documents:
    """What a memory says to its lookup when one document follows another."""

    def __init__(self, path: Path) -> None:
        self.model = llama.Model(path)
        self.context = llama.Context(
            self.model, window=512, batch=128, flash_attention=False, kv_type="f16", threads=2
        )
        self.speculation = Speculation()
        self.memory = TokenMemory(self.context, speculation=self.speculation)

    def guess_behind(self, document: np.ndarray, said: int = 12) -> list[int]:
        """What is guessed when so many of the document's first tokens are said again."""
        self.memory.read(document, lambda *_told: True)
        self.speculation.begin(len(document))
        for token in document[: said - 1].tolist():
            self.speculation.guess(self.memory.ids, token, 7)
            self.memory.append([token])
            self.speculation.learn(0, 0, 1.0)
        return self.speculation.guess(self.memory.ids, int(document[said - 1]), 7)

    def close(self) -> None:
        self.context.close()
        self.model.close()


def test_whatever_document_is_read_its_own_start_is_guessed(tmp_path: Path):
    documents = Documents(tiny(tmp_path / "tiny.gguf"))
    first, second = (np.arange(start, start + 100, dtype=np.int32) for start in (1000, 2000))
    assert documents.guess_behind(first) == [*range(1012, 1019)]
    assert documents.guess_behind(second) == [*range(2012, 2019)]
    assert documents.guess_behind(first[:50]) == [*range(1012, 1019)]
    documents.close()


def test_nothing_is_guessed_where_it_cannot_pay(tmp_path: Path):
    documents = Documents(tiny(tmp_path / "tiny.gguf"))
    document = np.arange(1000, 1100, dtype=np.int32)
    assert documents.guess_behind(document)
    documents.speculation.learn(7, 7, 8.0)  # eight together took as long as eight alone
    assert documents.guess_behind(document) == []
    documents.close()


class Witness(llama.Sampler):
    """Remembers from which logits it drew what."""

    def __init__(self) -> None:
        super().__init__()
        self.logits: list[np.ndarray] = []
        self.drawn: list[int] = []

    def sample(self, context: llama.Context, output: int = -1) -> int:
        self.logits.append(context.logits(output).copy())
        self.drawn.append(super().sample(context, output))
        return self.drawn[-1]


class Quoting:
    """The demonstration model, asked to repeat a text."""

    def __init__(self, path: Path) -> None:
        self.model = llama.Model(path)
        self.context = llama.Context(
            self.model, window=2048, batch=256, flash_attention=False, kv_type="f16", threads=2
        )
        self.form, _ = chat_format.choose(
            self.model.vocabulary, template=templates.CHATML, model_name="chat", fingerprint=""
        )
        question = (Message.of(Role.USER, TEXT, "Repeat the text above word for word."),)
        self.prompt = self.form.tokens(question, open_end=False).ids

    def answer(self, sampler: llama.Sampler, speculation: Speculation | None) -> Answer:
        memory = TokenMemory(self.context, speculation=speculation)
        self.context.forget(0)
        memory.read(self.prompt, lambda *_told: True)
        return Generation(
            context=self.context,
            memory=memory,
            vocabulary=self.model.vocabulary,
            sampler=sampler,
            stop_ids=self.form.stop_ids,
            stop_texts=self.form.stop_texts,
            max_tokens=150,
        ).run(lambda _text, _answer: None, lambda: False)

    def logits_behind(self, tokens: list[int]) -> Iterator[np.ndarray]:
        """What the model computes behind the prompt and each token, one by one."""
        memory = TokenMemory(self.context)
        self.context.forget(0)
        memory.read(self.prompt, lambda *_told: True)
        yield self.context.logits()
        for token in tokens:
            memory.append([token])
            yield self.context.logits()

    def close(self) -> None:
        self.context.close()
        self.model.close()


@pytest.fixture(scope="module")
def quoting(demo_model: Path) -> Iterator[Quoting]:
    loaded = Quoting(demo_model)
    yield loaded
    loaded.close()


class AlwaysGuesses(Speculation):
    """Guesses whether it pays or not: a test is no benchmark."""

    def learn(self, guessed: int, kept: int, seconds: float) -> None:
        super().learn(guessed, kept, 1.0 if guessed == 0 else 0.001)


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.0])
def test_every_token_is_drawn_from_what_the_model_computes_there(quoting: Quoting, temperature):
    """Whatever was guessed: one draw a token, in order, from the logits behind the words said.

    A token computed in a batch with others differs from one computed alone in its last bits, so
    the same seed may take another turn; the logits of what was said must agree all the same.
    """
    vocabulary = quoting.model.vocabulary
    with contextlib.closing(Witness()) as sampler:
        sampler.bias([(end, -math.inf) for end in vocabulary.ends], vocabulary.size)
        if temperature:
            sampler.temperature(temperature).draw(3)
        else:
            sampler.greedy()
        answer = quoting.answer(sampler, AlwaysGuesses())
    assert answer.computations < len(answer.tokens) - 1
    assert sampler.drawn == answer.tokens
    assert len(answer.tokens) == 150
    pairs = zip(sampler.logits, quoting.logits_behind(answer.tokens), strict=False)
    apart = [float(np.abs(seen - alone).max()) for seen, alone in pairs]
    assert np.median(apart) < 1.0
    assert max(apart) < 3.0


def test_greedy_answers_agree_with_and_without_guesses(quoting: Quoting):
    with contextlib.closing(llama.Sampler().greedy()) as sampler:
        plain = quoting.answer(sampler, None)
        quick = quoting.answer(sampler, AlwaysGuesses())
    assert plain.computations == len(plain.tokens) - (plain.reason is FinishReason.LENGTH)
    assert quick.tokens[:12] == plain.tokens[:12]
    assert quick.computations < plain.computations

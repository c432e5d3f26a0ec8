"""Prompt lookup changes how an answer is computed, never what it says."""

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
from yidesk.engine.speculate import LONGEST_REST, SLICE, NGramIndex, PromptLookup, Worth

TEXT = (
    "The tenant shall pay the rent on the first day of each month. The landlord shall keep the "
    "roof, the walls and the pipes in good repair. The tenant shall not paint the walls. "
)


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def test_what_followed_the_same_words_is_found():
    index = NGramIndex()
    memory = ids(1, 2, 3, 4, 5, 1, 2, 9, 8)
    index.catch_up(memory)
    assert index.find(memory, [1, 2, 3]) == 3
    assert index.find(memory, [1, 2, 9]) == 8
    assert index.find(memory, [2, 1, 3]) is None
    assert index.find(memory, [2, 9, 8]) is None  # nothing follows it yet
    assert index.find(memory, [1, 2]) is None


@pytest.mark.parametrize("step", [1, 2, 7, SLICE - 1])
def test_an_index_made_in_steps_is_the_index_made_at_once(step):
    memory = np.random.default_rng(3).integers(0, 60, 2 * SLICE + 5).astype(np.int32)
    whole, steps = NGramIndex(), NGramIndex()
    whole.catch_up(memory)
    for end in range(step, len(memory) + step, step):
        steps.catch_up(memory[:end])
    found = 0
    for start in range(0, len(memory) - 3, 7):
        tail = memory[start : start + 3].tolist()
        place = whole.find(memory, tail)
        assert place == steps.find(memory, tail)
        found += place is not None
    assert found > 2000


def test_long_documents_are_found_almost_everywhere():
    memory = np.random.default_rng(3).integers(0, 64_000, 200_000).astype(np.int32)
    index = NGramIndex()
    index.catch_up(memory)
    places = range(0, 199_990, 50)
    found = [index.find(memory, memory[at : at + 3].tolist()) == at + 3 for at in places]
    assert np.mean(found) > 0.85


def test_the_start_of_the_next_document_is_indexed_too():
    index = NGramIndex()
    index.catch_up(ids(*range(100)))
    index.trim(10)
    following = ids(*range(10), *range(200, 300))
    index.catch_up(following)
    assert index.find(following, [200, 201, 202]) == 13
    assert index.find(following, [20, 21, 22]) is None  # was forgotten
    assert index.find(following, [7, 8, 9]) == 10


class Documents:
    """What a memory says to its lookup when one document follows another."""

    def __init__(self, path: Path) -> None:
        self.model = llama.Model(path)
        self.context = llama.Context(
            self.model, window=512, batch=128, flash_attention=False, kv_type="f16", threads=2
        )
        self.lookup = PromptLookup()
        self.memory = TokenMemory(self.context, lookup=self.lookup)
        self.lookup.learn(0, 0, 1.0)

    def guess_behind(self, document: np.ndarray) -> list[int]:
        """What is guessed when the document's first tokens are said again."""
        self.memory.read(document, lambda *_told: True)
        self.memory.append(document[:2].tolist())
        return self.lookup.draft(self.memory.ids, int(document[2]))

    def close(self) -> None:
        self.context.close()
        self.model.close()


def test_whatever_document_is_read_its_own_start_is_guessed(tmp_path: Path):
    documents = Documents(tiny(tmp_path / "tiny.gguf"))
    first, second = (np.arange(start, start + 100, dtype=np.int32) for start in (1000, 2000))
    assert documents.guess_behind(first) == [1003, 1004]
    assert documents.guess_behind(second) == [2003, 2004]
    assert documents.guess_behind(first[:50]) == [1003, 1004]
    documents.close()


def test_guessing_lengthens_when_it_pays():
    worth = Worth()
    assert worth.is_resting()  # nothing to compare with yet
    worth.learn(0, 0, 0.010)
    lengths = []
    for _ in range(6):
        assert not worth.is_resting()
        lengths.append(worth.length)
        worth.learn(worth.length, worth.length, 0.012)
    assert lengths == [2, 4, 6, 8, 8, 8]
    worth.learn(8, 3, 0.012)
    assert worth.length == 4


def rest(worth: Worth) -> int:
    """Computations without guessing after a guess that did not pay."""
    worth.learn(2, 0, 0.050)
    count = 0
    while worth.is_resting():
        count += 1
    return count


def test_guessing_rests_longer_each_time_that_it_does_not_pay():
    worth = Worth()
    worth.learn(0, 0, 0.010)
    assert [rest(worth) for _ in range(4)] == [16, 32, 64, 128]
    for _ in range(10):
        last = rest(worth)
    assert last == LONGEST_REST
    worth.learn(2, 2, 0.012)  # it paid
    assert rest(worth) == 16


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

    def answer(self, sampler: llama.Sampler, lookup: PromptLookup | None) -> Answer:
        memory = TokenMemory(self.context, lookup=lookup)
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
            lookup=lookup,
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


class AlwaysGuesses(PromptLookup):
    """Guesses whether it pays or not: a test is no benchmark."""

    def learn(self, drafted: int, kept: int, seconds: float) -> None:
        super().learn(drafted, kept, 1.0 if drafted == 0 else 0.001)


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

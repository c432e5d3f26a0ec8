"""A draft model is loaded beside the model; whatever is wrong with it costs nobody an answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.engine.talking import BATCH, ask, asked, chat, document
from yidesk.core.errors import ModelError
from yidesk.core.types import EngineOptions
from yidesk.engine import draft_loading, llama, windows
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.reported import need_of


@pytest.fixture
def open_with(tiny_model: Path, tmp_path: Path) -> Iterator[Callable[..., LoadedModel]]:
    """Loads the tiny model with a draft; `unused` and `steps` are what was told."""
    opened: list[LoadedModel] = []

    def open_with(draft: Path | str, **options: object) -> LoadedModel:
        chosen = EngineOptions(read_ahead_batch=BATCH, draft_model=str(draft), **options)
        unused: list[ModelError] = []
        model = LoadedModel(
            tiny_model,
            chosen,
            lambda _done: True,
            lambda _error: None,
            on_unused_draft=unused.append,
        )
        model.unused = unused
        opened.append(model)
        return model

    yield open_with
    for model in opened:
        model.close()


def test_it_is_planned_counted_and_told(open_with, others: dict[str, Path]):
    alone = open_with("").plan
    model = open_with(others["weights"])
    draft = model.plan.draft
    assert model.unused == []
    assert draft.name == "weights.gguf"
    assert model.plan.need.total == alone.need.total + draft.need.total
    assert str(model.plan).endswith("GB of that is for the draft model weights.gguf")
    told = need_of(model.windows._guessing.draft.load_log)
    assert draft.need.total == pytest.approx(told.total, rel=0.05)


def test_answers_with_it_are_the_answers_without(open_with, others: dict[str, Path]):
    conversation = asked(document("Apple"), "Which?")
    without = [ask(open_with(""), each, 24).text for each in (conversation, chat("Rivers."))]
    model = open_with(others["weights"])
    model.windows._guessing.draft._confidence = 0.0
    done = [ask(model, each, 24) for each in (conversation, chat("Rivers."))]
    assert [each.text for each in done] == without
    assert {each.decoding.kind for each in done} == {"draft"}
    assert all(each.decoding.proposed for each in done)


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("word", "token 5000 is “unheard-of” to it"),
        ("kind", "takes token 8, “<|im_sep|>”"),
        ("fewer", "48,000 tokens, not 64,000"),
        ("missing", "cannot be opened"),
        ("damaged", "damaged"),
    ],
)
def test_one_that_cannot_be_used_is_told_and_the_answer_comes(
    open_with, others: dict[str, Path], tmp_path: Path, which, words
):
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(others["weights"].read_bytes()[:2_000_000])
    found = {**others, "missing": tmp_path / "missing.gguf", "damaged": damaged}
    model = open_with(found[which])
    (told,) = model.unused
    assert told.code == "draft_unused"
    assert words in str(told)
    assert told.next_step
    assert model.plan.draft is None
    assert str(told) in model.info.notes
    assert ask(model, chat("Rivers."), 8).usage.generated_tokens == 8


def test_control_tokens_are_compared_both_ways(tiny_model: Path, others: dict[str, Path]):
    with contextlib.closing(llama.Model(tiny_model)) as one:
        with contextlib.closing(llama.Model(others["kind"])) as other:
            for pair in ((one, other), (other, one)):
                with pytest.raises(ModelError) as caught:
                    draft_loading.check_vocabulary(*(each.vocabulary for each in pair))
                assert caught.value.code == "draft_vocabulary"
        with contextlib.closing(llama.Model(others["weights"])) as same:
            draft_loading.check_vocabulary(one.vocabulary, same.vocabulary)


def test_stop_is_seen_while_it_drafts(open_with, others: dict[str, Path]):
    model = open_with(others["weights"])
    draft = model.windows._guessing.draft
    ids = np.arange(1_000, 1_100, dtype=np.int32)
    assert draft.catch_up(ids, 1_100)
    expected = draft.context.logits().copy()
    model.abort()
    assert not draft.catch_up(ids + 100, 1_200)
    model.rearm()
    assert draft.catch_up(ids, 1_100)
    assert np.allclose(draft.context.logits(), expected, atol=1e-3)


def test_a_draft_whose_device_fails_is_told_and_not_asked_again(
    open_with, others: dict[str, Path], monkeypatch: pytest.MonkeyPatch
):
    model = open_with(others["weights"])
    expected = ask(open_with(""), chat("Rivers."), 24).text
    context = model.windows._guessing.draft.context
    monkeypatch.setattr(context, "decode", lambda *_given, **_how: llama.Status.FAILED)
    done = ask(model, chat("Rivers."), 24)
    assert (done.text, done.decoding.proposed) == (expected, 0)
    assert [step.template.split()[:4] for step in model.windows.steps] == [
        ["The", "draft", "model", "has"]
    ]
    assert model.info.plan.draft is None
    ask(model, chat("Seas."), 8)
    assert len(model.windows.steps) == 1


def test_it_is_given_up_before_anything_of_the_model(
    open_with, others: dict[str, Path], monkeypatch: pytest.MonkeyPatch
):

    monkeypatch.setattr(windows, "FIRST_WINDOW", 768)
    model = open_with(others["weights"])
    ask(model, asked(document("Apple"), "Which?"))
    real, before = llama.Context, model.info.plan

    def make(given: llama.Model, **how: object) -> llama.Context:
        if model.windows._guessing.draft is not None:
            raise llama.LoadError("short", out_of_memory=True)
        return real(given, **how)

    monkeypatch.setattr(llama, "Context", make)
    done = ask(model, asked(document("Apple"), "Which of them is it? " * 90))
    assert done.text
    assert [step.template.split()[:5] for step in model.windows.steps] == [
        ["The", "draft", "model", "is", "given"]
    ]
    after = model.info.plan
    assert after.need.total == before.need.total - before.draft.need.total
    assert replace(after, draft=None, need=before.need) == replace(before, draft=None)

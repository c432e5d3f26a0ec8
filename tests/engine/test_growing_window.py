"""A window that starts small and grows keeps what was read, and says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from yidesk.core.errors import EngineError
from yidesk.core.types import EngineOptions, Message, Part, Role, Sampling
from yidesk.engine import answering, llama, loaded
from yidesk.engine.loaded import LoadedModel
from yidesk.protocol import messages

TEXT = "The river rises in the hills and falls into the sea. " * 20
GREEDY = Sampling(temperature=0)


@pytest.fixture
def small(demo_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loaded, "FIRST_WINDOW", 512)
    options = EngineOptions(read_ahead_batch=64, readings_folder=str(tmp_path))
    model = LoadedModel(demo_model, options, lambda _done: True, lambda _error: None)
    yield model
    model.close()


def ask(model: LoadedModel, *texts: str, tokens: int = 8) -> messages.Finished:
    parts = tuple(Part(text=text, owner="d" * 64) for text in texts)
    request = messages.Generate(
        id=1,
        conversation=(Message(role=Role.USER, parts=parts),),
        sampling=GREEDY,
        max_tokens=tokens,
    )
    done = answering.answer(request, model, lambda _message: None, lambda: True)
    assert isinstance(done, messages.Finished)
    return done


def test_growing_keeps_what_was_read(small: LoadedModel):
    assert small.memory.window == 512
    assert small.info.context == 8192  # what it may grow to
    first = ask(small, TEXT)
    longer = ask(small, TEXT, TEXT, TEXT)
    assert small.memory.window == 1024
    assert longer.usage.cached_tokens + longer.usage.restored_tokens >= 200
    assert ask(small, TEXT).text == first.text


def test_an_answer_may_need_the_larger_window(small: LoadedModel):
    done = ask(small, TEXT, tokens=400)
    assert small.memory.window == 1024
    assert done.usage.prompt_tokens + done.usage.generated_tokens <= 1024


def test_growth_that_does_not_fit_is_told_and_loses_nothing(
    small: LoadedModel, monkeypatch: pytest.MonkeyPatch
):
    ask(small, TEXT)
    real = llama.Context

    def short_of_memory(model: llama.Model, *, window: int, **rest: object) -> llama.Context:
        if window > 512:
            raise llama.LoadError
        return real(model, window=window, **rest)

    monkeypatch.setattr(llama, "Context", short_of_memory)
    with pytest.raises(EngineError) as caught:
        ask(small, TEXT, TEXT, TEXT)
    assert caught.value.code == "window_growth"
    assert ask(small, TEXT).text

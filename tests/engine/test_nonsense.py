"""A model whose numbers are not finite is an error, never an answer and never a saved reading."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.models.gguf_writer import Weights, yi
from tests.models.vocabulary import yi_like
from yidesk.client.engine import EngineClient
from yidesk.core.errors import EngineError, ModelError
from yidesk.core.types import EngineOptions, Message, Part, Role, Sampling
from yidesk.engine.chunk import read_header
from yidesk.protocol import messages

BATCH = 64
BAD = "龘"
BAD_TOKEN = yi_like().pieces.index(BAD)
FREE = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0, seed=1)
DOCUMENT = "a very long lease " * 60


def bad(wanted: str, row: int | None = None) -> Callable[[str, Weights], None]:
    """Make one row of the tensor WANTED no numbers, or one number in it."""

    def change(name: str, weights: Weights) -> None:
        if name == wanted:
            weights[7 if row is None else row] = math.nan

    return change


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineClient]:
    client = EngineClient(tmp_path)
    yield client
    client.close()


@pytest.mark.parametrize(
    ("tensor", "row"),
    [("blk.1.attn_norm.weight", None), ("blk.0.ffn_down.weight", 3), ("output.weight", 50_000)],
)
def test_a_model_that_computes_nonsense_is_not_loaded(engine, tmp_path, tensor, row):
    path = yi().write(tmp_path / "bad.gguf", change=bad(tensor, row))
    with pytest.raises(ModelError) as caught:
        engine.load(path, EngineOptions(context=512)).result()
    assert caught.value.code == "nonfinite_logits"
    good = yi().write(tmp_path / "good.gguf")
    assert engine.load(good, EngineOptions(context=512)).result().info.model == "good"


@pytest.fixture
def bad_at_one_word(engine: EngineClient, tmp_path: Path) -> EngineClient:
    """Loads, and computes nonsense from the first BAD on."""
    path = yi().write(tmp_path / "bad.gguf", change=bad("token_embd.weight", BAD_TOKEN))
    options = EngineOptions(
        context=2048, read_ahead_batch=BATCH, readings_folder=str(tmp_path / "readings")
    )
    engine.load(path, options).result()
    return engine


def conversation(text: str) -> tuple[Message, ...]:
    return (Message(role=Role.USER, parts=(Part(text=text, owner="d" * 64),)),)


def test_reading_stops_at_nonsense_and_saves_none_of_it(bad_at_one_word, tmp_path):
    engine, folder = bad_at_one_word, tmp_path / "readings"
    (before,) = engine.count_tokens([DOCUMENT])
    assert before > 3 * BATCH
    with pytest.raises(EngineError) as caught:
        engine.read(conversation(DOCUMENT + BAD + DOCUMENT)).result()
    assert caught.value.code == "nonfinite_logits"
    with pytest.raises(EngineError) as caught:
        engine.generate(conversation(DOCUMENT + BAD), sampling=FREE, max_tokens=5).result()
    assert caught.value.code == "nonfinite_logits"
    assert engine.read(conversation(DOCUMENT)).result().complete
    engine.close()
    saved = [read_header(path) for path in folder.rglob("*.reading")]
    assert saved
    for header in saved:
        assert BAD_TOKEN not in np.frombuffer(header.ids, "<i4")


def test_an_answer_that_becomes_nonsense_is_an_error_and_keeps_its_text(bad_at_one_word):
    sooner_or_later = dataclasses.replace(FREE, logit_bias=((BAD_TOKEN, 7.0),))
    job = bad_at_one_word.generate(conversation("a"), sampling=sooner_or_later, max_tokens=400)
    events: list[object] = []
    with pytest.raises(EngineError) as caught:
        events.extend(iter(job))
    text = "".join(event.text for event in events if isinstance(event, messages.Text))
    assert caught.value.code == "nonfinite_logits"
    assert text.endswith(BAD)
    assert len(text) > 5
    again = bad_at_one_word.generate(conversation("a"), sampling=FREE, max_tokens=5).result()
    assert again.usage.generated_tokens == 5

"""What the engine reports of a question reaches the person as what it is."""

from __future__ import annotations

import itertools

import pytest

from yidesk.client.engine import EngineClient
from yidesk.core.types import EngineOptions, FinishReason, Mode
from yidesk.protocol import messages
from yidesk.services.answer import Dividing, Loading, Reading, Sweeping
from yidesk.services.bench import ANSWER_TOKENS, Writing
from yidesk.services.chats import Chats

LOADING = messages.Progress(id=0, phase="load", done=0.25, total=1.0, seconds_left=3.0)
RESTORING = messages.Progress(id=0, phase="restore", done=512, total=2_048, per_second=9.0)


class Job:
    """A job of the engine that reports more before its own events."""

    def __init__(self, job, *more) -> None:
        self._job, self._more = job, more
        self.cancel = job.cancel

    def __iter__(self):
        return itertools.chain(self._more, self._job)


def reporting(act, *more):
    """What the engine does, which reports MORE."""
    return lambda *given, **options: Job(act(*given, **options), *more)


@pytest.fixture
def reloading(desk, monkeypatch):
    desk.script("one")
    for name in ("generate", "read"):
        original = getattr(desk.engine, name)
        monkeypatch.setattr(desk.engine, name, reporting(original, LOADING, RESTORING))
    return desk


@pytest.fixture(params=["asked", "read ahead"])
def events(request, reloading, lease):
    desk = reloading
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    asked = request.param == "asked"
    return list(desk.chats.send(chat, "Who?") if asked else desk.chats.read_ahead(chat))


def test_weights_that_are_loaded_again_are_no_tokens_that_are_read(events):
    assert Loading(0.25, 3.0) in events
    first = next(event for event in events if isinstance(event, Reading))
    assert first == Reading(512, 2_048, 9.0, None, restoring=True)


READING = messages.Progress(
    id=0, phase="read", done=500, total=1_000, per_second=340.0, seconds_left=60.0
)
PAGES = 30


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.txt"
    path.write_text("\f".join(f"Chapter {n}. " + "Waves broke. " * 20 for n in range(PAGES)))
    return path


def swept(chats, book) -> list[Sweeping]:
    """What is told while a book is swept."""
    chat = chats.create()
    chats.add_document(chat, book)
    events = chats.send(chat, "List every chapter", mode=Mode.SWEEP)
    return [event for event in events if isinstance(event, Sweeping)]


def test_a_sweep_tells_its_pace_and_what_the_parts_after_this_one_take(desk, book, monkeypatch):
    desk.script("Note.", context=1000)
    monkeypatch.setattr(desk.engine, "generate", reporting(desk.engine.generate, READING))
    told = [event for event in swept(desk.chats, book) if event.per_second == READING.per_second]
    parts = told[0].parts
    assert [event.part for event in told] == [*range(1, parts + 1)]
    assert parts > 1
    first, *later = (event.seconds_left for event in told)
    assert 60 * parts <= first < 60 * parts + 10  # every part as long as this one
    assert all(60 <= left < 70 for left in later)  # as quick as the scripted ones before
    assert told[0].fraction == pytest.approx(0.5 / parts)


@pytest.mark.model
def test_a_real_sweep_tells_its_pace_and_the_time_left_from_its_first_part_on(
    desk, book, demo_model
):
    engine = EngineClient(desk.paths.logs)
    chats = Chats(desk.store, engine, desk.library, desk.chats._tools.loader._models)
    chats.choose_model(demo_model, EngineOptions(context=1_536, save_readings=False))
    chat = chats.create()
    chats.add_document(chat, book)
    asking, told = chats.send(chat, "List every chapter", mode=Mode.SWEEP), []
    for event in asking:
        if isinstance(event, Sweeping):
            told.append(event)
            if event.part == 2:  # what follows takes its time
                asking.cancel()
    engine.close()
    assert told[0].parts > 1
    assert any(event.part == 1 and event.per_second and event.seconds_left for event in told)


def test_dividing_a_long_document_into_parts_is_told_and_can_be_stopped(desk, tmp_path):
    desk.script("Note.", context=1000)
    path = tmp_path / "novel.txt"
    path.write_text("\f".join(f"Chapter {n}. " + "Waves broke. " * 20 for n in range(200)))
    chat = desk.chats.create()
    desk.chats.add_document(chat, path)
    asking, told = desk.chats.send(chat, "List every chapter", mode=Mode.SWEEP), []
    for event in asking:
        told.append(event)
        if isinstance(event, Dividing) and event.at.done == 128:
            asking.cancel()
    dividing = [event for event in told if isinstance(event, Dividing)]
    assert [(each.name, each.at.done, each.at.total) for each in dividing] == [
        ("novel.txt", 64, 200),
        ("novel.txt", 128, 200),
    ]
    assert not any(isinstance(event, Sweeping) for event in told)
    assert told[-1].reason is FinishReason.STOPPED


@pytest.mark.model
def test_measuring_the_speed_tells_of_reading_and_writing(desk, demo_model):
    engine = EngineClient(desk.paths.logs)
    chats = Chats(desk.store, engine, desk.library, desk.chats._tools.loader._models)
    options = EngineOptions(context=1_024, save_readings=False)
    told = list(chats.bench(demo_model, options, (128,)))
    engine.close()
    writing = [event for event in told if isinstance(event, Writing)]
    assert writing[0].done < writing[-1].done == ANSWER_TOKENS
    assert writing[-1].per_second > 0
    assert any(isinstance(event, Reading) for event in told)

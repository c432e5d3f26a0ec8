"""What the engine reports of a question reaches the person as what it is."""

from __future__ import annotations

import itertools

import pytest

from yidesk.protocol import messages
from yidesk.services.answer import Loading, Reading

LOADING = messages.Progress(id=0, phase="load", done=0.25, total=1.0, seconds_left=3.0)
RESTORING = messages.Progress(id=0, phase="restore", done=512, total=2_048, per_second=9.0)


class Job:
    """A job of the engine that reports more before its own events."""

    def __init__(self, job) -> None:
        self._job = job
        self.cancel = job.cancel

    def __iter__(self):
        return itertools.chain((LOADING, RESTORING), self._job)


@pytest.fixture
def desk(desk, monkeypatch):
    desk.script("one")
    for name in ("generate", "read"):
        original = getattr(desk.engine, name)
        monkeypatch.setattr(
            desk.engine, name, lambda *given, act=original, **more: Job(act(*given, **more))
        )
    return desk


@pytest.fixture(params=["asked", "read ahead"])
def events(request, desk, lease):
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    asked = request.param == "asked"
    return list(desk.chats.send(chat, "Who?") if asked else desk.chats.read_ahead(chat))


def test_weights_that_are_loaded_again_are_no_tokens_that_are_read(events):
    assert Loading(0.25, 3.0) in events
    first = next(event for event in events if isinstance(event, Reading))
    assert first == Reading(512, 2_048, 9.0, None, restoring=True)

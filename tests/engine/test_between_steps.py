"""What may come between two steps of the engine's client: real workers, in a forced order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from yidesk.client.engine import EngineClient
from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import YiDeskError
from yidesk.core.types import EngineInfo, EngineOptions
from yidesk.protocol.channel import Channel, ChannelClosed
from yidesk.protocol.messages import AnyMessage


class Between(EngineClient):
    """Lets a load end between two looks at how far it is, unless both are one."""

    found: EngineInfo | None = None
    end: Callable[[], None] | None = None

    @property
    def info(self) -> EngineInfo | None:
        found = self.found
        if self.end is not None and not self._lock.locked():
            self.end()
        return found

    @info.setter
    def info(self, info: EngineInfo | None) -> None:
        self.found = info


def test_a_model_that_has_just_been_loaded_is_not_loaded_again(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    client = Between(tmp_path)
    client.load(tiny_model).result()
    loaded, loads, load = client.found, [], client.load
    client.found, client._loading = None, 10**9  # as while it is being loaded

    def end() -> None:
        client.found, client._loading = loaded, None

    def again(model: Path, options: EngineOptions) -> object:
        loads.append(model)
        return load(model, options)

    client.end = end
    monkeypatch.setattr(client, "load", again)
    client.count_tokens(["one"])
    client.close()
    assert loads == []


def test_a_load_that_no_worker_began_is_not_waited_for(tiny_model: Path, tmp_path: Path):
    client = EngineClient(tmp_path)
    command = client._command
    client._command = lambda *_: ["false"]
    with pytest.raises(YiDeskError):
        client.load(tiny_model)
    client._command = command
    assert client.count_tokens(["one"]) != ()
    client.close()


def test_a_pipe_is_closed_when_nobody_waits_at_it_any_more(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    client = EngineClient(tmp_path)
    client.load(tiny_model).result()
    ended, waiting = threading.Event(), []
    receive, stop, close = Channel.receive, WorkerProcess.stop, Channel.close

    def receive_late(channel: Channel) -> AnyMessage:
        try:
            return receive(channel)
        except ChannelClosed:
            assert ended.wait(60)
            sum(range(1_000_000))  # others have the processor
            raise

    def stop_and_tell(worker: WorkerProcess) -> None:
        stop(worker)
        ended.set()

    def look_and_close(channel: Channel) -> None:
        waiting.extend(each for each in threading.enumerate() if each.name == "engine-events")
        close(channel)

    monkeypatch.setattr(Channel, "receive", receive_late)
    monkeypatch.setattr(WorkerProcess, "stop", stop_and_tell)
    monkeypatch.setattr(Channel, "close", look_and_close)
    client.close()
    assert waiting == []

"""A reader client on a real worker process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yidesk.client.reader import ReaderClient
from yidesk.core.document_limits import Budget

FILES = Path(__file__).parent / "files"
HOSTILE = Path(__file__).parent / "hostile.py"
GUARDED = HOSTILE
"""Without traps it is the reader with a guard that raises when it reaches for what it may not."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory) -> Iterator[ReaderClient]:
    client = ReaderClient(tmp_path_factory.mktemp("logs"))
    yield client
    client.close()


@pytest.fixture
def hostile(tmp_path) -> Iterator[Callable[..., ReaderClient]]:
    """Make a client whose reader falls into traps: `hostile("crash:2", "hang:4")`."""
    clients = []

    def make(*traps: str, stall_seconds: float = 1.0, budget: Budget | None = None) -> ReaderClient:
        command = [sys.executable, str(HOSTILE), ",".join(traps)]
        client = ReaderClient(
            tmp_path / "logs",
            command=lambda role, address: [*command, role, address],
            stall_seconds=stall_seconds,
            budget=budget,
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()

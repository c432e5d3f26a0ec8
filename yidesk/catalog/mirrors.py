"""Other addresses of the hub, and how fast each of them gives this computer a model's bytes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from yidesk.catalog.hub import OFFICIAL, Hub
from yidesk.catalog.network import Network
from yidesk.catalog.transfer import Stop
from yidesk.core.errors import YiDeskError

MIRRORS = (OFFICIAL, "https://hf-mirror.com")
"""Addresses that speak the hub's protocol; a person may enter another."""
SAMPLE = 2 << 20
"""Bytes that are fetched from each."""
SECONDS = 8.0
"""After so long a sample is cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What one address did."""

    endpoint: str
    answer_seconds: float
    """Until it said where the file is."""
    per_second: float
    """Bytes."""
    problem: YiDeskError | None = None


def measure(network: Network, endpoint: str, repository: str, file: str, stop: Stop) -> Speed:
    """Ask one address for the first bytes of a file. What goes wrong is in `problem`.

    Raises Cancelled.
    """
    hub = Hub(network, endpoint)  # without a token: it is not needed, and a mirror gets none
    started = time.monotonic()
    answered = got = 0.0
    try:
        location = hub.locate(repository, file)
        answered = time.monotonic() - started
        begun = time.monotonic()
        with hub.stream(location, 0, min(SAMPLE, location.size), on_socket=stop.watch) as response:
            for chunk in response.iter_raw():
                got += len(chunk)
                if got >= SAMPLE or time.monotonic() - begun > SECONDS:
                    break
        seconds = time.monotonic() - begun
    except YiDeskError as error:
        stop.check()  # a stop ends the connection, which looks like a failure
        return Speed(endpoint=endpoint, answer_seconds=answered, per_second=0.0, problem=error)
    finally:
        stop.forget()
    return Speed(endpoint=endpoint, answer_seconds=answered, per_second=got / max(seconds, 1e-6))

"""A download through the loopback hub, beside a bare stream of the hub client's session.

    python -m benchmarks.download [ROUNDS]

The file is a sparse Yi-6B of 3.67 GB, served by another process on this computer. The bare stream
hashes with SHA-256 and writes to the same disk, and does nothing else. Both write in turn; the
figures are medians, the ratio that of the two of a round. Prints one JSON object.

Targets: ratio >= 0.9; memory flat (growth below 50 MB). On a computer that does other things
meanwhile, cpu_ratio, the processor time of the bare stream by that of the download, is steadier.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.catalog.loopback_hub import REPOSITORY
from tests.models.gguf_writer import YI_6B, sparse
from yidesk.catalog.download import Download, Target
from yidesk.catalog.hub import Hub
from yidesk.catalog.network import Network
from yidesk.catalog.transfer import Event

ROUNDS = 3


def main(rounds: int) -> None:
    """Measure both ways in turn."""
    os.environ["NO_PROXY"] = "127.0.0.1"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = sparse(place / "served.gguf", YI_6B)
        size = file.stat().st_size
        with serving(file) as url:
            hub = Hub(Network(place / "hub-client"), url)
            bare, ours, growth = [], [], []
            for _ in range(rounds):
                bare.append(bare_stream(hub, file.name, place / "bare.gguf"))
                cost, grown = download(hub, file.name, place / "shelf")
                ours.append(cost)
                growth.append(grown)
    pairs = [*zip(bare, ours, strict=True)]
    result = {
        "benchmark": "download",
        "bytes": size,
        "rounds": rounds,
        "bare_bytes_per_s": round(size / statistics.median(cost.wall for cost in bare)),
        "bytes_per_s": round(size / statistics.median(cost.wall for cost in ours)),
        "ratio": round(statistics.median(its.wall / mine.wall for its, mine in pairs), 3),
        "cpu_ratio": round(statistics.median(its.cpu / mine.cpu for its, mine in pairs), 3),
        "memory_growth_bytes": max(growth),
    }
    print(json.dumps(result, indent=2))


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """A loopback hub in another process; its address."""
    command = [sys.executable, "-m", "tests.catalog.loopback_hub", str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


class Cost(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Cost:
        """The clocks of this process."""
        return cls(time.perf_counter(), time.process_time())

    def until_now(self) -> Cost:
        """What has passed since."""
        now = Cost.now()
        return Cost(now.wall - self.wall, now.cpu - self.cpu)


def bare_stream(hub: Hub, name: str, path: Path) -> Cost:
    """For what nobody can leave out: receive, hash, write, flush."""
    started = Cost.now()
    location = hub.locate(REPOSITORY, name)
    whole = hashlib.sha256()
    with hub.stream(location) as response, path.open("wb", buffering=0) as file:
        for chunk in response.iter_raw():
            whole.update(chunk)
            file.write(chunk)
        os.fsync(file.fileno())
    assert whole.hexdigest() == location.sha256
    cost = started.until_now()
    path.unlink()
    return cost


def download(hub: Hub, name: str, shelf: Path) -> tuple[Cost, int]:
    """For a download, and bytes by which this process grew meanwhile."""
    process = psutil.Process()
    before = most = process.memory_info().rss

    def show(_event: Event) -> None:
        nonlocal most
        most = max(most, process.memory_info().rss)

    started = Cost.now()
    path = Download(hub, Target(repository=REPOSITORY, file=name, shelf=shelf)).run(show)
    cost = started.until_now()
    path.unlink()
    return cost, most - before


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)

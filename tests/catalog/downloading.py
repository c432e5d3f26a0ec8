"""A process that downloads one file, made to be killed.

    python -m tests.catalog.downloading ENDPOINT FILE SHELF

Writes one line when it has its first byte.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.catalog.loopback_hub import REPOSITORY
from yidesk.catalog.download import Download, Target
from yidesk.catalog.hub import Hub
from yidesk.catalog.network import Network
from yidesk.catalog.transfer import Event, Progress


def main(endpoint: str, file: str, shelf: str) -> None:
    moved = False

    def show(event: Event) -> None:
        nonlocal moved
        if isinstance(event, Progress) and not moved:
            moved = True
            print("moving", flush=True)

    target = Target(repository=REPOSITORY, file=file, shelf=Path(shelf))
    hub = Hub(Network(Path(shelf).with_name("hub-client")), endpoint)
    Download(hub, target, floor=0, block=1 << 20).run(show)


if __name__ == "__main__":
    main(*sys.argv[1:])

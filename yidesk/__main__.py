"""Picks the role: window, command line, engine worker or reader worker.

A packaged program has no separate `python`: `sys.executable` is the program itself. So workers are
this same program started again with a role flag, and the role is chosen here, before anything
heavy is imported.
"""

from __future__ import annotations

import os
import signal
import sys

WORKER_FLAG = "--yidesk-worker"
INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the signal's number, as shells have it."""
KEY_VARIABLE = "YIDESK_WORKER_KEY"


def main(arguments: list[str] | None = None) -> int:
    """Run the role that the arguments name and return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == [WORKER_FLAG]:
        return _work(*arguments[1:3])
    try:
        from yidesk.cli.app import run  # noqa: PLC0415 - the role decides what is imported

        return run(arguments)
    except KeyboardInterrupt:  # before there was anything to stop
        return INTERRUPTED


def _work(role: str, address: str) -> int:
    from yidesk.protocol.channel import Channel  # noqa: PLC0415

    # Ctrl-C in a terminal reaches every process; it is the application that decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel.connect(address, bytes.fromhex(os.environ.pop(KEY_VARIABLE)))
    if role in {"reader", "recogniser"}:
        from yidesk.documents.worker import run  # noqa: PLC0415
    elif role == "probe":
        from yidesk.engine.probe import run  # noqa: PLC0415
    else:
        from yidesk.engine.worker import run  # noqa: PLC0415
    run(channel, role)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A virtual screen for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from bootstrap.say import Problem

SIZE = "1280x1000x24"


@contextmanager
def virtual_screen() -> Iterator[dict[str, str] | None]:
    """An environment whose DISPLAY is a fresh Xvfb; None where there is no Xvfb."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        yield None
        return
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:  # it writes the number when it is ready
                number = told.readline().strip()
            if not number:
                raise Problem("Xvfb could not be started, so no window can be tested.")
            environment = {**os.environ, "DISPLAY": f":{number}"}
            environment.pop("WAYLAND_DISPLAY", None)
            yield environment
        finally:
            server.terminate()

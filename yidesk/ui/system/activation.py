"""Coming to the front on Wayland: a window may where its program shows a token (xdg-activation).

Qt (6.5 and later) takes it from the environment as the window is shown or asks to be active.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

VARIABLE = "XDG_ACTIVATION_TOKEN"


@contextlib.contextmanager
def activated_by(token: str) -> Iterator[None]:
    """Let the window that is shown meanwhile use TOKEN; empty: what Qt can do without one.

    What did not use it leaves nothing behind for programs that are started later.
    """
    if token:
        os.environ[VARIABLE] = token
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)


def own_token() -> str:
    """What this program was started with by a person's key or click; empty: nothing."""
    return os.environ.get(VARIABLE, "")

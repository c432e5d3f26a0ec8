"""The one door to the network: the hub client's session, and the switch that closes it.

Nothing here opens a socket by itself. `huggingface_hub` is imported when it is first needed, or a
little ahead of that, after the environment it reads at import has been set: no telemetry, no token
found by itself, no Xet (its transfers can be neither resumed nor stopped one by one), no progress
bars.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from yidesk.core.errors import WrongUsage, YiDeskError

if TYPE_CHECKING:
    import httpx2

ENVIRONMENT = {
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}
"""What the hub client reads when it is imported."""
CONNECT_SECONDS = 5.0
READ_SECONDS = 12.0
"""Without a byte for so long, a connection is given up and made anew."""
PIECES = (
    *("h11", "httpcore2", "httpx2", "yaml", "filelock", "huggingface_hub.file_download"),
    *("huggingface_hub.repocard", "huggingface_hub.hf_api"),
)
"""The hub client and what it needs, in pieces that take 10 to 40 ms each to import."""
PAUSE_SECONDS = 0.03
"""Between two pieces, so that whoever else runs Python in this process comes to it."""
OFFLINE_VARIABLE = "HF_HUB_OFFLINE"


class PassingError(YiDeskError):
    """The network or the hub failed in a way that may be better next time."""

    wait = 0.0
    """Seconds the server asks to wait before."""


class Network:
    """How this program reaches other computers, if it may."""

    def __init__(
        self,
        home: Path,
        *,
        is_offline: Callable[[], bool] = lambda: False,
        proxy: str | None = None,
        on_request: Callable[[str, str], None] = lambda _method, _host: None,
    ) -> None:
        """HOME is for the hub client's own files; PROXY is a URL (http, https, socks5).

        ON_REQUEST is told the method and the host before every request.
        """
        self._home = home
        self._is_offline = is_offline
        self._proxy = proxy
        self._on_request = on_request

    def require(self) -> None:
        """Raise YiDeskError (offline) when the person has switched the network off."""
        if self._is_offline() or os.environ.get(OFFLINE_VARIABLE, "").upper() in _YES:
            raise YiDeskError(
                "The network is switched off.",
                code="offline",
                next_step="Switch it on in the settings, or leave out --offline.",
            )

    @cached_property
    def session(self) -> httpx2.Client:
        """The hub client's session, made our way. Raises WrongUsage for an unusable proxy."""
        self._set_environment()
        import huggingface_hub  # noqa: PLC0415 - it reads the environment when it is imported

        huggingface_hub.set_client_factory(self._client)
        return huggingface_hub.get_session()

    def prepare(
        self, others: Sequence[str] = (), unwanted: Callable[[], bool] = lambda: False
    ) -> None:
        """Import OTHERS and the hub client in pieces, ahead of their use, until it is UNWANTED.

        Imported at once they take Python from every other thread, the window's too. Nothing is
        imported where the network is off.
        """
        if self._is_offline() or PIECES[-1] in sys.modules:
            return
        self._set_environment()
        for piece in (*others, *PIECES):
            if unwanted():
                return
            importlib.import_module(piece)
            time.sleep(PAUSE_SECONDS)

    def _set_environment(self) -> None:
        os.environ.update(ENVIRONMENT)
        os.environ["HF_HOME"] = str(self._home)

    def close(self) -> None:
        """End all connections."""
        if "session" in self.__dict__:
            self.session.close()

    def _client(self) -> httpx2.Client:
        import httpx2  # noqa: PLC0415

        try:
            return httpx2.Client(
                event_hooks={"request": [self._before]},
                follow_redirects=True,
                timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                proxy=self._proxy,
            )
        except (ValueError, ImportError) as error:
            raise WrongUsage(
                "The proxy {proxy} cannot be used ({cause}).",
                code="proxy",
                next_step="Write it as http://HOST:PORT or socks5://HOST:PORT.",
                proxy=self._proxy or "",
                cause=str(error),
            ) from error

    def _before(self, request: httpx2.Request) -> None:
        """Runs before every request, redirects too, whoever makes it."""
        self.require()
        self._on_request(request.method, request.url.host)


_YES = {"1", "ON", "YES", "TRUE"}

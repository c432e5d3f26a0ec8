"""Facts and bytes from the hub, or from a mirror of it.

The hub client gives the facts (sizes, SHA-256, signed addresses); the bytes are streamed over its
session by ranges, because the client itself neither resumes, nor checks what arrives.

A token belongs to one origin and is sent nowhere else: to no mirror, and to no storage server that
the hub points to.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from yidesk.catalog import gguf
from yidesk.catalog.header import Header
from yidesk.catalog.network import CONNECT_SECONDS, Network
from yidesk.core.errors import WrongUsage

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import HfApi

OFFICIAL = "https://huggingface.co"
ENDPOINT_VARIABLE = "HF_ENDPOINT"
FACTS_SECONDS = 10.0
RANGE = 4 << 20
"""Bytes of a remote header asked for at once; Yi's takes about 2 MB."""
SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Token:
    """A person's key to gated and private repositories."""

    value: str
    origin: str = OFFICIAL
    """The only place it is sent to."""

    def __repr__(self) -> str:
        """Never the value: it would end in a log."""
        return f"Token(origin={self.origin!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file in a repository."""

    name: str
    size: int | None
    sha256: str | None
    """None for a small file that is not stored as a large one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository as it is today."""

    id: str
    commit: str
    license: str
    gated: bool
    files: tuple[RemoteFile, ...]
    """GGUF files only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A repository found by search."""

    id: str
    downloads: int
    likes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a file's bytes are to be had just now; signed addresses expire."""

    repository: str
    file: str
    url: str
    size: int
    etag: str
    commit: str

    @property
    def sha256(self) -> str | None:
        """The hash the hub announces: the etag of a large file."""
        return self.etag if SHA256.fullmatch(self.etag) else None


class Hub:
    """One hub or mirror. Its methods block; they raise YiDeskError with a sentence."""

    def __init__(
        self, network: Network, endpoint: str | None = None, token: Token | None = None
    ) -> None:
        """ENDPOINT: else HF_ENDPOINT of the environment, else the official hub."""
        chosen = endpoint or os.environ.get(ENDPOINT_VARIABLE) or OFFICIAL
        self.endpoint = chosen.rstrip("/")
        if urlsplit(self.endpoint).scheme not in {"http", "https"} or not self.host:
            raise WrongUsage(
                "{endpoint} is not the address of a hub.",
                code="wrong_endpoint",
                next_step="Write it as https://HOST.",
                endpoint=chosen,
            )
        self._network = network
        self._token = token

    @property
    def host(self) -> str:
        """The name of the computer, for sentences."""
        return urlsplit(self.endpoint).hostname or ""

    def repository(self, repository: str, revision: str | None = None) -> Repository:
        """Its GGUF files with sizes and hashes."""
        return self._ask(lambda: self._repository(repository, revision), repository)

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Repositories with GGUF files whose name has TEXT, the most downloaded first."""
        return self._ask(lambda: self._search(text, limit), text)

    def locate(self, repository: str, file: str, revision: str = "main") -> Location:
        """Where its bytes are, with what the hub says of them."""
        return self._ask(lambda: self._locate(repository, file, revision), repository, file)

    def header(self, repository: str, file: str, revision: str = "main") -> Header:
        """The GGUF header of a file that is not here yet: a few megabytes are fetched."""
        location = self.locate(repository, file, revision)
        return self._ask(lambda: gguf.read(_Remote(self, location)), repository, file)

    @contextlib.contextmanager
    def stream(
        self,
        location: Location,
        start: int = 0,
        end: int | None = None,
        *,
        on_socket: Callable[[socket.socket], None] = lambda _socket: None,
    ) -> Iterator[httpx2.Response]:
        """An open answer whose first byte is START of the file, or 0 (status 200: no ranges here).

        END is exclusive. ON_SOCKET is given what carries it, so that it can be shut down while this
        thread waits. Raises YiDeskError, also for what goes wrong while the answer is read.
        """
        with self._explained(location.repository, location.file, of_bytes=True):
            session = self._network.session
            from huggingface_hub.utils import (  # type: ignore[attr-defined]  # noqa: PLC0415
                hf_raise_for_status,
            )

            headers = self._headers(location.url, start, end)
            trace = {"trace": functools.partial(_report_socket, on_socket)}
            with session.stream("GET", location.url, headers=headers, extensions=trace) as response:
                hf_raise_for_status(response)
                if response.status_code == 206:
                    _check_range(response.headers.get("Content-Range", ""), start, location.size)
                elif response.status_code != 200:
                    raise WrongAnswer
                yield response

    def _headers(self, url: str, start: int, end: int | None) -> dict[str, str]:
        from huggingface_hub.utils import (  # type: ignore[attr-defined]  # noqa: PLC0415
            build_hf_headers,
        )

        headers = build_hf_headers(token=self._token_for(url))
        headers["Connection"] = "close"  # a connection of its own can be shut down alone
        headers["Accept-Encoding"] = "identity"  # ranges count the bytes of the file itself
        if start or end is not None:
            headers["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
        return headers

    def _token_for(self, url: str) -> str | bool:
        """The token where it belongs; False forbids the client to look for one."""
        if self._token and _origin(url) == _origin(self._token.origin):
            return self._token.value
        return False

    def _repository(self, repository: str, revision: str | None) -> Repository:
        with _as_wrong_answer():
            info = self._api().model_info(
                repository, revision=revision, files_metadata=True, timeout=FACTS_SECONDS
            )
        card = info.card_data
        return Repository(
            id=info.id,
            commit=info.sha or "",
            license=str(card.get("license") or "") if card else "",
            gated=bool(info.gated),
            files=tuple(
                RemoteFile(
                    name=file.rfilename,
                    size=file.size,
                    sha256=file.lfs.sha256 if file.lfs else None,
                )
                for file in info.siblings or ()
                if file.rfilename.endswith(".gguf")
            ),
        )

    def _search(self, text: str, limit: int) -> list[Found]:
        with _as_wrong_answer():
            models = list(
                self._api().list_models(search=text, filter="gguf", sort="downloads", limit=limit)
            )
        return [
            Found(id=model.id, downloads=model.downloads or 0, likes=model.likes or 0)
            for model in models
        ]

    def _locate(self, repository: str, file: str, revision: str) -> Location:
        from huggingface_hub import get_hf_file_metadata, hf_hub_url  # noqa: PLC0415

        url = hf_hub_url(repository, file, revision=revision, endpoint=self.endpoint)
        facts = get_hf_file_metadata(
            url, token=self._token_for(url), endpoint=self.endpoint, timeout=CONNECT_SECONDS
        )
        if facts.size is None or not facts.etag:
            raise WrongAnswer
        return Location(
            repository=repository,
            file=file,
            url=facts.location,
            size=facts.size,
            etag=facts.etag,
            commit=facts.commit_hash or "",
        )

    def _api(self) -> HfApi:
        from huggingface_hub import HfApi  # noqa: PLC0415

        return HfApi(endpoint=self.endpoint, token=self._token_for(self.endpoint))

    def _ask(self, question: Callable[[], Result], repository: str, file: str = "") -> Result:
        with self._explained(repository, file):
            return question()

    @contextlib.contextmanager
    def _explained(
        self, repository: str, file: str = "", *, of_bytes: bool = False
    ) -> Iterator[None]:
        """Turn what may go wrong on the way into a sentence."""
        self._network.require()
        _ = self._network.session  # the library is imported and set up from here on
        from yidesk.catalog import hub_errors  # noqa: PLC0415

        try:
            yield
        except WrongAnswer as error:
            raise hub_errors.wrong_answer(self.host) from error
        except (*hub_errors.Failure, hub_errors.Invalid) as error:
            raise hub_errors.explain(
                error, host=self.host, repository=repository, file=file, of_bytes=of_bytes
            ) from error


class WrongAnswer(Exception):  # noqa: N818 - becomes a sentence above, or another try
    """The server does not keep to the protocol."""


@contextlib.contextmanager
def _as_wrong_answer() -> Iterator[None]:
    """Something else than a hub answers, a login page perhaps, and the client stumbles over it."""
    try:
        yield
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise WrongAnswer from error


class _Remote:
    """A file on the hub as a source of bytes (yidesk.catalog.cursor)."""

    def __init__(self, hub: Hub, location: Location) -> None:
        self._hub = hub
        self._location = location
        self.name = location.file
        self.size = location.size

    def read(self, offset: int, length: int) -> bytes:
        end = min(self.size, offset + max(length, RANGE))
        with self._hub.stream(self._location, offset, end) as response:
            skip = offset if response.status_code == 200 else 0
            content = bytearray()
            for chunk in response.iter_raw():
                content += chunk
                if len(content) >= skip + end - offset:
                    break
        return bytes(content[skip : skip + end - offset])


def _report_socket(
    on_socket: Callable[[socket.socket], None], event: str, details: Mapping[str, object]
) -> None:
    """Hears of every step of a request; a new connection's socket is what is wanted."""
    if event.endswith(("connect_tcp.complete", "start_tls.complete")):
        stream = details["return_value"]
        found = getattr(stream, "get_extra_info", lambda _name: None)("socket")
        if isinstance(found, socket.socket):
            on_socket(found)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", parts.port or default


def _check_range(value: str, start: int, size: int) -> None:
    match = _CONTENT_RANGE.fullmatch(value.strip())
    if not match or int(match[1]) != start or match[3] not in {"*", str(size)}:
        raise WrongAnswer

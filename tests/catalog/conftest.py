"""A loopback hub with a small model, and what downloads from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.catalog.loopback_hub import REPOSITORY, LoopbackHub
from tests.models.gguf_writer import yi
from tests.models.vocabulary import yi_like
from yidesk.catalog.download import Download, Target
from yidesk.catalog.hub import Hub, Token
from yidesk.catalog.network import Network

FILE = "yi-test.Q4_K_M.gguf"
BLOCK = 256 << 10


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setenv("HF_HOME", "")  # set by the program; so it is put back afterwards


@pytest.fixture(scope="session")
def model_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole GGUF file of 2.5 MB."""
    path = tmp_path_factory.mktemp("model") / FILE
    return yi(vocabulary=yi_like(8_000)).write(path).read_bytes()


@pytest.fixture
def loopback(model_bytes: bytes) -> Iterator[LoopbackHub]:
    with LoopbackHub({FILE: model_bytes}) as hub:
        yield hub


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    network = Network(tmp_path / "hub-client")
    yield network
    network.close()


@pytest.fixture
def hub(network: Network, loopback: LoopbackHub) -> Hub:
    return Hub(network, loopback.url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def download(hub: Hub, folder: Path) -> Callable[..., Download]:
    """Makes downloads of the model; each call is what a new start of the program would make."""

    def make(file: str = FILE, *, repository: str = REPOSITORY, **options: str) -> Download:
        target = Target(repository=repository, file=file, shelf=folder, **options)
        return Download(hub, target, floor=0, block=BLOCK)

    return make


@pytest.fixture
def own_hub(network: Network, loopback: LoopbackHub) -> Hub:
    """The hub with a token that belongs to it."""
    return Hub(network, loopback.url, Token("hf_secret", origin=loopback.url))

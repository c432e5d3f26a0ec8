"""Downloads through proxies."""

from __future__ import annotations

import pytest

from tests.catalog.loopback_hub import REPOSITORY, LoopbackHub
from tests.catalog.socks_server import SocksServer
from yidesk.catalog.download import Download, Target
from yidesk.catalog.hub import Hub
from yidesk.catalog.network import Network
from yidesk.core.errors import WrongUsage, YiDeskError

FILE = "yi-test.Q4_K_M.gguf"


def test_a_file_comes_through_a_socks_proxy(tmp_path, loopback: LoopbackHub, model_bytes):
    with SocksServer() as proxy:
        network = Network(tmp_path / "client", proxy=proxy.url)
        target = Target(repository=REPOSITORY, file=FILE, shelf=tmp_path / "shelf")
        place = Download(Hub(network, loopback.url), target, floor=0).run()
        network.close()
    assert place.read_bytes() == model_bytes
    ports = {int(url.rpartition(":")[2]) for url in (loopback.url, loopback.cdn_url)}
    assert {port for _, port in proxy.asked} == ports


def test_a_proxy_that_is_not_there_is_a_sentence(tmp_path, loopback):
    network = Network(tmp_path / "client", proxy="socks5://127.0.0.1:9")
    with pytest.raises(YiDeskError) as refused:
        Hub(network, loopback.url).locate(REPOSITORY, FILE)
    network.close()
    assert loopback.requests == []
    assert refused.value.next_step


def test_a_proxy_that_cannot_be_one_is_refused(tmp_path, loopback):
    network = Network(tmp_path / "client", proxy="ftp://127.0.0.1:9")
    with pytest.raises(WrongUsage) as refused:
        Hub(network, loopback.url).locate(REPOSITORY, FILE)
    assert refused.value.code == "proxy"

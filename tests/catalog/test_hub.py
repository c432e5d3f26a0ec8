"""Facts from the hub by the real client: what is asked, what is sent along, what goes wrong."""

from __future__ import annotations

import os
import socket

import pytest

from tests.catalog.conftest import FILE
from tests.catalog.loopback_hub import COMMIT, REPOSITORY, Fault
from yidesk.catalog import gguf
from yidesk.catalog.hub import OFFICIAL, Hub, Token
from yidesk.catalog.network import Network
from yidesk.core.errors import ModelError, WrongUsage, YiDeskError


def test_it_lists_the_gguf_files(hub, loopback, model_bytes):
    repository = hub.repository(REPOSITORY)
    assert repository.commit == COMMIT
    assert repository.license == "apache-2.0"
    (file,) = repository.files
    assert file.name == FILE
    assert file.size == len(model_bytes)
    assert file.sha256 == loopback.files[FILE].sha256


def test_it_searches(hub):
    assert [found.id for found in hub.search("yi")] == [REPOSITORY]


@pytest.mark.parametrize("xet", [False, True], ids=["lfs", "xet"])
def test_it_says_where_a_file_is(hub, loopback, model_bytes, xet):
    loopback.xet = xet
    location = hub.locate(REPOSITORY, FILE)
    assert location.size == len(model_bytes)
    assert location.sha256 == loopback.files[FILE].sha256
    if not xet:
        assert location.url.startswith(loopback.cdn_url)


def test_nothing_else_is_asked(hub, loopback):
    """No telemetry, no look for a token of another program."""
    hub.repository(REPOSITORY)
    hub.locate(REPOSITORY, FILE)
    assert [request.method for request in loopback.requests] == ["GET", "HEAD"]
    assert all("authorization" not in request.headers for request in loopback.requests)


def test_a_token_reaches_its_origin_and_no_other(own_hub, loopback):
    loopback.token = "hf_secret"
    location = own_hub.locate(REPOSITORY, FILE)
    with own_hub.stream(location) as response:
        next(response.iter_raw())
    own_hub.repository(REPOSITORY)
    assert all(
        request.headers["authorization"] == "Bearer hf_secret" for request in loopback.asked("hub")
    )
    assert all("authorization" not in request.headers for request in loopback.asked("cdn"))


def test_a_token_of_the_official_hub_never_reaches_a_mirror(network, loopback):
    mirror = Hub(network, loopback.url, Token("hf_secret", origin=OFFICIAL))
    mirror.locate(REPOSITORY, FILE)
    mirror.repository(REPOSITORY)
    assert "hf_secret" not in str([request.headers for request in loopback.requests])


def test_a_token_does_not_show_itself():
    assert "hf_secret" not in repr(Token("hf_secret"))


def test_the_header_of_a_remote_file_takes_one_range(hub, loopback, model_bytes):
    header = hub.header(REPOSITORY, FILE)
    assert header.architecture == "llama"
    assert header.whole
    assert [request.status for request in loopback.asked("cdn")] == [206]


def test_the_header_of_a_remote_file_without_ranges(hub, loopback):
    loopback.bytes_faults += [Fault(ignore_range=True)]
    assert hub.header(REPOSITORY, FILE).block_count == 2


def test_a_remote_file_that_is_no_model(hub, loopback):
    loopback.put("page.gguf", b"<html>" * 100)
    with pytest.raises(ModelError, match=r"page\.gguf is not a GGUF model"):
        hub.header(REPOSITORY, "page.gguf")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(status=401, code="RepoNotFound"), "model_missing"),
        (Fault(status=403, code="GatedRepo"), "gated"),
        (Fault(status=404, code="EntryNotFound"), "model_missing"),
        (Fault(status=404, code="RevisionNotFound"), "model_missing"),
        (Fault(status=401), "refused"),
        (Fault(status=403), "refused"),
        (Fault(status=404), "hub_failed"),
        (Fault(status=429), "too_many_requests"),
        (Fault(status=500), "hub_failed"),
        (Fault(status=200), "wrong_answer"),
    ],
    ids=lambda value: f"{value.status}{value.code}" if isinstance(value, Fault) else "",
)
def test_every_refusal_is_a_sentence(hub, loopback, fault, code):
    loopback.facts_faults.append(fault)
    with pytest.raises(YiDeskError) as caught:
        hub.locate(REPOSITORY, FILE)
    assert caught.value.code == code
    assert caught.value.next_step
    assert str(caught.value)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"error": "no"}', b"null"])
def test_something_else_than_a_hub_is_told(hub, loopback, body):
    loopback.facts_faults += [Fault(status=200, body=body)] * 2
    for ask in (lambda: hub.repository(REPOSITORY), lambda: hub.search("yi")):
        try:
            assert ask() == []  # an empty list is an answer
        except YiDeskError as error:
            assert error.code == "wrong_answer"  # noqa: PT017 - either is right


def test_a_place_that_cannot_be_one(hub, loopback):
    loopback.bytes_faults.append(Fault(redirect="http://[::broken/"))
    with (
        pytest.raises(YiDeskError) as caught,
        hub.stream(hub.locate(REPOSITORY, FILE)) as response,
    ):
        response.read()
    assert caught.value.code in {"unreachable", "wrong_answer"}


def test_a_name_that_cannot_be_one(hub):
    with pytest.raises(WrongUsage, match="OWNER/NAME"):
        hub.repository("a/b/c/d")


def test_an_address_that_cannot_be_one(network):
    with pytest.raises(WrongUsage, match="https://HOST"):
        Hub(network, "hub.example")


def test_the_endpoint_of_the_environment_is_honoured(network, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert Hub(network).endpoint == "https://mirror.example"
    monkeypatch.delenv("HF_ENDPOINT")
    assert Hub(network).endpoint == OFFICIAL


def test_offline_refuses_before_any_socket(tmp_path, loopback, monkeypatch):
    def no_socket(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "create_connection", no_socket)
    hub = Hub(Network(tmp_path, is_offline=lambda: True), loopback.url)
    for ask in (
        lambda: hub.repository(REPOSITORY),
        lambda: hub.locate(REPOSITORY, FILE),
        lambda: hub.search("yi"),
        lambda: hub.header(REPOSITORY, FILE),
    ):
        with pytest.raises(YiDeskError) as caught:
            ask()
        assert caught.value.code == "offline"
    assert loopback.requests == []


def test_the_switch_is_seen_by_requests_under_way(tmp_path, loopback):
    """The page of connections and the switch hang on the session itself."""
    seen, offline = [], []
    network = Network(
        tmp_path, is_offline=lambda: bool(offline), on_request=lambda *what: seen.append(what)
    )
    hub = Hub(network, loopback.url)
    hub.locate(REPOSITORY, FILE)
    assert seen == [("HEAD", "127.0.0.1")]
    offline.append(True)
    with pytest.raises(YiDeskError, match="switched off"):
        network.session.get(loopback.url)
    network.close()


def test_a_dead_address_answers_soon(network):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        hub = Hub(network, f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(YiDeskError, match="cannot be reached"):
            hub.locate(REPOSITORY, FILE)


def test_a_computer_without_a_network_is_told_so(network):
    hub = Hub(network, "http://hub.invalid")  # RFC 6761: it has no address anywhere
    with pytest.raises(YiDeskError, match="does not seem to be connected") as refused:
        hub.locate(REPOSITORY, FILE)
    assert "Errno" not in str(refused.value)


def test_an_unusable_proxy_is_named(tmp_path):
    hub = Hub(Network(tmp_path, proxy="carrier-pigeon://loft"), "http://127.0.0.1:1")
    with pytest.raises(WrongUsage, match="carrier-pigeon"):
        hub.locate(REPOSITORY, FILE)


def test_the_clients_files_stay_in_our_folder(hub, tmp_path):
    hub.locate(REPOSITORY, FILE)
    assert os.environ["HF_HOME"] == str(tmp_path / "hub-client")
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"


def test_the_rules_can_look_at_a_remote_header(hub):
    assert gguf.check(hub.header(REPOSITORY, FILE)) == []

"""Downloads: split models, what a name stands for, one after the other."""

from __future__ import annotations

import threading

import pytest

from tests.catalog.loopback_hub import REPOSITORY, LoopbackHub
from tests.models.gguf_writer import yi
from tests.models.vocabulary import yi_like
from yidesk.catalog.network import Network
from yidesk.catalog.shelf import Shelf
from yidesk.core.errors import Cancelled, ModelError, WrongUsage
from yidesk.services.downloads import Downloads, Source
from yidesk.services.model_shelf import Halt, Progress, Queued

PIECES = [f"big.Q4_K_M-{n:05}-of-00003.gguf" for n in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_HOME", "")  # set by the program; so it is put back afterwards
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    return yi(vocabulary=yi_like(8_000)).write(folder / "m.gguf").read_bytes()


@pytest.fixture
def hub(content):
    with LoopbackHub(dict.fromkeys((*PIECES, "one.Q8_0.gguf"), content)) as hub:
        yield hub


@pytest.fixture
def downloads(tmp_path, hub):
    network = Network(tmp_path / "client")
    yield Downloads(Shelf(tmp_path / "shelf"), network, lambda: hub.url)
    network.close()


def test_a_split_model_comes_whole(downloads, tmp_path):
    source = downloads.find(f"{REPOSITORY}:Q4_K_M-00001-of-00003")
    first = downloads.fetch(source, lambda _event: None, Halt())
    assert first.name == PIECES[0]
    assert sorted(each.name for each in (tmp_path / "shelf").glob("*.gguf")) == PIECES


@pytest.mark.parametrize(("wanted", "file"), [
    ("Q8_0", "one.Q8_0.gguf"), ("q8_0", "one.Q8_0.gguf"), ("one.Q8_0.gguf", "one.Q8_0.gguf"),
    (PIECES[0], PIECES[0]),
])  # fmt: skip
def test_a_file_is_named_by_quantisation_or_name(downloads, wanted, file):
    source = downloads.find(f"{REPOSITORY}:{wanted}")
    assert (source.repository, source.file) == (REPOSITORY, file)
    assert len(source.sha256) == 64


def test_what_is_not_there_is_told_with_what_is(downloads):
    with pytest.raises(WrongUsage) as refused:
        downloads.find(f"{REPOSITORY}:Q2_K")
    assert "one.Q8_0.gguf" in str(refused.value)
    with pytest.raises(ModelError):
        downloads.find("not-in-the-catalogue")
    assert downloads.find("yi-6b-200k:Q4_K_M").repository == "TheBloke/Yi-6B-200K-GGUF"


def test_a_download_waits_for_the_one_before_it_and_can_be_stopped_meanwhile(downloads, hub):
    source = Source(repository=REPOSITORY, file="one.Q8_0.gguf")
    hub.rate = 40_000
    moving, queued, stopped = threading.Event(), threading.Event(), []
    first, second = Halt(), Halt()

    def run(halt, on_event):
        try:
            downloads.fetch(source, on_event, halt)
        except Cancelled:
            stopped.append(halt)

    def see_first(event):
        if isinstance(event, Progress):
            moving.set()

    def see_second(event):
        assert event == Queued(before=1)
        queued.set()

    one = threading.Thread(target=run, args=(first, see_first))
    one.start()
    assert moving.wait(30)
    two = threading.Thread(target=run, args=(second, see_second))
    two.start()
    assert queued.wait(30)
    second.cancel()
    two.join(30)
    first.cancel()
    one.join(30)
    assert stopped == [second, first]
    assert [each.name for each in downloads.unfinished()] == ["one.Q8_0.gguf"]

"""`yidesk models`, with the real hub client against a hub on this computer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.catalog.loopback_hub import REPOSITORY, LoopbackHub
from tests.conftest import ROOT
from tests.models.gguf_writer import YI_6B, sparse, yi
from tests.models.vocabulary import yi_like

FILE = "yi-test.Q4_K_M.gguf"
NAME = "yi-test.Q4_K_M"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", "")  # set by the program; so it is put back afterwards


@pytest.fixture(autouse=True)
def _no_demonstration(monkeypatch):
    monkeypatch.setattr("yidesk.services.models.Models.demonstration", lambda _self: None)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A whole GGUF file of 2.5 MB."""
    return yi(vocabulary=yi_like(8_000)).write(tmp_path_factory.mktemp("model") / FILE)


@pytest.fixture
def hub(model):
    with LoopbackHub({FILE: model.read_bytes()}) as hub:
        yield hub


def test_a_model_is_fetched_listed_verified_and_removed(run, hub):
    got = run("models", "get", REPOSITORY, "--endpoint", hub.url, "--json")
    assert (got.code, got.object["name"]) == (0, NAME)
    (listed,) = run("models", "list", "--json").object["models"]
    assert (listed["name"], listed["in_place"], listed["problem"]) == (NAME, False, None)
    assert "yi-test.Q4_K_M: " in run("models", "list").out
    verified = run("models", "verify", NAME, "--json").object
    assert verified["sound"]
    assert verified["sha256"] == verified["expected"]
    removed = run("models", "remove", NAME, "--json").object
    assert removed["freed_bytes"] == listed["size"]
    assert run("models", "list").out.startswith("There is no model here yet.")


def test_the_endpoint_of_the_environment_counts(run, hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    assert run("models", "get", f"{REPOSITORY}:Q4_K_M").code == 0


def test_a_damaged_model_is_told_with_exit_code_3(run, hub, tmp_path):
    run("models", "get", REPOSITORY, "--endpoint", hub.url)
    path = tmp_path / "data" / "models" / FILE
    content = bytearray(path.read_bytes())
    content[-10] ^= 1
    path.write_bytes(content)
    verified = run("models", "verify", NAME, "--json")
    assert (verified.code, verified.object["sound"]) == (3, False)
    assert "damaged" in verified.err


def test_a_damaged_download_is_repaired(run, hub, tmp_path):
    run("models", "get", REPOSITORY, "--endpoint", hub.url)
    path = tmp_path / "data" / "models" / FILE
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    repaired = run("models", "verify", NAME, "--repair", "--endpoint", hub.url)
    assert (repaired.code, path.read_bytes()) == (0, content)
    assert "is verified" in repaired.out


def test_the_hub_is_searched(run, hub):
    found = run("models", "available", "yi", "--endpoint", hub.url, "--json").object
    assert [each["id"] for each in found["repositories"]] == [REPOSITORY]


def test_mirrors_are_compared(run, hub, monkeypatch):
    monkeypatch.setattr("yidesk.services.downloads.MIRRORS", (hub.url,))
    monkeypatch.setattr(
        "yidesk.services.downloads.catalog.load",
        lambda: SimpleNamespace(
            models=[SimpleNamespace(repository=REPOSITORY, files=[SimpleNamespace(file=FILE)])]
        ),
    )
    args = ("models", "mirrors", "--endpoint", "http://127.0.0.1:9", "--json")
    fast, dead = run(*args).object["mirrors"]
    assert (fast["endpoint"], fast["problem"]) == (hub.url, None)
    assert fast["bytes_per_s"] > 0
    assert "127.0.0.1" in dead["problem"]


def test_what_other_programs_have_is_listed(run, tmp_path, monkeypatch):
    monkeypatch.setattr("yidesk.catalog.elsewhere.Path.home", lambda: tmp_path)
    assert "No other program" in run("models", "import").out
    theirs = tmp_path / ".lmstudio" / "models" / "Some-Yi.gguf"
    theirs.parent.mkdir(parents=True)
    sparse(theirs, YI_6B)
    (found,) = run("models", "import", "--json").object["elsewhere"]
    assert (found["program"], found["path"]) == ("LM Studio", str(theirs))


def test_what_cannot_be_fetched_is_a_sentence(run, hub):
    endpoint = ("--endpoint", hub.url)
    for wanted, code, words in (
        ("no-such-model", 3, "no model no-such-model"),
        ("nobody/nothing", 3, "nobody/nothing"),
        (f"{REPOSITORY}:Q9_X", 2, FILE),
    ):
        ended = run("models", "get", wanted, *endpoint)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (code, "", 1), wanted
        assert words in ended.err


def test_offline_refuses_before_any_socket(run, hub):
    ended = run("--offline", "models", "get", REPOSITORY, "--endpoint", hub.url)
    assert (ended.code, hub.requests) == (1, [])
    assert "switched off" in ended.err


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_keeps_what_was_fetched_and_the_next_one_goes_on(tmp_path, model):
    content = model.read_bytes()
    command = [sys.executable, "-m", "yidesk", "models", "get", REPOSITORY]
    environment = {**os.environ, "YIDESK_DATA_DIR": str(tmp_path / "data"), "LANG": "C"}
    with LoopbackHub({FILE: content}, rate=len(content) / 40) as hub:
        program = subprocess.Popen(
            [*command, "--endpoint", hub.url], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        part = tmp_path / "data" / "models" / ".yidesk" / f"{FILE}.part"
        while not (part.exists() and part.stat().st_size):
            assert program.poll() is None
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
    assert (program.returncode, out) == (130, "")
    assert "goes on from there" in err
    with LoopbackHub({FILE: content}) as hub:
        again = subprocess.run(
            [*command, "--endpoint", hub.url], cwd=ROOT, env=environment, text=True,
            capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        assert hub.sent < len(content) + 100_000
    assert "is here and verified" in again.stdout


def test_a_file_is_imported_where_it_lies_or_copied(run, model, tmp_path):
    imported = run("models", "import", model, "--json").object["model"]
    assert (imported["path"], imported["in_place"]) == (str(model), True)
    removed = run("models", "remove", NAME)
    assert "stays at" in removed.out
    assert model.exists()
    copied = run("models", "import", model, "--copy", "--json").object["model"]
    assert copied["path"] == str(tmp_path / "data" / "models" / FILE)
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"no model")
    refused = run("models", "import", bad)
    assert (refused.code, refused.out) == (3, "")


def test_the_catalogue_says_what_fits(run):
    models = run("models", "available", "--json").object["models"]
    assert len(models) == 14
    for entry in models:
        assert sum(file["best_here"] for file in entry["files"]) <= 1
        assert all(file["window"] > 0 or file["problem"] for file in entry["files"])
    assert "faro-yi-9b-200k: Faro-Yi-9B, chat, window of 200,000 tokens" in (
        run("models", "available").out
    )


def test_a_plan_for_what_is_here_and_for_what_is_not(run, hub, tmp_path):
    path = tmp_path / "Yi-6B.Q4_K_M.gguf"
    sparse(path, YI_6B)
    here = run("models", "plan", path, "--context", "4096", "--gpu-layers", "0", "--json").object
    assert (here["basis"], here["window"], here["gpu_layers"]) == ("model", 4096, 0)
    options = ("--context", "4096", "--gpu-layers", "0", "--endpoint", hub.url, "--json")
    away = run("models", "plan", REPOSITORY, *options).object
    assert (away["basis"], away["window"]) == ("header", 4096)
    listed = run("--offline", "models", "plan", "yi-6b-200k:Q4_K_M", *options).object
    assert listed["basis"] == "catalogue"
    ratio = listed["need"]["main"]["kv"] / here["need"]["main"]["kv"]
    assert ratio == pytest.approx(1, rel=0.01)

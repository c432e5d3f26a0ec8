"""The token: in the keyring, sent to the official hub only, shown nowhere."""

from __future__ import annotations

import keyring
import keyring.backend
import keyring.errors
import pytest

from tests.catalog.loopback_hub import REPOSITORY, LoopbackHub
from yidesk.catalog import tokens
from yidesk.catalog.hub import Hub, Token
from yidesk.core.errors import WrongUsage, YiDeskError

FILE = "yi-test.Q4_K_M.gguf"


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring as the library lets systems bring their own."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class LockedKeyring(MemoryKeyring):
    """A keyring that nobody unlocks."""

    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked("it is locked")

    def set_password(self, service, username, password):
        raise keyring.errors.KeyringLocked("it is locked")


@pytest.fixture
def ring(monkeypatch):
    monkeypatch.delenv("HF_TOKEN", raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(ring := MemoryKeyring())
    yield ring
    keyring.set_keyring(before)


def test_a_token_is_kept_read_and_forgotten(ring):
    assert tokens.read() is None
    tokens.save(" hf_secret\n")
    assert tokens.read() == Token("hf_secret")
    assert "hf_secret" not in repr(tokens.read())
    tokens.forget()
    tokens.forget()
    assert tokens.read() is None


@pytest.mark.parametrize("value", ["", "  ", "two\nlines", "schlüssel", "x" * 300])
def test_what_is_no_token_is_refused(ring, value):
    with pytest.raises(WrongUsage):
        tokens.save(value)
    assert ring.kept == {}


def test_the_environment_goes_first(ring, monkeypatch):
    tokens.save("hf_kept")
    monkeypatch.setenv("HF_TOKEN", "hf_given")
    assert tokens.read() == Token("hf_given")


def test_a_locked_keyring_is_a_sentence_and_stops_no_download(ring):
    keyring.set_keyring(LockedKeyring())
    assert tokens.read() is None
    with pytest.raises(YiDeskError) as refused:
        tokens.save("hf_secret")
    assert refused.value.code == "no_keyring"


def test_a_mirror_never_sees_it(ring, network, model_bytes):
    tokens.save("hf_secret")
    with LoopbackHub({FILE: model_bytes}) as mirror:
        Hub(network, mirror.url, tokens.read()).locate(REPOSITORY, FILE)
        assert mirror.requests
        assert not any("hf_secret" in str(vars(request)) for request in mirror.requests)

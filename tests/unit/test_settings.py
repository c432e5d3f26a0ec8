"""Settings: declared once, checked, kept, never lost."""

from __future__ import annotations

import dataclasses
import json

import pytest

from yidesk.core.declared import BY_NAME, DECLARED, GROUPS
from yidesk.core.errors import WrongUsage, YiDeskError
from yidesk.core.settings import Settings
from yidesk.core.types import EngineOptions, Sampling
from yidesk.services.settings import engine_options, manner


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


@pytest.mark.parametrize("setting", DECLARED, ids=lambda setting: setting.name)
def test_a_declaration_takes_its_own_default_and_says_what_it_is(setting):
    assert setting.check(setting.default) == setting.default
    assert setting.group in GROUPS
    assert setting.title
    assert setting.help.endswith(".")
    for option in setting.options:
        assert setting.check(option.value) == option.value


def test_the_defaults_are_those_of_the_engine(path):
    settings = Settings(path)
    chosen = engine_options(settings)
    assert dataclasses.replace(chosen, readings_quota=EngineOptions().readings_quota) == (
        EngineOptions()
    )
    assert manner(settings).sampling == Sampling()
    assert manner(settings).max_tokens is None


def test_a_value_is_written_and_read_again(path):
    settings = Settings(path)
    settings.set("context", 32768)
    settings.set("theme", "dark")
    again = Settings(path)
    assert again.whole("context") == 32768
    assert again.text("theme") == "dark"
    assert again.notice is None
    assert not again.is_default("theme")
    again.set("theme", "system")
    assert json.loads(path.read_text("utf-8"))["values"] == {"context": 32768}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("context", 5),
        ("context", "large"),
        ("context", True),
        ("temperature", 3.5),
        ("temperature", float("nan")),
        ("kv_type", None),
        ("kv_type", "q3"),
        ("offline", 1),
        ("mirror", "ftp://somewhere"),
        ("top_p", None),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_changes(path, name, value):
    settings = Settings(path)
    with pytest.raises(WrongUsage) as caught:
        settings.set(name, value)
    assert caught.value.next_step
    assert settings.is_default(name)
    assert not path.exists()


def test_names_of_a_newer_version_are_kept(path):
    path.write_text('{"version": 9, "values": {"voice": "low", "theme": "dark"}}', "utf-8")
    settings = Settings(path)
    assert settings.text("theme") == "dark"
    settings.set("theme", "light")
    assert json.loads(path.read_text("utf-8"))["values"] == {"voice": "low", "theme": "light"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"values": 3}', b'{"values": "abc"}', b"\xff\xfe\x00", b"[" * 100_000],
)
def test_a_damaged_file_is_put_aside(path, content):
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.notice is not None
    assert settings.notice.code == "settings_damaged"
    assert all(settings.is_default(name) for name in BY_NAME)
    assert path.with_name("settings.json.damaged").read_bytes() == content
    settings.set("theme", "dark")
    assert Settings(path).text("theme") == "dark"


def test_a_value_that_is_not_possible_is_the_default_with_a_notice(path):
    path.write_text('{"version": 1, "values": {"context": -3, "theme": "dark"}}', "utf-8")
    settings = Settings(path)
    assert settings.whole("context") is None
    assert settings.text("theme") == "dark"
    assert settings.notice is not None


def test_a_full_disk_leaves_the_old_file(path, monkeypatch):
    settings = Settings(path)
    settings.set("theme", "dark")
    before = path.read_bytes()

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(YiDeskError, match="No space left"):
        settings.set("theme", "light")
    assert settings.text("theme") == "dark"
    assert path.read_bytes() == before

"""What the command line leaves to the settings."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from yidesk.cli import engine_options
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.core.types import EngineOptions


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return DataPaths(tmp_path).make()


def chosen(paths: DataPaths, *arguments: str) -> EngineOptions:
    parser = argparse.ArgumentParser()
    engine_options.add(parser)
    return engine_options.chosen(parser.parse_args(arguments), paths)


def test_readings_are_saved_unless_somebody_said_no(paths: DataPaths):
    assert chosen(paths).save_readings
    assert not chosen(paths, "--no-save-reading").save_readings
    Settings(paths.settings).set("save_readings", False)
    assert not chosen(paths).save_readings


def test_readings_take_the_space_that_the_settings_allow(paths: DataPaths):
    assert chosen(paths).readings_quota == 50 * 10**9
    Settings(paths.settings).set("readings_quota", 7)
    assert chosen(paths).readings_quota == 7 * 10**9
    assert chosen(paths).readings_folder == str(paths.readings)


def test_the_draft_model_is_the_one_of_the_settings_unless_another_one_is_named(paths: DataPaths):
    assert chosen(paths).draft_model == ""
    assert chosen(paths, "--draft", "small").draft_model == "small"
    Settings(paths.settings).set("draft_model", "/models/tiny.gguf")
    assert chosen(paths).draft_model == "/models/tiny.gguf"
    assert chosen(paths, "--draft", "small").draft_model == "small"
    assert chosen(paths, "--draft", "none").draft_model == ""

"""How long work takes still, in words."""

from __future__ import annotations

import pytest

from yidesk.core import words
from yidesk.core.time_left import time_left


@pytest.fixture(autouse=True)
def english_again():
    yield
    words.use("en")


@pytest.mark.parametrize(
    ("language", "seconds", "said"),
    [
        ("en", 0.2, "1 s left"),
        ("en", 43, "45 s left"),
        ("en", 130, "2 min left"),
        ("en", 12_000, "3 h 20 min left"),
        ("zh", 43, "还需 45 秒"),
        ("zh", 130, "还需 2 分钟"),
        ("zh", 12_000, "还需 3 小时 20 分钟"),
    ],
)
def test_it_is_rounded_and_said_in_the_language_in_use(language, seconds, said):
    words.use(language)
    assert time_left(seconds) == said

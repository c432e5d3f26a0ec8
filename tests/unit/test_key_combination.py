"""Keys that a program may take from all others, as they are written."""

from __future__ import annotations

import re

import pytest

from yidesk.core.errors import WrongUsage
from yidesk.core.key_combination import USUAL, KeyCombination
from yidesk.core.settings import Settings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ctrl+Alt+Y", "Ctrl+Alt+Y"),
        ("alt + ctrl + y", "Ctrl+Alt+Y"),
        ("Shift+Meta+space", "Meta+Shift+Space"),
        ("F1", "F1"),
        ("Shift+F24", "Shift+F24"),
        ("Alt+0", "Alt+0"),
    ],
)
def test_it_is_written_in_one_way(text, said):
    assert str(KeyCombination.read(text)) == said
    assert KeyCombination.read(said) == KeyCombination.read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Y", "Shift+Y", "Space", "Ctrl", "Ctrl+", "Ctrl+Ctrl+Y", "Ctrl+F25", "Ctrl+F0"),
        *("Ctrl+Ä", "Hyper+Y", "+Y", "Ctrl+YY", "Ctrl+Alt+Y, Ctrl+K", "Alt+Tab", "Ctrl+Shift"),
    ],
)
def test_what_types_or_is_no_key_is_none(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        KeyCombination.read(text)


def test_the_settings_take_no_other(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    assert settings.text("quick_combination") == str(USUAL)
    assert settings.set("quick_combination", "alt+ctrl+k") == "Ctrl+Alt+K"
    with pytest.raises(WrongUsage, match="K cannot be taken"):
        settings.set("quick_combination", "K")
    assert Settings(tmp_path / "settings.json").text("quick_combination") == "Ctrl+Alt+K"

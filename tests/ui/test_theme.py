"""Colours: readable in both themes, and following the system."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from yidesk.core.paths import resources
from yidesk.ui import icons, theme
from yidesk.ui.markdown.view import MarkdownView

HIGH = {"high light": theme.HIGH_LIGHT, "high dark": theme.HIGH_DARK}
THEMES = {"light": theme.LIGHT, "dark": theme.DARK, **HIGH}
TEXTS = ("text", "secondary", "accent", "verified", "unsure", "wrong")
GROUNDS = ("window", "surface", "raised")
AA, AAA, LINES = 4.5, 7.0, 3.0


def blend(top: str, bottom: str, opacity: float) -> str:
    first, second = QColor(top), QColor(bottom)
    parts = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)
    return QColor(*(round(a * opacity + b * (1 - opacity)) for a, b in parts)).name()


@pytest.mark.parametrize("name", THEMES)
def test_text_is_readable_on_every_ground(name):
    of = THEMES[name]
    poor = {
        (text, ground): round(theme.contrast(getattr(of, text), getattr(of, ground)), 2)
        for text in TEXTS
        for ground in GROUNDS
        if theme.contrast(getattr(of, text), getattr(of, ground)) < AA
    }
    assert poor == {}


@pytest.mark.parametrize("name", THEMES)
def test_text_is_readable_on_colours(name):
    of = THEMES[name]
    assert theme.contrast(of.on_accent, of.accent) >= AA
    assert theme.contrast(of.on_selection, of.selection) >= AA
    assert theme.contrast(of.text, of.accent_soft) >= AA
    highlighted = blend(of.highlight, of.surface, of.highlight_opacity)
    assert theme.contrast(of.text, highlighted) >= AA


@pytest.mark.parametrize("verdict", ["verified", "unsure", "wrong"])
@pytest.mark.parametrize("name", THEMES)
def test_an_evidence_mark_is_readable_on_its_own_tint(name, verdict):
    colour = getattr(THEMES[name], verdict)
    ground = blend(colour, THEMES[name].window, 0.07)
    assert theme.contrast(colour, ground) >= AA


@pytest.mark.parametrize("name", HIGH)
def test_strong_contrast_is_strong(name):
    of = HIGH[name]
    for ground in GROUNDS:
        for text in TEXTS:
            assert theme.contrast(getattr(of, text), getattr(of, ground)) >= AAA, (text, ground)
        assert theme.contrast(of.hairline, getattr(of, ground)) >= LINES, ground


def test_strong_contrast_is_worn_when_it_is_wanted(qapp, qtbot):
    dress = qapp.findChild(theme.Theme)
    dress.contrast_wanted.emit(True)
    qtbot.waitUntil(lambda: theme.tokens() is theme.HIGH_LIGHT)
    dress.wear(Qt.ColorScheme.Dark)
    assert theme.tokens() is theme.HIGH_DARK
    assert theme.is_dark()
    dress.want_contrast(False)
    assert theme.tokens() is theme.DARK


def test_contrast_is_the_one_of_wcag():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_stylesheet_uses_known_colours_only(tmp_path):
    sheet = theme.stylesheet(theme.LIGHT)
    assert not re.search(r"@[a-z]", sheet)
    wrong = tmp_path / "wrong.qss"
    wrong.write_text("QWidget { color: @nonsense; }", "utf-8")
    with pytest.raises(KeyError):
        theme.stylesheet(theme.LIGHT, wrong)


def test_no_colour_is_written_anywhere_else():
    ui = resources().parent / "yidesk" / "ui"
    strays = [
        path.name
        for path in ui.rglob("*.py")
        if path.name != "theme.py" and re.search(r'"#[0-9A-Fa-f]{6}"', path.read_text("utf-8"))
    ]
    assert strays == []


def test_a_text_is_dressed_again_when_the_system_turns_dark(qtbot, qapp):
    view = MarkdownView()
    qtbot.addWidget(view)
    view.show()
    view.set_source("A [link](https://example.org) and `code`.")
    qapp.findChild(theme.Theme).wear(Qt.ColorScheme.Dark)
    assert theme.tokens() is theme.DARK
    picture = view.grab().toImage()
    colours = {picture.pixelColor(x, 12).name() for x in range(picture.width())}
    assert theme.DARK.raised.lower() in colours


def test_an_icon_is_drawn_in_the_colour_that_is_asked_for(qapp):
    picture = icons.pixmap("stop", "wrong").toImage()
    assert picture.pixelColor(10, 10).name() == theme.LIGHT.wrong.lower()


def rules() -> list[tuple[str, dict[str, str]]]:
    """Every rule of the stylesheet: its selectors, and what it says."""
    text = re.sub(r"/\*.*?\*/", "", theme.STYLESHEET.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    return [
        (selector.strip(), dict(re.findall(r"([\w-]+):\s*([^;]+)", body)))
        for selector, body in found
    ]


def token_in(value: str) -> str:
    found = re.search(r"@(\w+)", value)
    return found[1] if found else ""


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_of_colours_in_the_stylesheet_is_readable(name):
    """Letters on a ground of the same rule, or on any ground where it says none."""
    of, poor, looked = THEMES[name], {}, 0
    for selector, said in rules():
        if "disabled" in selector:  # what cannot be used need not be readable, says WCAG
            continue
        for letters, ground in (
            ("color", "background"),
            ("selection-color", "selection-background-color"),
        ):
            text = token_in(said.get(letters, ""))
            if not text:
                continue
            own = token_in(said.get(ground, ""))
            for each in (own,) if own else GROUNDS:
                looked += 1
                ratio = theme.contrast(getattr(of, text), getattr(of, each))
                if ratio < AA and text != "on_accent":
                    poor[selector, text, each] = round(ratio, 2)
                elif text == "on_accent" and theme.contrast(of.on_accent, of.accent) < AA:
                    poor[selector, text] = round(ratio, 2)
    assert poor == {}
    assert looked > 30


@pytest.mark.parametrize("name", THEMES)
def test_letters_are_readable_on_every_ground_of_the_stylesheet(name):
    of, poor = THEMES[name], {}
    for selector, said in rules():
        ground = token_in(said.get("background", ""))
        has_letters = not re.search(r"QScrollBar|disabled|line|QProgressBar", selector)
        if ground and ground != "accent" and has_letters:
            ratio = theme.contrast(of.text, getattr(of, ground))
            if ratio < AA:
                poor[selector] = round(ratio, 2)
    assert poor == {}


@pytest.mark.parametrize("name", THEMES)
def test_the_ring_around_what_has_the_keyboard_is_seen_on_every_ground(name):
    of, poor = THEMES[name], {}
    for selector, said in rules():
        ring = token_in(said.get("border", said.get("border-color", "")))
        if ":focus" not in selector or not ring:
            continue
        grounds = ("accent",) if ring == "on_accent" else GROUNDS
        for ground in grounds:
            ratio = theme.contrast(getattr(of, ring), getattr(of, ground))
            if ratio < LINES:
                poor[selector, ring, ground] = round(ratio, 2)
    assert poor == {}


@pytest.mark.parametrize("name", THEMES)
def test_icons_and_bars_are_seen_on_every_ground(name):
    of = THEMES[name]
    poor = {
        (token, ground): round(theme.contrast(getattr(of, token), getattr(of, ground)), 2)
        for token in ("secondary", "accent", "verified", "unsure", "wrong")
        for ground in (*GROUNDS, "accent_soft")
        if theme.contrast(getattr(of, token), getattr(of, ground)) < LINES
    }
    assert poor == {}

"""Colours, palette and stylesheet: the one place where the look is written down.

Widgets that paint themselves ask `tokens()` when they paint; a change of the system's theme
reaches them as Qt's own PaletteChange event.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from yidesk.core.paths import resources

STYLESHEET = resources() / "styles" / "yidesk.qss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Every colour of one theme, by its meaning; `#rrggbb`."""

    window: str
    surface: str
    """Where text is written: fields, cards, pages."""
    raised: str
    """What lies a little above: chips, hovered rows, code."""
    text: str
    secondary: str
    disabled: str
    hairline: str
    accent: str
    accent_soft: str
    """The accent as a background of text."""
    on_accent: str
    selection: str
    """Behind letters of the conversation that are selected."""
    on_selection: str
    verified: str
    unsure: str
    likely: str
    """A page that a sentence is likely from, though it cannot be told whether it says so."""
    wrong: str
    highlight: str
    """A passage on a page."""
    highlight_opacity: float


LIGHT = Tokens(
    window="#FBFAF8",
    surface="#FFFFFF",
    raised="#F2F0EC",
    text="#1F1E1B",
    secondary="#67655F",
    disabled="#9B988F",
    hairline="#E4E1DA",
    accent="#0E6E5C",
    accent_soft="#D9EBE6",
    on_accent="#FFFFFF",
    selection="#A9D9CB",
    on_selection="#1F1E1B",
    verified="#1E7A4C",
    unsure="#8A6100",
    likely="#2A5C9A",
    wrong="#B3261E",
    highlight="#FFE28A",
    highlight_opacity=0.6,
)
DARK = Tokens(
    window="#191917",
    surface="#212120",
    raised="#2B2A28",
    text="#ECEAE4",
    secondary="#A8A59C",
    disabled="#6E6C66",
    hairline="#363532",
    accent="#4CC2A6",
    accent_soft="#21403A",
    on_accent="#0B1F1A",
    selection="#1F6B5A",
    on_selection="#FFFFFF",
    verified="#6FCF97",
    unsure="#E3B341",
    likely="#8DB9F0",
    wrong="#F2837B",
    highlight="#FFD866",
    highlight_opacity=0.36,
)

HIGH_LIGHT = dataclasses.replace(
    LIGHT,
    window="#FFFFFF",
    raised="#F0EEE9",
    text="#000000",
    secondary="#33312C",
    disabled="#5E5B54",
    hairline="#6B6860",
    accent="#004D3F",
    accent_soft="#CFE8E1",
    selection="#8FD3BF",
    on_selection="#000000",
    verified="#0B4F2E",
    unsure="#5A3F00",
    likely="#0B3B75",
    wrong="#8C0F0A",
)
"""For those who asked their system for more contrast: text 7:1 and more, lines 3:1 and more."""
HIGH_DARK = dataclasses.replace(
    DARK,
    window="#000000",
    surface="#0C0C0B",
    raised="#1A1918",
    text="#FFFFFF",
    secondary="#D6D3CB",
    disabled="#A19E96",
    hairline="#8C8980",
    accent="#6FE3C6",
    accent_soft="#12342D",
    on_accent="#000000",
    selection="#0F5546",
    on_selection="#FFFFFF",
    verified="#8EE6B2",
    unsure="#F3CD6B",
    likely="#B4D3FF",
    wrong="#FFA9A3",
)
PAPER = "#FFFFFF"
"""Of a page of a document, in every theme."""
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}

_tokens = LIGHT


def tokens() -> Tokens:
    """The colours in use now."""
    return _tokens


def colour(name: str) -> QColor:
    """The colour in use for the token NAME."""
    return QColor(getattr(_tokens, name))


class Theme(QObject):
    """Dresses the application, and again whenever the system turns light or dark."""

    wanted = Signal(str)
    """A theme by its name in the settings, to be worn once what is under way is done."""
    contrast_wanted = Signal(bool)
    """Whether strong contrast is to be worn, whatever the system says."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.wanted.connect(self.choose, Qt.ConnectionType.QueuedConnection)
        self.contrast_wanted.connect(self.want_contrast, Qt.ConnectionType.QueuedConnection)
        self._wants_contrast = False
        self._worn: Tokens | None = None
        self._application = application
        # Both are kept: PySide takes the inner one for dead when the outer one's wrapper goes.
        self._hints = hints = application.styleHints()
        self._accessibility = hints.accessibility()
        hints.colorSchemeChanged.connect(self.wear)
        self._accessibility.contrastPreferenceChanged.connect(self._wear_again)
        self.wear(hints.colorScheme())

    @Slot(str)
    def choose(self, name: str) -> None:
        """Wear "light" or "dark" whatever the system does, or follow it ("system")."""
        scheme = SCHEMES.get(name, Qt.ColorScheme.Unknown)
        self._hints.setColorScheme(scheme)
        self.wear(self._hints.colorScheme() if scheme == Qt.ColorScheme.Unknown else scheme)

    @Slot(bool)
    def want_contrast(self, wanted: bool) -> None:
        """Wear strong contrast, whatever the system says; else as it says."""
        self._wants_contrast = wanted
        self._wear_again()

    @property
    def has_contrast(self) -> bool:
        """Whether strong contrast is worn."""
        asked = self._accessibility.contrastPreference()
        return self._wants_contrast or asked == Qt.ContrastPreference.HighContrast

    @Slot(Qt.ColorScheme)
    def wear(self, scheme: Qt.ColorScheme) -> None:
        """Put on the dark theme or the light one."""
        global _tokens  # noqa: PLW0603 - one application has one theme
        self._scheme = scheme
        of_scheme = (HIGH_LIGHT, HIGH_DARK) if self.has_contrast else (LIGHT, DARK)
        wanted = of_scheme[scheme == Qt.ColorScheme.Dark]
        if wanted is self._worn:
            return  # a person's choice comes twice, from here and from Qt; it costs 0.05 s each
        self._worn = _tokens = wanted
        self._application.setPalette(palette(_tokens))
        self._application.setStyleSheet(stylesheet(_tokens))

    @Slot()
    def _wear_again(self) -> None:
        self.wear(self._scheme)


def is_dark() -> bool:
    """Whether a dark theme is worn."""
    return _tokens in {DARK, HIGH_DARK}


def palette(of: Tokens) -> QPalette:
    """Qt's roles filled from the tokens."""
    roles = QPalette.ColorRole
    result = QPalette()
    for role, value in {
        roles.Window: of.window,
        roles.WindowText: of.text,
        roles.Base: of.surface,
        roles.AlternateBase: of.raised,
        roles.Text: of.text,
        roles.PlaceholderText: of.secondary,
        roles.Button: of.surface,
        roles.ButtonText: of.text,
        roles.ToolTipBase: of.surface,
        roles.ToolTipText: of.text,
        roles.Highlight: of.accent,
        roles.HighlightedText: of.on_accent,
        roles.Accent: of.accent,
        roles.Link: of.accent,
        roles.LinkVisited: of.accent,
        roles.Mid: of.hairline,
        roles.Light: of.surface,
        roles.Dark: of.hairline,
        roles.Shadow: of.hairline,
    }.items():
        result.setColor(role, QColor(value))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(of.disabled))
    return result


def stylesheet(of: Tokens, path: Path = STYLESHEET) -> str:
    """The stylesheet with every `@token` replaced. Raises KeyError for an unknown token."""
    values = asdict(of)
    return re.sub(r"@([a-z_]+)", lambda found: values[found[1]], path.read_text(encoding="utf-8"))


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    of = QColor(name)
    parts = (of.redF(), of.greenF(), of.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

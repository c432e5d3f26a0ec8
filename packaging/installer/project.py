"""The pyproject.toml that Briefcase reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from installer.document_types import media_types, of_macos

if TYPE_CHECKING:
    from installer.toml import Value

ROOT = Path(__file__).resolve().parents[2]

COPIED = (
    "name",
    "version",
    "description",
    "requires-python",
    "license",
    "license-files",
    "authors",
)
"""What an installer says about the project, word for word as the project says it."""

_PIN = re.compile(r"^(?P<pin>[A-Za-z0-9._-]+==[^\s;]+(?: ; [^\\]+?)?) \\$", re.MULTILINE)


def pyproject() -> dict[str, Value]:
    """The project's own facts, the locked versions, and briefcase.toml as [tool.briefcase].

    To the latter is added what "Open with" offers the program for.
    """
    own = facts()
    app = tomllib.loads((ROOT / "briefcase.toml").read_text("utf-8"))["app"]
    table: dict[str, Value] = {key: own[key] for key in COPIED}
    table["dependencies"] = pins("engine") + pins("run")
    app_table = {key: value for key, value in app.items() if key != "bundle"}
    app_table["description"] = own["description"]
    app_table["macOS"]["document_type"] = of_macos(app["icon"])
    app_table["linux"]["system"]["media_types"] = " ".join(media_types())
    briefcase = {
        "project_name": app["formal_name"],
        "bundle": app["bundle"],
        "app": {own["name"]: app_table},
    }
    return {"project": table, "tool": {"briefcase": briefcase}}


def facts() -> dict[str, Any]:
    """What the project says of itself: [project] of its pyproject.toml."""
    own: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return own


def pins(name: str) -> list[str]:
    """The packages of requirements/NAME.txt with exact versions and markers, without hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return [found["pin"] for found in _PIN.finditer(text)]

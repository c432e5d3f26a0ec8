"""The pyproject.toml that Briefcase reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

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
    """The project's own facts, the locked versions, and briefcase.toml as [tool.briefcase]."""
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    app = tomllib.loads((ROOT / "briefcase.toml").read_text("utf-8"))["app"]
    facts: dict[str, Value] = {key: own[key] for key in COPIED}
    facts["dependencies"] = pins("engine") + pins("run")
    app_table = {key: value for key, value in app.items() if key != "bundle"}
    app_table["description"] = own["description"]
    briefcase = {
        "project_name": app["formal_name"],
        "bundle": app["bundle"],
        "app": {own["name"]: app_table},
    }
    return {"project": facts, "tool": {"briefcase": briefcase}}


def pins(name: str) -> list[str]:
    """The packages of requirements/NAME.txt with exact versions and markers, without hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return [found["pin"] for found in _PIN.finditer(text)]

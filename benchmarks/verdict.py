"""How a benchmark ends: one JSON object, and an exit code that tells whether targets were met."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import NoReturn


def end(name: str, result: Mapping[str, object], targets: Mapping[str, bool]) -> NoReturn:
    """Print RESULT with which of the TARGETS were met; exit code 1 when one was missed."""
    print(json.dumps({"benchmark": name, **result, "met": targets}, indent=2))
    sys.exit(not all(targets.values()))

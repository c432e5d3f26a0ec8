"""The changelog as RPM wants it: its own form, not Markdown (rpm.org, "Spec file format")."""

from __future__ import annotations

import os
import time


def of_rpm(version: str, author: str, now: float | None = None) -> str:
    """One entry for the VERSION that is packaged; NOW: seconds since 1970.

    Without NOW it is SOURCE_DATE_EPOCH (reproducible-builds.org), or this moment.
    """
    moment = now if now is not None else float(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    day = time.strftime("%a %b %d %Y", time.gmtime(moment))
    return (
        f"* {day} {author} - {version}\n"
        f"- Version {version}; CHANGELOG.md of the source says what is new.\n"
    )

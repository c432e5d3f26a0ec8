"""After the first set-up nothing needs a network, and nothing is done twice."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

NOWHERE = "http://127.0.0.1:9"  # the discard port: refuses at once


@pytest.mark.skipif(
    not (ROOT / ".venv" / "stamps" / "project").exists(), reason=".venv was not made by `make`"
)
def test_a_second_set_up_opens_no_connection_and_installs_nothing():
    before = sorted((path, path.stat().st_mtime_ns) for path in (ROOT / ".venv").glob("stamps/*"))
    refused = {"PIP_NO_INDEX": "1", "http_proxy": NOWHERE, "https_proxy": NOWHERE}
    done = subprocess.run(
        [sys.executable, "packaging/bootstrap", "setup"],
        cwd=ROOT,
        env={**os.environ, **refused},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "done in" not in done.stdout
    after = sorted((path, path.stat().st_mtime_ns) for path in (ROOT / ".venv").glob("stamps/*"))
    assert after == before

"""The hub client comes into memory in its own time, and asks nobody anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

CODE = """
import json, sys
from pathlib import Path
asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event.startswith("socket.") else None)
from yidesk.catalog import network, tokens
client = network.Network(Path(sys.argv[1]), is_offline=lambda: sys.argv[2] == "off")
client.prepare(tokens.PIECES, lambda: sys.argv[2] == "ended")
wanted = [*tokens.PIECES, *network.PIECES]
here = [piece for piece in wanted if piece in sys.modules]
before = set(sys.modules)
constants = sys.modules.get("huggingface_hub.constants")
quiet = constants and [constants.HF_HUB_DISABLE_TELEMETRY, constants.HF_HUB_DISABLE_XET]
if here:
    from yidesk.catalog import hub, hub_errors
    from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url, get_session
late = [name for name in set(sys.modules) - before if not name.startswith("yidesk")]
print(json.dumps({"here": here, "all": wanted, "asked": asked, "quiet": quiet, "late": late}))
"""


@pytest.fixture
def prepare(tmp_path):
    def run(switch: str) -> dict[str, list]:
        ended = subprocess.run(
            [sys.executable, "-c", CODE, str(tmp_path), switch],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True, capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        return json.loads(ended.stdout)

    return run


def test_the_client_is_brought_into_memory_ahead_of_its_use(prepare):
    found = prepare("on")
    assert found["here"] == found["all"]
    assert found["quiet"] == [True, True]  # as when it is imported at its first use
    assert not [name for name in found["late"] if name.startswith(("huggingface_hub", "httpx2"))]
    assert found["asked"] == []


@pytest.mark.parametrize("switch", ["off", "ended"])
def test_it_stays_out_of_memory_where_the_network_is_off_and_when_the_window_closes(
    prepare, switch
):
    assert prepare(switch)["here"] == []

"""What is selected with a real mouse on X11 is pasted with its middle button."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.end2end import screen

pytestmark = pytest.mark.screen


def test_the_middle_button_pastes_what_the_left_one_has_selected(tmp_path):
    if not screen.is_possible():
        pytest.fail("Xvfb, xdotool and ImageMagick are needed: make test installs them")
    command = [sys.executable, "-m", "tests.end2end.selecting", str(tmp_path)]
    with screen.display() as there:
        environment = {**there, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=environment, stdout=pipe, text=True) as program:
            places = json.loads(program.stdout.readline())
            hands = screen.Hands(environment)
            hands.drag(tuple(places["begin"]), tuple(places["end"]))
            hands.click(tuple(places["field"]), 2)
            pasted = json.loads(program.stdout.readline())
    assert pasted.startswith("What was agreed later, in letters")
    assert pasted.endswith("主张者须举证。\nA copy")

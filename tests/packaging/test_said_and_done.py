"""What the documents tell a person to type is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys

from bootstrap.commands import COMMANDS
from bootstrap.packages import CHINESE_FONT, LIBRARIES, PINYIN, TEST_PROGRAMS

from tests.conftest import ROOT

INSTALL = (ROOT / "docs" / "install.md").read_text("utf-8")


def test_the_list_for_debian_is_the_list_that_is_installed():
    block = re.search(r"--no-install-recommends (lib.*?)\n```", INSTALL, re.DOTALL)
    assert set(block[1].replace("\\", " ").split()) == {need.apt for need in LIBRARIES}


def test_what_tests_need_is_named():
    named = re.search(r"`make test` also needs `(.*?)`", INSTALL)[1].split()
    assert set(named) == {need.apt for need in (*TEST_PROGRAMS, CHINESE_FONT, PINYIN)}


def test_ci_runs_what_a_person_runs():
    commands = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[3:]
    assert commands == ["make test"]


def test_every_target_of_the_makefile_is_a_command():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    assert targets - {"help"} == set(COMMANDS)
    assert set(re.findall(r"\$\(BOOTSTRAP\) ([a-z]+)", makefile)) == set(COMMANDS)


def test_a_wrong_command_is_a_wrong_usage():
    done = subprocess.run(
        [sys.executable, "packaging/bootstrap", "fly"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "invalid choice: 'fly'" in done.stderr

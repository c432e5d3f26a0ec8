"""Missing system packages are installed when that is allowed; else one exact command is said."""

from __future__ import annotations

import sys

import pytest
from bootstrap import packages, system
from bootstrap.say import Problem

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's package managers")

SOME = [need for need in packages.LIBRARIES if "icccm" in need.what or "keysyms" in need.what]


@pytest.fixture
def not_root(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        (
            "apt-get",
            "sudo apt-get install -y --no-install-recommends libxcb-icccm4 libxcb-keysyms1",
        ),
        ("dnf", "sudo dnf install -y xcb-util-keysyms xcb-util-wm"),
        ("pacman", "sudo pacman -S --needed --noconfirm xcb-util-keysyms xcb-util-wm"),
    ],
)
def test_who_may_not_install_is_told_the_one_command(programs, not_root, manager, command):
    programs(manager)
    with pytest.raises(Problem) as problem:
        system._need(SOME)
    assert str(problem.value).endswith(command)


def test_sudo_that_asks_for_a_password_is_not_used(programs, not_root):
    programs("apt-get")
    programs("sudo", code=1)
    with pytest.raises(Problem, match="run this once"):
        system._need(SOME)


def test_an_unknown_distribution_is_told_the_libraries(programs, not_root):
    with pytest.raises(Problem, match=r"libxcb-icccm\.so\.4, libxcb-keysyms\.so\.1"):
        system._need(SOME)


def test_root_installs_what_is_missing(programs, monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    done = []
    monkeypatch.setattr(system, "run_logged", lambda command, name, extra: done.append(command))
    programs("apt-get")
    system._need(SOME)
    assert done[0] == ["apt-get", "update"]
    assert done[1][:2] == ["apt-get", "install"]
    assert done[1][-2:] == ["libxcb-icccm4", "libxcb-keysyms1"]


def test_without_a_display_missing_libraries_are_only_mentioned(
    programs, not_root, monkeypatch, capsys
):
    programs("apt-get")
    monkeypatch.setattr(system, "missing_libraries", lambda: SOME)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    system.need_for_window()
    assert "sudo apt-get install" in capsys.readouterr().err
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(Problem):
        system.need_for_window()


def test_this_computer_has_what_the_tests_need():
    assert system.missing_libraries() == []
    assert system._missing_for_tests() == []


def test_every_library_has_a_name_in_every_manager():
    for need in (
        *packages.LIBRARIES,
        *packages.TEST_PROGRAMS,
        packages.CHINESE_FONT,
        packages.PINYIN,
    ):
        assert all(need.package(manager.name) for manager in system.MANAGERS)


def test_without_ensurepip_the_one_command_names_everything(programs, not_root, monkeypatch):
    programs("apt-get")
    monkeypatch.setattr(system, "_missing_for_venv", lambda: [packages.VENV_MODULE])
    monkeypatch.setattr(system, "missing_libraries", lambda: SOME)
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(Problem, match=r"libxcb-icccm4 libxcb-keysyms1 python3-venv$"):
        system.need_for_window()

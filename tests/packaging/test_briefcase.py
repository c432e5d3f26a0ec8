"""briefcase.toml, pyproject.toml and the locks say one thing to Briefcase."""

from __future__ import annotations

import re
import struct
import tomllib

import pytest
from bootstrap.packages import LIBRARIES
from installer import icons
from installer.project import COPIED, pins, pyproject
from installer.toml import dumps
from packaging.requirements import Requirement

from tests.conftest import ROOT
from yidesk.ui.fonts import COMPANIONS


@pytest.fixture(scope="module")
def generated():
    """The file that Briefcase would read, read back as TOML."""
    return tomllib.loads(dumps(pyproject()))


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def app(generated):
    (app,) = generated["tool"]["briefcase"]["app"].values()
    return app


def test_the_installer_says_about_the_project_what_the_project_says(generated, project):
    assert {key: generated["project"][key] for key in COPIED} == {
        key: project[key] for key in COPIED
    }
    assert list(generated["tool"]["briefcase"]["app"]) == [project["name"]]


def test_every_declared_package_is_installed_in_its_locked_version(generated, project):
    shipped = [Requirement(each) for each in generated["project"]["dependencies"]]
    for wanted in map(Requirement, project["dependencies"]):
        same = [each for each in shipped if each.name.lower() == wanted.name.lower()]
        assert any(wanted.specifier.contains(next(iter(each.specifier)).version) for each in same)
    assert len(shipped) == len(pins("run")) + 1


def test_what_briefcase_requires_of_an_app_is_there(generated, app):
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", generated["tool"]["briefcase"]["bundle"])
    assert {"formal_name", "description", "long_description", "sources", "icon"} <= app.keys()
    assert "yidesk" in app["sources"]


def test_the_sources_exist_and_hold_what_the_program_looks_for(app):
    for source in app["sources"]:
        assert (ROOT / source).is_dir()
    assert {"yidesk", "resources"} <= set(app["sources"])  # core/paths.py: resources() is beside it


def test_a_package_for_debian_asks_for_libraries_that_qt_is_known_to_need(app):
    known = {need.apt for need in LIBRARIES}
    needed = set(app["linux"]["system"]["debian"]["system_runtime_requires"])
    assert needed - {"fonts-noto-cjk"} <= known
    assert "Noto Sans CJK SC" in COMPANIONS  # what that font is called
    assert "fonts-noto-cjk" in needed


def test_toml_is_written_as_it_is_read():
    tables = {
        "a": 'quote " back\\slash\nline 中',
        "t": {"x": True, "n": 3, "l": ["1", "2"]},
        "e": {},
    }
    assert tomllib.loads(dumps(tables)) == tables


def test_an_ico_names_each_picture_by_size_and_place():
    file = icons.ico({16: b"small", 256: b"large!"})
    assert struct.unpack_from("<HHH", file) == (0, 1, 2)
    side, *_, length, offset = struct.unpack_from("<BBBBHHII", file, 6 + 16)
    assert side == 0  # 256
    assert file[offset : offset + length] == b"large!"


def test_the_icon_is_drawn_in_every_size(tmp_path):
    icons.draw(ROOT / "resources" / "icons" / "yidesk.svg", tmp_path / "yidesk")
    for size in icons.SIZES:
        header = (tmp_path / f"yidesk-{size}.png").read_bytes()[:24]
        assert struct.unpack(">II", header[16:]) == (size, size)
    icns = (tmp_path / "yidesk.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert struct.unpack(">I", icns[4:8]) == (len(icns),)

""" "Open with" offers YiDesk for what it reads, on all three systems, and takes nothing over."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import jinja2
import pytest
from installer import changelog
from installer.document_types import DOCUMENT_TYPES, windows_install, windows_uninstall
from installer.project import pyproject
from installer.toml import dumps

from tests.conftest import ROOT
from yidesk.documents.formats import SUFFIXES
from yidesk.ui.system.desktop_bus import DESKTOP_ENTRY

OFFERED = SUFFIXES | {".gguf"}
TEMPLATE = ROOT / "packaging" / "installer" / "linux"
SHARED = Path("/usr/share/mime")


@pytest.fixture(scope="module")
def app():
    (app,) = tomllib.loads(dumps(pyproject()))["tool"]["briefcase"]["app"].values()
    return app


@pytest.fixture(scope="module")
def package(app, tmp_path_factory):
    """Briefcase's template of a Linux package, filled in."""
    facts = {
        "format": "bookworm",
        "formal_name": app["formal_name"],
        "app_name": "yidesk",
        "module_name": "yidesk",
        "version": "0.1.0",
        "description": app["description"],
        "python_version": "3.11",
        "lib_dir": "lib",
        "media_types": app["linux"]["system"]["media_types"],
    }
    target = tmp_path_factory.mktemp("package")
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)

    def fill(text: str) -> str:
        return environment.from_string(text).render(cookiecutter=facts)

    for file in (each for each in TEMPLATE.glob("{{*/**/*") if each.is_file()):
        place = target / fill(str(file.relative_to(TEMPLATE)))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(fill(file.read_text("utf-8")), "utf-8")
    return target / "bookworm"


@pytest.fixture(scope="module")
def entry(package):
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(
        (package / f"yidesk-0.1.0/usr/share/applications/{DESKTOP_ENTRY}.desktop").read_text(
            "utf-8"
        )
    )
    return parser


def test_every_name_of_a_file_that_is_read_is_offered_once():
    named = [suffix for kind in DOCUMENT_TYPES for suffix in kind.suffixes]
    assert sorted(named) == sorted(OFFERED)


def test_linux_lists_the_media_types(entry):
    listed = entry["Desktop Entry"]["MimeType"].removesuffix(";").split(";")
    assert listed == [each for kind in DOCUMENT_TYPES for each in kind.media_types]
    assert entry["Desktop Entry"]["Exec"].endswith(" %F")  # files, as the program takes them
    assert entry["Desktop Action quick"]["Exec"].endswith(" --quick")


def test_linux_calls_every_file_that_is_read_by_a_media_type_in_the_list(entry):
    if not (SHARED / "globs2").is_file():
        pytest.skip("freedesktop.org's database of media types is not installed here")
    listed = set(entry["Desktop Entry"]["MimeType"].split(";"))
    missed = {
        suffix
        for suffix in SUFFIXES
        if not any(_ancestors(kind) & listed for kind in _media_types(suffix))
    }
    # files of a name that the database does not know are looked into, and found to be text
    assert missed == {suffix for suffix in SUFFIXES if not _media_types(suffix)}


def _media_types(suffix: str) -> set[str]:
    lines = (SHARED / "globs2").read_text("utf-8").splitlines()
    found = (line.split(":") for line in lines if not line.startswith("#"))
    return {parts[1] for parts in found if parts[2].lower() == f"*{suffix}"}


def _ancestors(kind: str) -> set[str]:
    pairs = [line.split() for line in (SHARED / "subclasses").read_text("utf-8").splitlines()]
    above, left = set(), [kind]
    while left:
        each = left.pop()
        above.add(each)
        left += [parent for child, parent in pairs if child == each and parent not in above]
    # "every text/* is a text/plain", says the specification
    return above | ({"text/plain"} if any(each.startswith("text/") for each in above) else set())


def test_linux_is_told_what_a_model_is(package):
    folder = package / "yidesk-0.1.0/usr/share/mime"
    root = ElementTree.parse(folder / "packages/yidesk.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = root.findall(f"{space}mime-type")
    (model,) = (each for each in DOCUMENT_TYPES if each.key == "gguf")
    assert (kind.get("type"),) == model.media_types
    if shutil.which("update-mime-database"):
        subprocess.run(["update-mime-database", folder], check=True, capture_output=True)
        assert f"50:{kind.get('type')}:*.gguf" in (folder / "globs2").read_text("utf-8")


def test_macos_is_told_all_of_them_and_takes_nothing_over(app):
    kinds = app["macOS"]["document_type"]
    assert kinds.keys() == {kind.key for kind in DOCUMENT_TYPES}
    for kind in DOCUMENT_TYPES:
        told = kinds[kind.key]
        # what Briefcase refuses to go without
        assert {"description", "extension", "icon", "url"} <= told.keys()
        assert f".{told['extension']}" in kind.suffixes
        assert told["extension"].isalnum()
        assert told["macOS"]["LSHandlerRank"] == "Alternate"


def test_windows_lists_every_suffix_and_takes_nothing_over(app):
    script = windows_install("YiDesk")
    assert script.isascii()
    keys = re.findall(r'reg add "([^"]+)"', script)
    assert {key.split("\\", 4)[3] for key in keys} == {"Applications"}
    listed = re.findall(r'\\SupportedTypes" /v (\S+)', script)
    assert sorted(listed) == sorted(OFFERED)
    removed = re.findall(r'reg delete "([^"]+)"', windows_uninstall("YiDesk"))
    assert {key.partition("\\")[2] for key in removed} == {
        keys[0].partition("\\")[2],
    }
    # Briefcase's own document types would write themselves over what opens a PDF
    assert "document_type" not in app["windows"]
    assert app["windows"]["post_install_script"] == "windows_install.bat"
    assert script.rstrip().endswith("exit /b 0")  # anything else would undo the installation


def test_a_packaged_program_is_this_python_with_its_own_modules_and_no_others(package, tmp_path):
    config = shutil.which("python3.11-config", path="/usr/bin")
    if config is None or shutil.which("cc") is None:
        pytest.skip("needs a C compiler and the headers of Debian's Python 3.11")
    module = tmp_path / "app" / "said"
    module.mkdir(parents=True)
    (module / "__main__.py").write_text(
        "import json, sys\n"
        "print(json.dumps([sys.argv[1:], sys.executable, sys.path, sys.flags.utf8_mode]))\n"
        "sys.exit(3)\n",
        "utf-8",
    )
    makefile = (package / "bootstrap/Makefile").read_text("utf-8")
    makefile = makefile.replace("OWN = /usr/lib/yidesk", f"OWN = {tmp_path}")
    (package / "bootstrap/Makefile").write_text(makefile.replace('"yidesk"', '"said"'), "utf-8")
    subprocess.run(["make", "-s", "-C", package / "bootstrap", "program"], check=True)
    ran = subprocess.run(
        [package / "bootstrap/program", "--flag", "文件.pdf"],
        env={"PYTHONPATH": "/nowhere", "LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 3, ran.stderr
    arguments, executable, path, utf8 = json.loads(ran.stdout)
    assert arguments == ["--flag", "文件.pdf"]
    assert executable == str(package / "bootstrap/program")
    assert str(tmp_path / "app") in path
    assert not {each for each in path if "site-packages" in each or "nowhere" in each}
    assert utf8 == 1


def test_the_changelog_of_a_package_is_one_that_rpm_reads():
    text = changelog.of_rpm("0.1.0", "The YiDesk maintainers", now=0)
    assert text.startswith("* Thu Jan 01 1970 The YiDesk maintainers - 0.1.0\n- ")

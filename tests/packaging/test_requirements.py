"""The locks: hashes on everything, no host, and never the Qt that kills Python 3.11."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
DEADLY = "6.12.0"  # docs/decisions/0002-qt-version.md
OLD_PYTHONS = ("3.10", "3.11")


def locked(name: str) -> list[tuple[Requirement, str]]:
    """The requirements of a lock, each with the lines of its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = re.split(
        r"^(?=[A-Za-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )
    split = [entry.partition("\\\n") for entry in entries if entry.strip()]
    return [(Requirement(head.strip()), hashes) for head, _, hashes in split]


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(each) for each in project["dependencies"]]


def holds(requirement: Requirement, python: str) -> bool:
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_everything_is_pinned_and_hashed(lock):
    entries = locked(lock.stem)
    assert entries
    for requirement, hashes in entries:
        assert [each.operator for each in requirement.specifier] == ["=="], requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", hashes), requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_names_a_host(lock):
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("python", OLD_PYTHONS)
def test_the_deadly_qt_is_excluded_where_it_kills(python):
    walls = [each for each in declared() if canonicalize_name(each.name) == "pyside6-essentials"]
    active = [each for each in walls if holds(each, python)]
    assert active
    assert not any(each.specifier.contains(DEADLY) for each in active)


@pytest.mark.parametrize("lock", ["run", "test"])
@pytest.mark.parametrize("name", ["pyside6-essentials", "shiboken6"])
def test_the_locks_hold_one_qt_for_old_pythons_and_not_that_one(lock, name):
    for python in OLD_PYTHONS:
        versions = [
            str(each.specifier)
            for each, _ in locked(lock)
            if canonicalize_name(each.name) == name and holds(each, python)
        ]
        assert len(versions) == 1
        assert DEADLY not in versions[0]


def test_the_locks_satisfy_what_the_project_declares():
    pins = {
        (canonicalize_name(each.name), next(iter(each.specifier)).version): each
        for name in ("run", "engine")
        for each, _ in locked(name)
    }
    for wanted in declared():
        names = [version for name, version in pins if name == canonicalize_name(wanted.name)]
        assert any(wanted.specifier.contains(version) for version in names), wanted


def test_tests_run_with_the_versions_that_people_run():
    run = {str(requirement) for requirement, _ in locked("run")}
    test = {str(requirement) for requirement, _ in locked("test")}
    assert run <= test

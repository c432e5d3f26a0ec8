"""Where the data lies: beside the program only where somebody made that folder."""

from __future__ import annotations

import pytest

from yidesk.core import portable
from yidesk.core.paths import DATA_DIR_VARIABLE, DataPaths


@pytest.mark.parametrize(
    ("program", "beside"),
    [
        ("stick/YiDesk/yidesk.exe", "stick/YiDesk"),
        ("stick/YiDesk.app/Contents/MacOS/YiDesk", "stick"),
        ("usr/bin/python3", "checkout"),
    ],
)
def test_a_folder_beside_the_program_is_used(tmp_path, program, beside):
    given = (tmp_path / program, tmp_path / "checkout")
    assert portable.folder(*given) is None
    folder = tmp_path / beside / portable.FOLDER
    folder.mkdir(parents=True)
    assert portable.folder(*given) == folder


def test_what_a_person_says_goes_before_it(tmp_path, monkeypatch):
    monkeypatch.setattr(portable, "folder", lambda: tmp_path / "beside")
    monkeypatch.delenv(DATA_DIR_VARIABLE, raising=False)
    assert DataPaths.choose().root == tmp_path / "beside"
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path / "set"))
    assert DataPaths.choose().root == tmp_path / "set"
    assert DataPaths.choose(tmp_path / "given").root == tmp_path / "given"

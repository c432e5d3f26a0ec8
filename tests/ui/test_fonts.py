"""Faces: Chinese is written in simplified forms, whatever the system prefers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QTextLayout

from yidesk.ui import fonts
from yidesk.ui.markdown.documents import plain


@pytest.mark.parametrize("make", [fonts.interface, fonts.reading, fonts.small])
def test_chinese_shows_no_japanese_forms(qapp, make):
    if not set(fonts.COMPANIONS) & set(QFontDatabase.families()):
        pytest.fail("no Chinese face is installed: make test installs fonts-noto-cjk")
    layout = QTextLayout("直骨角", make())  # drawn differently in Japan
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert families <= set(fonts.COMPANIONS)


def test_lines_are_as_high_in_both_scripts(qapp):
    latin, chinese = (
        plain(text, fonts.reading()).size().height() for text in ("Two\nlines", "两\n行")
    )
    assert latin == chinese == 2 * fonts.line_pixels(fonts.reading())


SEEN = """
import json
from PySide6.QtGui import QTextLayout
from yidesk.ui import fonts
from yidesk.ui.app import make_application
application = make_application("zh_CN")
layout = QTextLayout("\u76f4\u9aa8\u89d2", application.font())
layout.beginLayout()
layout.createLine()
layout.endLayout()
drawn = {run.rawFont().familyName() for run in layout.glyphRuns()}
said = application.translate("Tray", "Quit")
print(json.dumps([fonts.can_write_chinese(), sorted(drawn), said]))
"""


@pytest.fixture
def seen_with(tmp_path):
    """What a program started with only these fonts draws Chinese in, and the language it speaks."""

    def start(*folders: str, **environment: str) -> tuple[bool, list[str], str]:
        config = tmp_path / "fonts.conf"
        lines = "".join(f"<dir>{folder}</dir>" for folder in folders)
        config.write_text(
            f"<fontconfig>{lines}<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>", "utf-8"
        )
        place = {"FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen"}
        ran = subprocess.run(
            [sys.executable, "-c", SEEN],
            env={**os.environ, **place, **environment},
            capture_output=True,
            check=True,
        )
        return json.loads(ran.stdout)

    return start


def folder_of(name: str) -> str:
    found = next(Path("/usr/share/fonts").rglob(name), None)
    if found is None:
        pytest.fail(f"{name} is not installed: make test installs it")
    return str(found.parent)


@pytest.mark.parametrize("language", ["ja_JP.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig is Linux's")
def test_beside_a_japanese_face_of_the_system_chinese_has_chinese_forms(seen_with, language):
    folder = folder_of("NotoSansCJK-Regular.ttc")  # of which fontconfig takes the Japanese face
    can, drawn, said = seen_with(folder, LANG=language, LC_ALL=language)
    assert (can, drawn, said) == (True, ["Noto Sans CJK SC"], "退出")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig is Linux's")
def test_without_a_chinese_face_the_interface_is_one_that_can_be_read(seen_with):
    can, _drawn, said = seen_with(folder_of("DejaVuSans.ttf"))
    assert (can, said) == (False, "Quit")


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_every_system_has_a_way_to_a_chinese_face(platform):
    assert fonts.where_chinese_comes_from(platform).endswith("start YiDesk again.")

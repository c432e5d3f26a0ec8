"""A report helps, and tells nothing of what a person wrote or read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yidesk.core.memory import Device
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.core.types import EngineInfo
from yidesk.services.computer import Computer
from yidesk.services.connections import Connections
from yidesk.services.diagnostics import Diagnostics, places, scrub

CPU = Device(name="CPU", description="CPU", is_gpu=False, free_bytes=4 << 30, total_bytes=8 << 30)
ENGINE = EngineInfo(
    model="Secret Divorce Model",
    path="/home/ada/models/x.gguf",
    architecture="llama",
    quantization="Q4_K_M",
    context=4096,
    trained_context=8192,
    devices=("CPU",),
    gpu_layers=0,
    total_layers=33,
    kv_type="f16",
    flash_attention=False,
    threads=4,
    tokenizer="abc",
    chat_format="chatml",
)
LOG = """\
2026-01-01 10:00:00,000 WARNING yidesk.ui.bridge: work of the window failed
Traceback (most recent call last):
  File "/home/ada/yidesk/yidesk/services/library.py", line 42, in add
    text = "divorce.pdf"
yidesk.core.errors.DocumentError: divorce.pdf is not a PDF
ValueError: Who gets the house?
"""


class Probe:
    def devices(self):
        return (CPU,)

    def plan_shapes(self, shapes, options=None):
        return []


@pytest.fixture
def paths(tmp_path):
    return DataPaths(tmp_path / "data").make()


@pytest.fixture
def diagnostics(paths):
    settings = Settings(paths.settings)
    computer = Computer(Probe(), paths.models)
    return Diagnostics(paths, settings, computer, Connections(paths.logs))


def test_a_report_says_what_matters(diagnostics, paths):
    (paths.logs / "worker-engine.log").write_text("llama: 33 layers\n", "utf-8")
    report = diagnostics.look(ENGINE).report
    for part in ("YiDesk", "llama-cpp-python", "CPU, 4 of 8 GB free", "Q4_K_M", "33 layers"):
        assert part in report


def test_a_report_holds_no_text_of_a_person_and_no_names(paths):
    settings = Settings(paths.settings)
    settings.set("model", "/home/ada/divorce.gguf")
    settings.set("proxy", "http://ada:secret@proxy:1")
    settings.set("embedding_model", "/home/ada/divorce-words.gguf")
    settings.set("models_folder", str(paths.root / "divorce"))
    settings.set("threads", 3)
    (paths.logs / "yidesk.log").write_text(LOG, "utf-8")
    engine_log = "loading /home/ada/my models/divorce.gguf (mmap)\nC:\\Users\\Ada\\divorce.gguf\n"
    (paths.logs / "worker-engine.log").write_text(engine_log, "utf-8")
    computer = Computer(Probe(), paths.models)
    state = Diagnostics(paths, settings, computer, Connections(paths.logs)).look(ENGINE)
    for secret in ("divorce", "Divorce", "ada", "Ada", "secret", "house", str(paths.root)):
        assert secret not in state.report
    assert "setting threads: 3" in state.report
    for private in ("proxy", "embedding_model", "models_folder"):
        assert f"setting {private}: (set)" in state.report
    assert "yidesk/services/library.py:42 add" in state.report
    assert "DocumentError" in state.report


def test_paths_are_taken_out_of_a_line():
    assert scrub("read /a/b c/d.pdf, 3 pages") == "read (path), 3 pages"
    assert scrub("12 tokens/s") == "12 tokens/s"


def test_places_are_those_of_this_program():
    assert list(places(LOG)) == [
        "  yidesk/services/library.py:42 add",
        "DocumentError",
        "ValueError",
    ]


def test_crashes_are_listed_when_there_were_any(diagnostics, paths):
    (paths.logs / "yidesk.crash.log").write_text("", "utf-8")
    assert diagnostics.look(None).crashes == ()
    (paths.logs / "engine.crash.log").write_text("Fatal Python error", "utf-8")
    [crash] = diagnostics.look(None).crashes
    assert crash.path.name == "engine.crash.log"


def test_a_report_says_where_the_last_crash_was(diagnostics, paths):
    crash = (
        "import faulthandler, sys, types\n"
        "faulthandler.enable()\n"
        "code = compile('def ask(): faulthandler._sigsegv()\\nask()',"
        " '/home/ada/yidesk/ui/divorce.py', 'exec')\n"
        "exec(code, {'faulthandler': faulthandler})\n"
    )
    died = subprocess.run([sys.executable, "-c", crash], capture_output=True, check=False)
    earlier = b"Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n"
    (paths.logs / "yidesk.crash.log").write_bytes(earlier + died.stderr)
    report = diagnostics.look(None).report.splitlines()
    begin = report.index("-- last crash of yidesk (places only)")
    assert report[begin + 1 : begin + 4] == [
        "Fatal Python error: Segmentation fault",
        "  yidesk/ui/divorce.py:1 ask",
        "  yidesk/ui/divorce.py:2 <module>",
    ]
    assert "ada" not in "".join(report)


def test_connections_are_kept_with_whom_and_not_what(paths):
    connections = Connections(paths.logs)
    assert connections.made() == ()
    connections.note("GET", "huggingface.co")
    [made] = Connections(paths.logs).made()
    assert (made.method, made.host) == ("GET", "huggingface.co")
    connections.path.write_bytes(b"\xff\xfe broken\n" + connections.path.read_bytes())
    assert len(connections.made()) >= 1

"""One door for each heavy or dangerous thing: who may import it at all.

The direction of imports between the program's own packages is import-linter's part.
"""

from __future__ import annotations

import ast

import pytest

from tests.contracts.source import everything, program

DOORS = {
    "PySide6": ("yidesk/ui/",),
    "shiboken6": ("yidesk/ui/",),
    "llama_cpp": ("yidesk/engine/llama/binding.py",),
    "huggingface_hub": ("yidesk/catalog/",),
    "sqlite3": ("yidesk/store/",),
    "pypdfium2": ("yidesk/documents/",),
    "lxml": ("yidesk/documents/",),
    "rapidocr": ("yidesk/documents/recognition.py",),
    "onnxruntime": (),
    "cv2": (),
    # an export of chats is one JSON file in a zip: its directory and one bounded part are read
    "zipfile": ("yidesk/documents/", "yidesk/services/exchange/reading.py"),
    # no socket opens unless a person pressed a button that says so: all of them are in one place
    "socket": ("yidesk/catalog/",),
    "ssl": ("yidesk/catalog/",),
    "http": ("yidesk/catalog/",),
    "urllib.request": ("yidesk/catalog/",),
    "httpx2": ("yidesk/catalog/",),
    "keyring": ("yidesk/catalog/tokens.py",),
    "asyncio": (),
    "pickle": (),  # nothing that crosses a process border or lies on disk may run code
}


@pytest.mark.parametrize("module", DOORS)
def test_a_heavy_thing_has_one_door(module):
    strangers = [
        source.name
        for source in program()
        if any(name == module or name.startswith(f"{module}.") for name in source.imports())
        and not source.name.startswith(DOORS[module] or ("nowhere",))
    ]
    assert strangers == []


def test_nothing_is_started_by_multiprocessing():
    """In a packaged program it would start the window again; its connections are fine."""
    allowed = ("multiprocessing.connection", "multiprocessing.context")
    for source in program():
        used = [name for name in source.imports() if name.split(".")[0] == "multiprocessing"]
        plain = [name for name in used if name == "multiprocessing"]
        froms = [name for name in used if name != "multiprocessing"]
        assert plain == [] or any(name.startswith(allowed) for name in froms), source.name
        assert all(name.startswith(allowed) for name in froms), source.name


def test_every_application_object_is_the_program_s_own():
    """There can be one, and `make_application` takes no other: a benchmark with its own ends."""
    others = [
        f"{source.name}: {node.name}"
        for source in everything()
        if source.name != "yidesk/ui/system/application.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith("QApplication") for base in node.bases)
    ]
    assert others == []

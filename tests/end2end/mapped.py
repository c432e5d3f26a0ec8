"""The program as it is started, which also tells where its controls are.

    python mapped.py [--no-demonstration] ARGUMENTS OF THE PROGRAM

For every line on standard input, one JSON line on standard output: the accessibility tree, as a
screen reader gets it. A test reads it as a person looks at the screen, and moves the real mouse.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from yidesk.cli.app import run
from yidesk.services.models import Models
from yidesk.ui.system import input_method
from yidesk.ui.system.application import Application


def walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for index in range(node.childCount()):
        child = node.child(index)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from walk(child)


def name_of(node: QAccessibleInterface) -> str:
    """What a screen reader calls it: by its label, where it has one."""
    for label, kind in node.relations():
        if kind == QAccessible.RelationFlag.Label and label.isValid():
            return label.text(QAccessible.Text.Name)
    return node.text(QAccessible.Text.Name)


def describe(node: QAccessibleInterface) -> dict[str, object]:
    place, state = node.rect(), node.state()
    return {
        "role": node.role().name,
        "name": name_of(node),
        "value": node.text(QAccessible.Text.Value),
        "place": (place.x(), place.y(), place.width(), place.height()),
        "focused": bool(state.focused),
        "enabled": not state.disabled,
    }


def look() -> list[dict[str, object]]:
    """Everything that is to be met in the windows that are open."""
    return [
        describe(node)
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        for node in walk(QAccessible.queryAccessibleInterface(window))
    ]


def answer() -> None:
    sys.stdin.readline()
    print(json.dumps(look()), flush=True)


def main(arguments: list[str]) -> int:
    if "--no-demonstration" in arguments:
        arguments.remove("--no-demonstration")
        Models.demonstration = lambda _self: None  # type: ignore[method-assign]
    input_method.choose()
    application = Application()
    QAccessible.setActive(True)  # somebody looks: lists say what has changed in them
    asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
    asked.activated.connect(answer)
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

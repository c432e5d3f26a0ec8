"""A person in front of the program: sees what a screen reader tells, has a mouse and a keyboard."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.end2end import mapped
from tests.end2end.screen import Hands, wait_for


@dataclass(frozen=True)
class Thing:
    """A control or text on the screen."""

    role: str
    name: str
    value: str
    place: tuple[int, int, int, int]
    focused: bool
    enabled: bool

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.place
        return x + width // 2, y + height // 2


class Person:
    """Of one start of the program on one display."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.hands = Hands(environment)
        self.program = subprocess.Popen(
            [sys.executable, mapped.__file__, *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.take_up()

    def take_up(self) -> None:
        """Put the hands on the window, which is another one once it speaks another language."""
        self.window = self.hands.find_of(self.program.pid).split("\n")[-1]
        self.hands.focus(self.window)

    def look(self) -> list[Thing]:
        """What is on the screen now."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write("\n")
        self.program.stdin.flush()
        return [Thing(**each) for each in json.loads(self.program.stdout.readline())]

    def all(self, name: str, role: str = "") -> list[Thing]:
        """Everything of which the name begins so."""
        return [
            each
            for each in self.look()
            if each.name.startswith(name) and role in {"", each.role} and each.place[2] > 0
        ]

    def find(self, name: str, role: str = "") -> Thing:
        """The first of them that can be used, waiting until it is there."""
        found: list[Thing] = []

        def is_there() -> bool:
            found[:] = [each for each in self.all(name, role) if each.enabled]
            return bool(found)

        wait_for(is_there, f"{role} {name!r} on the screen")
        return found[0]

    def reads(self, words: str) -> bool:
        """Whether WORDS stand somewhere."""
        return any(words in each.name or words in each.value for each in self.look())

    def waits_to_read(self, words: str) -> None:
        wait_for(lambda: self.reads(words), f"{words!r} on the screen")

    def waits_until_gone(self, name: str, role: str = "") -> None:
        wait_for(lambda: not self.all(name, role), f"{name!r} to go")

    def click(self, name: str, role: str = "", button: int = 1) -> None:
        """Press a mouse button on it, once it stays where it is: what comes above it moves it."""
        before: list[Thing] = []

        def is_still() -> bool:
            last, before[:] = before[:], [self.find(name, role)]
            return bool(last) and last[0].place == before[0].place

        wait_for(is_still, f"{role} {name!r} to stay where it is")
        self.hands.click(before[0].middle, button)

    def end(self) -> None:
        """Whatever it does, it ends now."""
        self.program.kill()
        self.program.communicate()

    def close(self) -> None:
        """End the program as a person does, and see that it ends well."""
        self.hands.focus(self.window)
        self.hands.press("ctrl+q")
        assert self.program.wait(timeout=60) == 0


def log_of(data: Path) -> str:
    """What the program wrote down about itself."""
    return (data / "logs" / "yidesk.log").read_text("utf-8")

"""What a command is, and what it may use."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from yidesk.cli.console import Console
from yidesk.core.paths import DataPaths
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.services.readings import Readings


class Parts(Protocol):
    """The services, each built when it is first used."""

    paths: DataPaths

    @property
    def models(self) -> Models:
        """Model files on this computer."""

    @property
    def library(self) -> Library:
        """Documents; opens the store."""

    @property
    def chats(self) -> Chats:
        """Chats; opens the store, starts no worker before it is needed."""

    @property
    def readings(self) -> Readings:
        """What models have read; opens the store."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line."""

    name: str
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Parts, Console], int]
    """Returns the exit code; raises YiDeskError, whose exit code then stands."""


def at_least(smallest: int) -> Callable[[str], int]:
    """An argparse type: a whole number that is not below SMALLEST."""

    def number(text: str) -> int:
        value = int(text)
        if value < smallest:
            raise argparse.ArgumentTypeError(f"{value} is less than {smallest}")
        return value

    return number

"""What a command is, and what it may use."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from yidesk.cli.console import Console
from yidesk.client.probe import ProbeClient
from yidesk.core import words
from yidesk.core.paths import DataPaths
from yidesk.core.words import phrase
from yidesk.services.chats import Chats
from yidesk.services.downloads import Downloads
from yidesk.services.library import Library
from yidesk.services.model_shelf import ModelShelf
from yidesk.services.models import Models
from yidesk.services.offers import Offers
from yidesk.services.readings import Readings
from yidesk.services.recognition import Recognition


class Parts(Protocol):
    """The services, each built when it is first used."""

    paths: DataPaths

    @property
    def models(self) -> Models:
        """Model files on this computer."""

    @property
    def probe(self) -> ProbeClient:
        """Looks at models and devices in a throw-away process."""

    @property
    def shelf(self) -> ModelShelf:
        """The models on this computer."""

    @property
    def offers(self) -> Offers:
        """The catalogue."""

    def downloads(self, endpoint: str | None = None) -> Downloads:
        """Downloads from ENDPOINT, else from where the settings say."""

    @property
    def library(self) -> Library:
        """Documents; opens the store."""

    @property
    def chats(self) -> Chats:
        """Chats; opens the store, starts no worker before it is needed."""

    @property
    def recognition(self) -> Recognition:
        """Reads scanned pages; starts no worker before it is asked to."""

    @property
    def readings(self) -> Readings:
        """What models have read; opens the store."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line."""

    name: str
    summary: str
    """What it does; marked as a phrase, said when the help is made."""
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Parts, Console], int]
    """Returns the exit code; raises YiDeskError, whose exit code then stands."""
    listed: bool = True
    """Whether the help of the whole command line names it."""
    needs_folder: bool = True
    """Whether it can do nothing at all where the data folder cannot be written."""


def at_least(smallest: int) -> Callable[[str], int]:
    """An argparse type: a whole number that is not below SMALLEST."""

    def whole_number(text: str) -> int:
        value = int(text)
        if value < smallest:
            raise argparse.ArgumentTypeError(
                words.say("{value} is less than {least}", value=value, least=smallest)
            )
        return value

    return named(whole_number, words.say("whole number"))


Parsed = TypeVar("Parsed")
Number = TypeVar("Number", int, float)
_NAMES: dict[type, str] = {int: phrase("whole number"), float: phrase("number")}


def between(lowest: Number, highest: Number) -> Callable[[str], Number]:
    """An argparse type: a number from LOWEST to HIGHEST, of their kind."""
    kind = type(lowest)

    def number(text: str) -> Number:
        value = kind(text)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(
                words.say(
                    "{value} is not between {least} and {most}",
                    value=text,
                    least=lowest,
                    most=highest,
                )
            )
        return value

    return named(number, words.say(_NAMES[kind]))


def named(parse: Callable[[str], Parsed], name: str) -> Callable[[str], Parsed]:
    """PARSE under the name that argparse says: "invalid NAME value: 'x'"."""
    parse.__name__ = name
    return parse

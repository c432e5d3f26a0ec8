"""The options that say which model answers, and how it is loaded."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from yidesk.cli.command import at_least, named
from yidesk.core import words
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.core.types import EngineOptions
from yidesk.core.words import say
from yidesk.services import settings


def add(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of the engine."""
    parser.add_argument(
        "--model", metavar="ID|PATH", help=say("a GGUF file, or the name of one here")
    )
    add_loading(parser)


def add_loading(parser: argparse.ArgumentParser) -> None:
    """Give a command that names its model otherwise the options of loading it."""
    group = parser.add_argument_group(say("engine"))
    group.add_argument(
        "--context", type=at_least(256), metavar="N", help=say("size of the window, in tokens")
    )
    group.add_argument(
        "--gpu-layers", type=_layers(), metavar="N|auto|all", help=say("layers on the GPU")
    )
    group.add_argument(
        "--kv-type",
        choices=("auto", "f16", "q8_0", "q4_0"),
        default="auto",
        help=say("precision of the KV cache"),
    )
    group.add_argument("--threads", type=at_least(1), metavar="N", help=say("threads on the CPU"))
    group.add_argument(
        "--draft",
        metavar="ID|PATH|none",
        help=say("a small model of the same family guesses ahead"),
    )
    group.add_argument(
        "--no-save-reading", action="store_true", help=say("do not keep what was read on disk")
    )


def chosen(arguments: argparse.Namespace, paths: DataPaths) -> EngineOptions:
    """What the person fixed; everything else is left to the plan.

    What is kept on disk, and how much of it, is as in the settings; the draft model is, where no
    other one is named.
    """
    kept = settings.engine_options(Settings(paths.settings))
    return EngineOptions(
        context=arguments.context,
        gpu_layers=arguments.gpu_layers,
        kv_type=arguments.kv_type,
        threads=arguments.threads,
        readings_folder=str(paths.readings),
        save_readings=kept.save_readings and not arguments.no_save_reading,
        draft_model=_draft(arguments.draft, kept.draft_model),
        readings_quota=kept.readings_quota,
    )


def _draft(named: str | None, kept: str) -> str:
    if named is None:
        return kept
    return "" if named == "none" else named


def _layers() -> Callable[[str], int | None]:
    """An argparse type: how many, None for "auto", -1 for "all"."""

    def layers(text: str) -> int | None:
        if text in ("auto", "all"):
            return None if text == "auto" else -1
        return at_least(0)(text)

    return named(layers, words.say("number of layers"))

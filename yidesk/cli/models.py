"""`yidesk models`: the models on this computer, those of the catalogue, and what fits here."""

from __future__ import annotations

import argparse
from pathlib import Path

from yidesk.cli import engine_options, flags, models_hub, transfer
from yidesk.cli.command import Command, Parts
from yidesk.cli.console import Console
from yidesk.core import words
from yidesk.core.errors import ModelError
from yidesk.core.words import phrase, say
from yidesk.services.model_shelf import LocalModel, Way

_ID = "ID|ORG/REPO[:QUANT]"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        return flags.add_action(actions, name, summary)

    action("list", say("those on this computer, and downloads that can go on"))
    find = action("available", say("those of the catalogue, and how they would run here"))
    find.add_argument(
        "text", nargs="?", metavar="TEXT", help=say("look on the hub instead, for names with TEXT")
    )
    _add_endpoint(find)
    get = action("get", say("download one; goes on where an earlier download stopped"))
    get.add_argument(
        "wanted", metavar=_ID, help=say("its number in the catalogue, or its repository on the hub")
    )
    _add_endpoint(get)
    bring = action("import", say("use a GGUF file that is on this computer"))
    bring.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help=say("without one: what other programs have"),
    )
    way = bring.add_mutually_exclusive_group()
    way.add_argument(
        "--copy", action="store_const", dest="way", const=Way.COPY, help=say("copy it")
    )
    way.add_argument(
        "--link", action="store_const", dest="way", const=Way.LINK, help=say("link it, on one disk")
    )
    verify = action("verify", say("read a file whole, and compare it with what came"))
    verify.add_argument(
        "name", metavar="NAME", help=say("its name, as `yidesk models list` gives it")
    )
    verify.add_argument(
        "--repair", action="store_true", help=say("fetch again what is damaged of a download")
    )
    _add_endpoint(verify)
    remove = action("remove", say("delete one; one that is used where it lies is only forgotten"))
    remove.add_argument(
        "name", metavar="NAME", help=say("its name, as `yidesk models list` gives it")
    )
    mirrors = action("mirrors", say("how fast the hub and its mirrors are from here"))
    _add_endpoint(mirrors)
    token = action("token", say("keep an access token for gated models, read from standard input"))
    token.add_argument("--forget", action="store_true", help=say("take it out of the keyring"))
    plan = action("plan", say("how one would be loaded here"))
    plan.add_argument(
        "wanted",
        metavar=f"{_ID}|NAME|PATH",
        help=say("one of the catalogue, of the hub, or a file here"),
    )
    _add_endpoint(plan)
    engine_options.add_loading(plan)


def _add_endpoint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--endpoint",
        metavar="URL",
        help=say("a mirror of the hub; else the settings', or HF_ENDPOINT"),
    )


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    actions = {
        "list": _list,
        "available": models_hub.available,
        "get": models_hub.get,
        "import": _import,
        "verify": _verify,
        "remove": _remove,
        "plan": models_hub.plan,
        "mirrors": models_hub.mirrors,
        "token": models_hub.token,
    }
    return actions[arguments.action](arguments, parts, console)


def _list(_arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    models, begun = parts.shelf.list(), parts.downloads().unfinished()
    console.give(
        {
            "models": [_as_object(model) for model in models],
            "unfinished": [
                {"name": each.name, "size": each.identity.size, "have": each.have} for each in begun
            ],
        }
    )
    for model in models:
        _show(model, console)
    for each in begun:
        console.say(
            "{name}: {have:.1f} of {size:.1f} GB are here; `yidesk models get` goes on",
            name=each.name,
            have=each.have / 1e9,
            size=each.identity.size / 1e9,
        )
    if not models and not begun:
        console.say("There is no model here yet. `yidesk models available` lists what fits.")
    return 0


def _import(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    if arguments.file is None:
        return _show_elsewhere(parts, console)
    model = transfer.follow(
        lambda report, stop: parts.shelf.add(
            arguments.file, arguments.way or Way.IN_PLACE, report, stop
        ),
        console,
    )
    console.give({"model": _as_object(model)})
    _show(model, console)
    return 0


def _show_elsewhere(parts: Parts, console: Console) -> int:
    found = parts.shelf.elsewhere()
    console.give(
        {
            "elsewhere": [
                {"program": each.program, "path": str(each.path), "size": each.size}
                for each in found
            ]
        }
    )
    for each in found:
        console.say(
            "{program}, {size:.1f} GB: {path}",
            program=each.program,
            size=each.size / 1e9,
            path=str(each.path),
        )
    if not found:
        console.say("No other program has brought a model to this computer.")
    return 0


def _verify(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    model = parts.shelf.find(arguments.name)
    if arguments.repair:
        downloads = parts.downloads(arguments.endpoint)
        verdict = transfer.follow(
            lambda report, stop: downloads.repair(model.path, report, stop), console
        )
    else:
        verdict = transfer.follow(
            lambda report, stop: parts.shelf.verify(model, report, stop), console
        )
    console.give(
        {
            "name": model.name,
            "sound": verdict.sound,
            "sha256": verdict.sha256,
            "expected": verdict.expected,
            "damaged_blocks": list(verdict.damaged),
        }
    )
    if not verdict.sound:
        raise ModelError(
            "{name} is damaged: it is not what came.",
            code="model_damaged",
            next_step="If it was downloaded, `yidesk models verify --repair` mends it.",
            name=model.name,
        )
    if verdict.expected is None:
        console.say("{name} is whole. How it was when it was made is not known.", name=model.name)
    else:
        console.say("{name} is verified: every byte is as it came.", name=model.name)
    return 0


def _remove(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    model = parts.shelf.find(arguments.name)
    parts.shelf.remove(model)
    console.give({"removed": model.name, "freed_bytes": 0 if model.stays else model.size})
    if model.stays:
        console.say("{name} is off the list. Its file stays at {path}.", **_named(model))
    else:
        console.say("{name} is deleted.", name=model.name)
    return 0


def _named(model: LocalModel) -> dict[str, str | int | float]:
    return {"name": model.name, "path": str(model.path)}


def _as_object(model: LocalModel) -> dict[str, object]:
    return {
        "name": model.name,
        "path": str(model.path),
        "size": model.size,
        "quantisation": model.quantization,
        "window": model.window,
        "in_place": model.stays,
        "embedding": model.embeds,
        "demonstration": model.is_demonstration,
        "problem": str(model.problem) if model.problem else None,
    }


def _show(model: LocalModel, console: Console) -> None:
    console.say(
        "{name}: {quantization}, {size:.2f} GB, window of {window:,} tokens, {path}",
        quantization=model.quantization or "?",
        size=model.size / 1e9,
        window=model.window,
        **_named(model),
    )
    if model.embeds:
        console.say("  an embedding model: `yidesk ask --mode search --embedding` uses it")
    if model.problem is not None:
        console.say("  {problem}", problem=" ".join(words.say_error(model.problem)))


COMMAND = Command("models", phrase("the models: here, and on the hub"), _add_arguments, _run)

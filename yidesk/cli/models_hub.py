"""The models that are not here yet: the catalogue, downloads, and what would fit."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import sys
from pathlib import Path

from yidesk.catalog.catalog import Variant
from yidesk.catalog.expected import expected_shape
from yidesk.cli import engine_options, transfer
from yidesk.cli.command import Parts
from yidesk.cli.console import Console
from yidesk.core import words
from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.memory import Plan, Shape
from yidesk.core.types import EngineOptions
from yidesk.services.downloads import tokens
from yidesk.services.offers import Fitted, Offer


def available(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    """The catalogue, with how every file would run here; or what the hub has besides."""
    if arguments.text:
        return _search(arguments, parts, console)
    offers = parts.offers.look()
    console.give({"models": [_as_object(offer) for offer in offers]})
    for offer in offers:
        entry, best = offer.entry, offer.best
        console.say()
        console.say(
            "{id}: {name}, {kind}, window of {window:,} tokens, {license}",
            id=entry.id,
            name=entry.name,
            kind=entry.kind.value,
            window=entry.window,
            license=entry.license,
        )
        for remark in entry.say_remarks():
            console.say("  {remark}", remark=remark)
        for fitted in offer.files:
            console.say(
                "  {mark} {quantization}, {size:.1f} GB: {fit}",
                mark="→" if fitted is best else " ",
                quantization=fitted.variant.quantization,
                size=fitted.variant.bytes / 1e9,
                fit=_sentence(fitted.plan, fitted.problem),
            )
            if fitted is best and fitted.reading is not None:
                console.say(
                    "    100 pages: about {minutes:,.0f} min to read once, judged by {model}",
                    minutes=fitted.reading[0] / 60,
                    model=fitted.reading[1],
                )
    return 0


def _search(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    found = parts.downloads(arguments.endpoint).search(arguments.text)
    console.give(
        {
            "repositories": [
                {"id": each.id, "downloads": each.downloads, "likes": each.likes} for each in found
            ]
        }
    )
    for each in found:
        console.say("{id}: {n:,} downloads", id=each.id, n=each.downloads)
    if found:
        console.say("`yidesk models get ORG/REPO:QUANT` downloads a file of one.")
    else:
        console.say("The hub has none with GGUF files and this name.")
    return 0


def mirrors(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    """Speeds, the fastest last."""
    downloads = parts.downloads(arguments.endpoint)

    def show(address: str, number: int, total: int) -> None:
        console.progress(
            "Trying {address} ({n} of {total})", address=address, n=number + 1, total=total
        )

    speeds = transfer.follow(
        lambda _report, stop: list(downloads.compare_mirrors(stop, show)), console
    )
    console.give(
        {
            "mirrors": [
                {
                    "endpoint": each.endpoint,
                    "answer_s": each.answer_seconds,
                    "bytes_per_s": each.per_second,
                    "problem": str(each.problem) if each.problem else None,
                }
                for each in speeds
            ]
        }
    )
    for each in sorted(speeds, key=lambda each: each.per_second):
        if each.problem is not None:
            console.say(
                "{endpoint}: {problem}",
                endpoint=each.endpoint,
                problem=words.say_error(each.problem)[0],
            )
        else:
            console.say(
                "{endpoint}: {rate:.1f} MB/s, answers in {seconds:.1f} s",
                endpoint=each.endpoint,
                rate=each.per_second / 1e6,
                seconds=each.answer_seconds,
            )
    return 0


def token(arguments: argparse.Namespace, _parts: Parts, console: Console) -> int:
    """Keep or forget the token; it is read without being shown, and never printed."""
    if arguments.forget:
        tokens.forget()
        console.say("There is no token in the keyring any more.")
    else:
        given = getpass.getpass("") if sys.stdin.isatty() else sys.stdin.readline()
        tokens.save(given)
        console.say("The token is in the keyring. It is sent to the official hub only.")
    console.give({"token": not arguments.forget})
    return 0


def get(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    """Download; Ctrl-C keeps what was fetched."""
    downloads = parts.downloads(arguments.endpoint)
    wanted = _with_best(arguments.wanted, parts)
    source = downloads.find(wanted)
    try:
        place = transfer.follow(lambda report, stop: downloads.fetch(source, report, stop), console)
    except Cancelled as stopped:
        raise Cancelled(
            "Stopped. What was fetched is kept.",
            next_step="The same command goes on from there.",
        ) from stopped
    console.give({"path": str(place), "name": place.stem, "size": place.stat().st_size})
    console.say("{name} is here and verified: {path}", name=place.stem, path=str(place))
    return 0


def plan(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    """How a model would be loaded here: one that is here, or one that is not."""
    options = engine_options.chosen(arguments, parts.paths)
    local = _local(arguments.wanted, parts)
    if local is not None:
        found = parts.probe.plan(local, _with_draft(options, parts))
        basis = "model"
    else:
        shape, basis = _remote_shape(arguments, parts)
        (answer,) = parts.probe.plan_shapes([shape], options)
        if isinstance(answer, YiDeskError):
            raise answer
        found = answer
    console.give({"basis": basis, **dataclasses.asdict(found), "sentence": str(found)})
    for told in found.sentences:
        console.say(told.template, **told.values)
    if basis != "model":
        console.say(_BASES[basis])
    return 0


def _with_draft(options: EngineOptions, parts: Parts) -> EngineOptions:
    """OPTIONS with the file of the draft model that they name. Raises ModelError."""
    if not options.draft_model:
        return options
    draft = parts.models.resolve(options.draft_model)
    return dataclasses.replace(options, draft_model=str(draft))


_BASES = {
    "header": words.phrase("  by formula, from the header of the file on the hub"),
    "catalogue": words.phrase("  by formula, from what the catalogue says of the file"),
}


def _local(wanted: str, parts: Parts) -> Path | None:
    path = Path(wanted).expanduser()
    if path.is_file():
        return path.absolute()
    folded = wanted.casefold()
    here = parts.shelf.list()
    return next((each.path for each in here if each.name.casefold() == folded), None)


def _remote_shape(arguments: argparse.Namespace, parts: Parts) -> tuple[Shape, str]:
    """From the file's own header; without a network from the catalogue, for what is in it."""
    downloads = parts.downloads(arguments.endpoint)
    wanted = _with_best(arguments.wanted, parts)
    offer = _offer(wanted, parts)
    try:
        return downloads.shape(downloads.find(wanted)), "header"
    except YiDeskError:
        if offer is None:
            raise
    quantization = wanted.partition(":")[2]
    return expected_shape(offer.entry, offer.entry.variant(quantization)), "catalogue"


def _with_best(wanted: str, parts: Parts) -> str:
    """A model of the catalogue without a quantisation: the one that suits this computer."""
    offer = _offer(wanted, parts)
    if offer is None or ":" in wanted:
        return wanted
    chosen: Variant = (offer.best or offer.files[0]).variant
    return f"{offer.entry.id}:{chosen.quantization}"


def _offer(wanted: str, parts: Parts) -> Offer | None:
    name = wanted.partition(":")[0].casefold()
    if "/" in name:
        return None
    return next((offer for offer in parts.offers.look() if offer.entry.id == name), None)


def _sentence(found: Plan | None, problem: YiDeskError | None) -> str:
    if found is not None:
        return words.say(found.sentence.template, **found.sentence.values)
    return words.say_error(problem)[0] if problem else ""


def _as_object(offer: Offer) -> dict[str, object]:
    entry = offer.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "group": entry.group.value,
        "kind": entry.kind.value,
        "window": entry.window,
        "licence": entry.license,
        "repository": entry.repository,
        "recommended": entry.recommended,
        "remarks": list(entry.say_remarks()),
        "files": [_file(fitted, chosen=fitted is offer.best) for fitted in offer.files],
    }


def _file(fitted: Fitted, *, chosen: bool) -> dict[str, object]:
    found = fitted.plan
    return {
        "quantisation": fitted.variant.quantization,
        "file": fitted.variant.file,
        "size": fitted.variant.bytes,
        "fit": fitted.fit.value,
        "best_here": chosen,
        "reading_100_pages_s": fitted.reading[0] if fitted.reading else None,
        "window": found.window if found else 0,
        "gpu_layers": found.gpu_layers if found else 0,
        "total_layers": found.total_layers if found else 0,
        "gpu_bytes": found.need.gpu.total if found else 0,
        "main_bytes": found.need.main.total if found else 0,
        "problem": str(fitted.problem) if fitted.problem else None,
    }

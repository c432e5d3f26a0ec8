"""What DOCX, PPTX and XLSX have in common: a main part, and relations from part to part.

ECMA-376 part 2 (Open Packaging Conventions). Elements are told by their local names, because the
strict variant has other name spaces.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from yidesk.core.errors import DocumentError
from yidesk.documents.markup import Element
from yidesk.documents.package import DAMAGED, Package, damaged


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to another part; `kind` is the last word of its type's address."""

    kind: str
    target: str


def main_part(package: Package, usual: str) -> str:
    """The part that the package begins with, as a rule USUAL. Raises DocumentError."""
    links = relations(package, "")
    found = next((link.target for link in links.values() if link.kind == "officeDocument"), usual)
    for part in (found, usual):
        if part in package:
            return part
    raise damaged(package.name)


def relations(package: Package, part: str) -> dict[str, Relation]:
    """Links of a part by their id; none when their list is lost. External ones are left out."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in package:
        return {}
    try:
        links = package.xml(listed)
    except DocumentError:
        package.note(DAMAGED)
        return {}
    return {
        link.get("Id", ""): Relation(
            link.get("Type", "").rpartition("/")[2], resolve(folder, link.get("Target", ""))
        )
        for link in links.iter("{*}Relationship")
        if link.get("TargetMode") != "External"
    }


def resolve(folder: str, target: str) -> str:
    """The name of the part that TARGET means, seen from FOLDER."""
    path = posixpath.join("/", folder, unquote(target.partition("#")[0]))
    return posixpath.normpath(path).lstrip("/")


def related(package: Package, part: str, kind: str) -> str:
    """The first existing part that PART links to as KIND; empty when there is none."""
    links = relations(package, part).values()
    targets = (link.target for link in links if link.kind == kind and link.target in package)
    return next(targets, "")


def reference(element: Element) -> str:
    """The value of an element's `r:id`, which is not its `id`."""
    return next((str(value) for key, value in element.items() if key.endswith("}id")), "")

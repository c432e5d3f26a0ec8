"""The program's source files, parsed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True)
class Source:
    """A file of the program."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        return len(self.path.read_text("utf-8").splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text("utf-8"))

    def imports(self) -> Iterator[str]:
        """Every module named in an import, wherever in the file it stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def program() -> list[Source]:
    """yidesk/ without what is generated."""
    return [Source(path) for path in sorted((ROOT / "yidesk").rglob("*.py"))]


def everything() -> list[Source]:
    """The program, what packs it, its tests and its benchmarks."""
    folders = ("yidesk", "packaging", "tests", "benchmarks")
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]

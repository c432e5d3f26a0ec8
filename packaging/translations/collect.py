"""Finds every sentence that a person may read.

The window's own sentences stand in calls of `self.tr` (context: the class) or of a module's `_tr`
(context: what that function names). All others are templates of errors, and what the command line
says; their context is "words". Sentences are literals, or names of literals in the same module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

WORDS = "words"
SAYING = frozenset({"say", "note", "progress", "phrase", "Sentence"})
"""Methods and functions whose first argument is a template."""
Sentence = tuple[str, str]
"""(context, source)."""


def collect(package: Path) -> set[Sentence]:
    """Every sentence of the Python files below PACKAGE."""
    found: set[Sentence] = set()
    for path in sorted(package.rglob("*.py")):
        found.update(_Module(ast.parse(path.read_text("utf-8"))).sentences())
    return {sentence for sentence in found if sentence[1]}


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def sentences(self) -> Iterator[Sentence]:
        module_context = self._context_of_tr()
        for context, call in self._calls(self._tree, ""):
            name = _name(call.func)
            if name == "tr" and isinstance(call.func, ast.Attribute):
                yield from self._texts(context, call.args[:1])
            elif name == "_tr" and module_context:
                yield from self._texts(module_context, call.args[:1])
            elif name == "translate" and len(call.args) == 2:
                yield from self._translate(call)
            elif name in SAYING:
                yield from self._texts(WORDS, call.args[:1])
            yield from self._texts(WORDS, self._of_error(call, name))

    def _calls(self, node: ast.AST, context: str) -> Iterator[tuple[str, ast.Call]]:
        """Every call, with the class around it."""
        for child in ast.iter_child_nodes(node):
            inner = child.name if isinstance(child, ast.ClassDef) else context
            if isinstance(child, ast.Call):
                yield inner, child
            yield from self._calls(child, inner)

    def _of_error(self, call: ast.Call, name: str) -> list[ast.expr]:
        """Sentence and next step of an error that is made here: it names a code."""
        keywords = {each.arg: each.value for each in call.keywords}
        if "code" not in keywords and name != "Cancelled":
            return []
        texts = [*call.args[:1], *([keywords["sentence"]] if "sentence" in keywords else [])]
        return [*texts, *([keywords["next_step"]] if "next_step" in keywords else [])]

    def _translate(self, call: ast.Call) -> Iterator[Sentence]:
        context = call.args[0]
        if isinstance(context, ast.Constant) and isinstance(context.value, str):
            yield from self._texts(context.value, call.args[1:])

    def _texts(self, context: str, nodes: list[ast.expr]) -> Iterator[Sentence]:
        for node in nodes:
            for text in self._literals(node):
                yield context, text

    def _literals(self, node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from self._literals(node.body)
            yield from self._literals(node.orelse)
        elif isinstance(node, ast.Name) and node.id in self._constants:
            yield from self._literals(self._constants[node.id])

    def _context_of_tr(self) -> str:
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == "_tr":
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and _name(call.func) == "translate":
                        context = call.args[0]
                        return str(context.value) if isinstance(context, ast.Constant) else ""
        return ""


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

"""Jinja's sandbox without what makes gigabytes out of a line.

Jinja keeps a template away from Python; it does not keep it from filling the memory: `~` doubles
a text, a width of a billion pads one, a list that holds itself twice sixty times over is written
out in 2^60 pieces. Here no value that a template makes has more than LARGEST characters or items,
counted before it is made, and only the filters that chat templates use are there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

LARGEST = 1_000_000
"""Characters or items of a value; a conversation of a hundred messages has a few thousand."""
_FILTERS = """abs attr capitalize count d default dictsort e escape first float groupby int items
    join last length list lower map max min reject rejectattr replace reverse round safe select
    selectattr sort string striptags title tojson trim unique upper wordcount"""
FILTERS = frozenset(_FILTERS.split())
_METHODS = """capitalize casefold count endswith find index isalnum isalpha isascii isdecimal
    isdigit islower isnumeric isspace istitle isupper join lower lstrip partition removeprefix
    removesuffix replace rfind rindex rpartition rsplit rstrip split splitlines startswith strip
    swapcase title upper"""
METHODS = frozenset(_METHODS.split())
"""Of texts; the ones that are not here pad them."""


class Environment(ImmutableSandboxedEnvironment):
    """Jinja as chat templates use it, with every value bounded."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """What a template, a macro or a block writes."""
        return _join(pieces)

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.loopcontrols"],
            optimized=False,  # or constants are computed before anybody looks at the time
            finalize=_written,
        )
        self.globals.pop("lipsum")
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters |= {
            "string": lambda value: str(_written(value)),
            "join": _join,
            "replace": _replace,
            "tojson": _to_json,
            _JOINED: _joined,
        }

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Joins().visit(super()._parse(source, name, filename))
        return tree

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Compute with numbers that are not large; put texts and lists together, not too many."""
        if all(isinstance(value, int | float) for value in (left, right)):
            if operator == "**" or max(abs(left), abs(right)) > LARGEST * LARGEST:
                raise _too_much()
        elif operator == "+":
            _check(left, right)
        else:
            raise _too_much()
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, _value: Any) -> None:  # noqa: ANN401
        """No `format`: it pads."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """Texts have the methods that do not pad them."""
        if isinstance(obj, str) and attr not in METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call(self, context: Any, called: Any, *values: Any, **named: Any) -> Any:  # noqa: ANN401
        """Call what the template calls; methods that put texts together in their bounded form."""
        text, name = getattr(called, "__self__", None), getattr(called, "__name__", "")
        if isinstance(text, str):
            if name == "join":
                return _join(values[0], text)
            if name == "replace":
                return _replace(text, *values)
        return super().call(context, called, *values, **named)


_WRITABLE = (str, int, float, list, tuple, dict, type(None), Undefined)
_JOINED = "text of the pieces"
"""A filter's name that no template can spell."""


class _Joins(NodeTransformer):
    """Turns `a ~ b`, which cannot be intercepted, into a filter on [a, b]."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - jinja2 names it
        """The filter in the place of NODE."""
        self.generic_visit(node)
        pieces = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(pieces, _JOINED, [], [], None, None, lineno=node.lineno)


def _joined(pieces: Iterable[object]) -> str:
    return _join(pieces)


def _join(pieces: Iterable[Any], d: object = "", attribute: str | int | None = None) -> str:
    if attribute is not None:
        raise _too_much()
    between = str(_written(d))
    texts: list[str] = []
    size = 0
    for piece in pieces:
        texts.append(str(_written(piece)))
        size += len(texts[-1]) + len(between)
        if size > LARGEST:
            raise _too_much()
    return between.join(texts)


def _replace(text: object, old: object, new: object, count: int = -1) -> str:
    whole, was, becomes = (str(_written(value)) for value in (text, old, new))
    times = whole.count(was) if count < 0 else min(whole.count(was), count)
    if len(whole) + times * len(becomes) > LARGEST:
        raise _too_much()
    return whole.replace(was, becomes, times)


def _to_json(value: object, indent: int | None = None) -> str:
    """As the library that chat templates are written for has it: no escapes for HTML."""
    return json.dumps(_written(value), ensure_ascii=False, indent=indent and min(indent, 8))


def _written(value: object) -> object:
    """VALUE, if it can be written out and is not too large for that."""
    if not isinstance(value, _WRITABLE):
        raise SecurityError(f"this template writes a {type(value).__name__}")
    _check(value)
    return value


def _check(*values: object) -> None:
    """Raise SecurityError when VALUES, with all they hold, are more than LARGEST in the sum."""
    left, waiting = LARGEST, list(values)
    while waiting:
        value = waiting.pop()
        left -= len(value) if isinstance(value, str) else 1
        if left < 0:
            raise _too_much()
        if isinstance(value, dict):
            waiting += value
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value


def _too_much() -> SecurityError:
    return SecurityError("this template computes too much")

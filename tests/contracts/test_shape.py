"""House rules that a linter does not know: files of one idea, functions of one screen."""

from __future__ import annotations

import ast
from statistics import median

import pytest

from tests.contracts.source import everything, program

LONGEST_FILE = 450
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}


@pytest.mark.parametrize("source", everything(), ids=lambda source: source.name)
def test_a_file_holds_one_idea(source):
    assert source.lines <= LONGEST_FILE
    assert source.path.stem not in NAMELESS


def test_a_function_fits_on_a_screen():
    lengths = {
        f"{source.name}:{function.name}": function.end_lineno - function.lineno + 1
        for source in program()
        for function in source.functions()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) <= MEDIAN_FUNCTION


def test_every_module_says_what_it_is():
    silent = [
        source.name
        for source in everything()
        if source.tree.body and not ast.get_docstring(source.tree)
    ]
    assert silent == []

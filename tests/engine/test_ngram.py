"""Where the same words stood before."""

from __future__ import annotations

import numpy as np
import pytest

from yidesk.engine.ngram import SLICE, NGramIndex


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def test_what_followed_the_same_words_is_found():
    index = NGramIndex()
    memory = ids(1, 2, 3, 4, 5, 1, 2, 9, 8)
    index.catch_up(memory)
    assert index.find(memory, [1, 2, 3]) == 3
    assert index.find(memory, [1, 2, 9]) == 8
    assert index.find(memory, [2, 1, 3]) is None
    assert index.find(memory, [2, 9, 8]) is None  # nothing follows it yet
    assert index.find(memory, [1, 2]) is None


@pytest.mark.parametrize("step", [1, 2, 7, SLICE - 1])
def test_an_index_made_in_steps_is_the_index_made_at_once(step):
    memory = np.random.default_rng(3).integers(0, 60, 2 * SLICE + 5).astype(np.int32)
    whole, steps = NGramIndex(), NGramIndex()
    whole.catch_up(memory)
    for end in range(step, len(memory) + step, step):
        steps.catch_up(memory[:end])
    found = 0
    for start in range(0, len(memory) - 3, 7):
        tail = memory[start : start + 3].tolist()
        place = whole.find(memory, tail)
        assert place == steps.find(memory, tail)
        found += place is not None
    assert found > 2000


def test_long_documents_are_found_almost_everywhere():
    memory = np.random.default_rng(3).integers(0, 64_000, 200_000).astype(np.int32)
    index = NGramIndex()
    index.catch_up(memory)
    places = range(0, 199_990, 50)
    found = [index.find(memory, memory[at : at + 3].tolist()) == at + 3 for at in places]
    assert np.mean(found) > 0.85


def test_the_start_of_the_next_document_is_indexed_too():
    index = NGramIndex()
    index.catch_up(ids(*range(100)))
    index.trim(10)
    following = ids(*range(10), *range(200, 300))
    index.catch_up(following)
    assert index.find(following, [200, 201, 202]) == 13
    assert index.find(following, [20, 21, 22]) is None  # was forgotten
    assert index.find(following, [7, 8, 9]) == 10

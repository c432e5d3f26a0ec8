"""What tests of the engine share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.planning import MODELS
from tests.engine.talking import BATCH
from tests.models.gguf_writer import sparse, tiny
from tests.models.vocabulary import IM_SEP, TokenType, yi_like
from yidesk.catalog.shape import read_shape
from yidesk.core.memory import Shape
from yidesk.core.types import EngineOptions
from yidesk.engine.loaded import LoadedModel


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A window of 4,096 tokens, and answers of noise, always the same."""
    return tiny(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture
def load(tiny_model: Path, tmp_path: Path) -> Iterator[Callable[..., LoadedModel]]:
    """Loads the tiny model, in this process."""
    made: list[LoadedModel] = []

    def load(**options: object) -> LoadedModel:
        chosen = EngineOptions(
            read_ahead_batch=BATCH, readings_folder=str(tmp_path / "readings"), **options
        )
        made.append(LoadedModel(tiny_model, chosen, lambda _done: True, lambda _error: None))
        return made[-1]

    yield load
    for model in made:
        model.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sparse")
    return {name: sparse(folder / f"{name}.gguf", shape) for name, shape in MODELS.items()}


@pytest.fixture(scope="session")
def shapes(files: dict[str, Path]) -> dict[str, Shape]:
    return {name: read_shape(path) for name, path in files.items()}


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Tiny models: of other weights, of another word, of another kind of token, of fewer tokens."""
    folder = tmp_path_factory.mktemp("others")
    word, kind = yi_like(), yi_like()
    word.pieces[5_000] = "unheard-of"
    kind.types[IM_SEP] = int(TokenType.NORMAL)
    return {
        "weights": tiny(folder / "weights.gguf", seed=7),
        "word": tiny(folder / "word.gguf", vocabulary=word),
        "kind": tiny(folder / "kind.gguf", vocabulary=kind),
        "fewer": tiny(folder / "fewer.gguf", vocabulary=yi_like(48_000)),
    }

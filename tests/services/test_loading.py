"""Having a model loaded: a draft model that cannot be used is told, and costs nobody an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yidesk.core.errors import ModelError, YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.types import EngineOptions
from yidesk.services.loading import Loader
from yidesk.services.models import Models
from yidesk.services.stopping import Stop


class Probe:
    """Knows which files are bad."""

    def __init__(self) -> None:
        self.bad: set[Path] = set()

    def check(self, path: Path, _cancelled) -> None:
        if path in self.bad:
            raise ModelError("{name} is bad.", code="model_quarantined", name=path.name)

    def condemn(self, path: Path, killer: str) -> None:
        self.bad.add(path)


class Engine:
    """Dies of some combinations of a model and its draft."""

    info = None

    def __init__(self, *deadly: tuple[str, str]) -> None:
        self.deadly = deadly
        self.loaded: list[tuple[str, str]] = []
        self.told: list[YiDeskError] = []
        self.on_notice = self.told.append

    def load(self, model: Path, options: EngineOptions) -> Iterator[None]:
        name = (model.name, Path(options.draft_model).name)
        self.loaded.append(name)
        if name in self.deadly:
            raise ModelError("It died ({cause}).", code="model_kills_engine", cause="SIGSEGV")
        yield from ()


@pytest.fixture
def probe() -> Probe:
    return Probe()


@pytest.fixture
def models(tmp_path: Path, probe: Probe) -> Models:
    paths = DataPaths(tmp_path).make()
    for name in ("large", "small"):
        (paths.models / f"{name}.gguf").write_bytes(b"GGUF rest")
    return Models(paths, probe)


def load(engine: Engine, models: Models, draft: str) -> None:
    loader = Loader(engine, models)
    loader.choose("large", EngineOptions(draft_model=draft))
    for _event in loader.load(Stop()):
        pass


def test_a_draft_model_is_found_by_its_name(models: Models):
    engine = Engine()
    load(engine, models, "small")
    assert engine.loaded == [("large.gguf", "small.gguf")]
    assert engine.told == []


def test_one_that_is_missing_or_bad_is_told(models: Models, probe: Probe):
    engine = Engine()
    load(engine, models, "nothing")
    probe.bad.add(models.resolve("small"))
    load(engine, models, "small")
    assert engine.loaded == [("large.gguf", "")] * 2
    assert [(error.code, str(error).split(".")[0]) for error in engine.told] == [
        ("draft_unused", "There is no model nothing"),
        ("draft_unused", "small"),
    ]


def test_one_of_which_the_engine_dies_is_not_tried_again(models: Models, probe: Probe):
    engine = Engine(("large.gguf", "small.gguf"))
    load(engine, models, "small")
    assert engine.loaded == [("large.gguf", "small.gguf"), ("large.gguf", "")]
    assert probe.bad == {models.resolve("small")}
    load(engine, models, "small")
    assert engine.loaded[2:] == [("large.gguf", "")]
    assert [error.code for error in engine.told] == ["draft_unused"] * 2


def test_a_model_of_which_the_engine_dies_is_not_blamed_on_the_draft(models: Models, probe: Probe):
    engine = Engine(("large.gguf", "small.gguf"), ("large.gguf", ""))
    with pytest.raises(ModelError) as caught:
        load(engine, models, "small")
    assert caught.value.code == "model_kills_engine"
    assert probe.bad == {models.resolve("large")}
    assert engine.told == []

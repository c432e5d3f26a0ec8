"""Presets: instructions, sampling and model by name, and what of them holds in a chat."""

from __future__ import annotations

import dataclasses
import json
import threading

import pytest

from tests.services.conftest import ScriptModels
from yidesk.core import words
from yidesk.core.errors import WrongUsage
from yidesk.core.presets import ChatChoices, Choices
from yidesk.core.types import Sampling
from yidesk.services.answer import Delta
from yidesk.services.loading import Loader, Loading
from yidesk.services.manner import Manner
from yidesk.services.presets import USUAL, given_by
from yidesk.services.stopping import Stop


@pytest.fixture
def presets(desk):
    return desk.chats.presets


@pytest.fixture
def asked_with(desk, monkeypatch):
    """Sampling and limit of every question, as the engine gets them."""
    seen = []
    generate = desk.engine.generate

    def spy(conversation, **options):
        seen.append((options["sampling"], options["max_tokens"]))
        return generate(conversation, **options)

    monkeypatch.setattr(desk.engine, "generate", spy)
    return seen


def change(presets, chat, **choices) -> ChatChoices:
    kept = presets.of(chat)
    return presets.keep(
        chat, dataclasses.replace(kept, choices=dataclasses.replace(kept.choices, **choices))
    )


def test_own_ones_are_kept_renamed_changed_deleted_and_put_back(presets):
    provided = [each.key for each in presets.all()]
    own = presets.add("  My   way ", Choices(prompt=" Be brief. ", temperature=0.5))
    assert (own.name, own.choices.prompt) == ("My way", "Be brief.")
    own = presets.change(presets.rename(own, "Another"), Choices(top_k=5))
    assert presets.find(own.key) == own
    assert [each.key for each in presets.all()] == [*provided, own.key]
    presets.delete(own)
    assert presets.find(own.key) is None
    assert presets.put_back(own)
    assert presets.named("ANOTHER") == own


def test_a_name_is_needed_and_belongs_to_one(presets):
    own = presets.add("Mine", Choices())
    for wrong in ("", "  ", "mine", "Usual"):
        with pytest.raises(WrongUsage) as caught:
            presets.add(wrong, Choices())
        assert caught.value.code == "preset_name"
    assert presets.rename(own, "MINE").name == "MINE"
    with pytest.raises(WrongUsage) as caught:
        presets.named("nobody's")
    assert caught.value.code == "preset_missing"
    assert "Usual" in str(caught.value.values["known"])


def test_what_is_out_of_range_is_refused(desk, presets):
    for wrong in ({"temperature": 3.0}, {"min_p": -0.1}, {"top_k": -1}, {"max_tokens": 1}):
        with pytest.raises(WrongUsage):
            presets.add("Wrong", Choices(**wrong))
        with pytest.raises(WrongUsage):
            change(presets, desk.chats.create(), **wrong)


def test_those_that_come_with_the_program_speak_the_persons_language(presets):
    english = presets.named("documents").choices.prompt
    words.use("zh_CN")
    try:
        assert presets.named("documents").choices.prompt != english
    finally:
        words.use("en")


def test_new_chats_begin_with_the_default_and_keep_it(desk, presets):
    own = presets.add("Mine", Choices(prompt="Be brief.", temperature=0.5))
    presets.make_default(own.key)
    chat = desk.chats.create()
    assert presets.of(None) == presets.of(chat) == given_by(own)
    presets.change(own, Choices(prompt="Be long."))
    presets.delete(own)
    assert presets.of(chat) == given_by(own)
    assert not presets.of(chat).is_changed
    assert presets.of(desk.chats.create()).preset == USUAL


def test_the_chat_that_comes_next_follows_the_default_until_it_is_given_another(desk, presets):
    chat = desk.chats.waiting.next()
    presets.make_default("summary")
    assert presets.of(chat).preset == "summary"
    presets.choose(chat, presets.named("translation"))
    presets.make_default("documents")
    assert presets.of(chat).preset == "translation"


def test_a_chat_is_changed_until_it_is_as_it_was_given(desk, presets):
    chat = desk.chats.create()
    given = presets.choose(chat, presets.named("documents"))
    assert change(presets, chat, temperature=0.9, prompt="Otherwise.").is_changed
    assert presets.of(chat).choices.prompt == "Otherwise."
    assert not change(presets, chat, **dataclasses.asdict(given.given)).is_changed
    assert presets.of(chat) == given


def test_sampling_and_limit_reach_the_engine(desk, presets, asked_with):
    desk.script("one", "two", "three")
    desk.chats.manner = Manner(sampling=Sampling(temperature=0.4, top_p=0.7))
    chat = desk.chats.create()
    desk.ask(chat, "First?")
    change(presets, chat, temperature=0.0, top_k=3, min_p=0.2, seed=7, max_tokens=99)
    desk.ask(chat, "Second?")
    desk.ask(chat, "Third?", sampling=Sampling(temperature=1.0), max_tokens=5)
    usual = Sampling(temperature=0.4, top_p=0.7)
    assert asked_with[0][0] == usual
    drawn = dataclasses.replace(usual, temperature=0.0, top_k=3, min_p=0.2, seed=7)
    assert asked_with[1] == (drawn, 99)
    assert asked_with[2] == (Sampling(temperature=1.0), 5)


def scripts(desk) -> tuple[str, str]:
    """Two models that say which they are; the second is the one that is wanted."""
    paths = []
    for name in ("first", "second"):
        path = desk.paths.models / f"{name}.json"
        path.write_text(json.dumps({"answers": [f"I am {name}."] * 9, "context": 4096}))
        paths.append(str(path))
    desk.chats.choose_model(paths[1])
    return paths[0], paths[1]


def test_a_chat_has_a_model_of_its_own_and_says_what_that_loads(desk, presets):
    first, _ = scripts(desk)
    chat, other = desk.chats.create(), desk.chats.create()
    change(presets, chat, model=first)
    assert desk.chats.models.change(chat) is None  # nothing is loaded that would have to give way
    assert desk.ask(other, "Who?").text == "I am second."
    told = desk.chats.models.change(chat)
    assert told is not None
    assert (told.name, told.loaded.stem, told.size > 0) == ("first", "second", True)
    assert desk.chats.models.change(other) is None
    assert desk.ask(chat, "Who?").text == "I am first."
    back = desk.chats.models.change(other)
    assert back is not None
    assert back.name == "second"
    assert desk.ask(other, "Who?").text == "I am second."


def test_another_model_waits_until_an_answer_is_whole(desk, presets):
    first, _ = scripts(desk)
    chat, other = desk.chats.create(), desk.chats.create()
    change(presets, chat, model=first)
    answering = iter(desk.chats.send(other, "Who?"))
    for event in answering:
        if isinstance(event, Delta):
            break
    asking = desk.chats.send(chat, "Who?")
    waits, texts = threading.Event(), []

    def ask() -> None:
        for event in asking:
            if isinstance(event, Loading):
                waits.set()
        texts.append(event.text)

    thread = threading.Thread(target=ask)
    thread.start()
    assert waits.wait(20)
    *_, answer = answering
    thread.join(20)
    assert (answer.text, texts) == ("I am second.", ["I am first."])


def test_what_gives_way_is_stopped_by_another_model_alone(desk):
    first, second = scripts(desk)
    loader, stop = Loader(desk.engine, ScriptModels(desk.paths)), Stop()
    with loader.giving_way(stop):
        for model, gave_way in ((first, False), (first, False), (second, True)):
            list(loader.load(Stop(), model))
            assert stop.pressed is gave_way


def test_copies_and_files_take_them_along_but_no_folders(desk, presets, tmp_path):
    desk.script("one")
    chat = desk.chats.create()
    presets.choose(chat, presets.named("documents"))
    model = tmp_path / "somewhere" / "model.gguf"
    change(presets, chat, model=str(model), seed=3, prompt="Be brief.")
    assert presets.of(desk.chats.archive.duplicate(chat, "Copy")) == presets.of(chat)
    path = tmp_path / "chat.json"
    desk.chats.archive.export(chat, path)
    assert "somewhere" not in path.read_text("utf-8")
    [again] = desk.chats.archive.take_in(path).chats
    expected = presets.of(chat)
    assert presets.of(again) == dataclasses.replace(
        expected, choices=dataclasses.replace(expected.choices, model="model.gguf")
    )


def test_a_file_that_says_what_cannot_be_brings_the_chat_without_it(desk, presets, tmp_path):
    chat = desk.chats.create()
    path = tmp_path / "chat.json"
    desk.chats.archive.export(chat, path)
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "choices": {"temperature": 1e9}}), "utf-8")
    [again] = desk.chats.archive.take_in(path).chats
    assert presets.of(again) == ChatChoices()

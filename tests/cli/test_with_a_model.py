"""The whole path once, with everything real: command line, store, reader, engine, model."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.models.embedding_writer import synonyms
from yidesk.core.paths import DataPaths
from yidesk.core.presets import Choices
from yidesk.services.presets import Presets
from yidesk.store.store import Store

pytestmark = pytest.mark.model


@pytest.fixture
def yidesk(tmp_path):
    """Run the program as a person does."""

    def yidesk(*arguments):
        environment = {**os.environ, "YIDESK_DATA_DIR": str(tmp_path / "data"), "LANG": "C"}
        return subprocess.run(
            [sys.executable, "-m", "yidesk", *map(str, arguments)],
            cwd=ROOT, env=environment, text=True, capture_output=True, check=False, timeout=120,
        )  # fmt: skip

    return yidesk


def test_a_question_about_a_pdf(yidesk, demo_model):
    document = ROOT / "tests" / "reader" / "files" / "groff.pdf"
    arguments = ("ask", "--model", demo_model, "--doc", document, "What is this about?",
                 "--temperature", "0", "--max-tokens", "8", "--json")  # fmt: skip
    first = yidesk(*arguments)
    assert first.returncode == 0, first.stderr
    result = json.loads(first.stdout)
    assert result["answer"]
    (coverage,) = result["coverage"]
    assert coverage["pages_read"] == coverage["pages_total"] > 0
    usage = result["usage"]
    assert usage["prompt_tokens"] > coverage["tokens_read"] > 0
    assert usage["evaluated_tokens"] == usage["prompt_tokens"]
    assert result["engine"]["context"] == 8192


def test_a_draft_model_guesses_and_what_it_did_is_told(yidesk, demo_model):
    arguments = ("ask", "--model", demo_model, "Count from one to twenty.", "--temperature", "0",
                 "--max-tokens", "40", "--json")  # fmt: skip
    ended = yidesk(*arguments, "--draft", demo_model)
    assert (ended.returncode, ended.stderr) == (0, "")
    result = json.loads(ended.stdout)
    told = result["speculation"]
    assert "draft" in told["kind"]
    assert 0 < told["accepted"] <= told["proposed"]
    assert told["decode_calls"] + told["accepted"] >= result["usage"]["generated_tokens"] - 1
    assert told["tokens_per_call"] > 1
    assert result["engine"]["plan"]["draft"]["name"] == demo_model.name
    without = json.loads(yidesk(*arguments).stdout)
    assert without["engine"]["plan"]["draft"] is None
    assert without["answer"][:20] == result["answer"][:20]


def test_a_draft_model_that_is_not_there_costs_no_answer(yidesk, demo_model):
    ended = yidesk("ask", "--model", demo_model, "Hello?", "--max-tokens", "2",
                   "--draft", "nowhere.gguf", "--json")  # fmt: skip
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["answer"]
    assert ended.stderr.splitlines()[0] == (
        "There is no model nowhere.gguf. Answers come without the draft model; "
        "the settings take another one, or none."
    )


def test_a_plan_counts_the_draft_model(yidesk, demo_model):
    plan = ("models", "plan", demo_model, "--context", "2048", "--json")
    alone, both = (
        json.loads(yidesk(*plan, *more).stdout) for more in ((), ("--draft", demo_model))
    )
    needs = [sum(each["need"]["main"].values()) for each in (alone, both)]
    assert needs[1] - needs[0] == sum(both["draft"]["need"]["main"].values()) > 80 << 20
    assert both["sentence"].endswith(f"for the draft model {demo_model.name}")


def test_what_was_read_is_listed_used_and_removed(yidesk, demo_model, tmp_path):
    document = tmp_path / "lease.txt"
    document.write_text("The lessee shall pay the rent on the third day. " * 60)
    ask = ("ask", "--model", demo_model, "--doc", document, "What is due?",
           "--temperature", "0", "--max-tokens", "4", "--json")  # fmt: skip
    assert yidesk("readings", "list").stdout == "Nothing is saved yet.\n"
    first = json.loads(yidesk(*ask).stdout)
    (saved,) = json.loads(yidesk("readings", "list", "--json").stdout)["readings"]
    assert saved["name"] == "lease.txt"
    assert saved["tokens"] >= first["coverage"][0]["tokens_read"] - 32
    second = json.loads(yidesk(*ask).stdout)["usage"]
    assert second["restored_tokens"] >= 512
    assert second["restored_tokens"] + second["evaluated_tokens"] == second["prompt_tokens"]
    assert yidesk("readings", "remove", "another.txt").returncode == 2
    assert yidesk("readings", "remove", "lease.txt").stdout.endswith("MB freed.\n")
    assert json.loads(yidesk("readings", "list", "--json").stdout) == {"readings": []}
    assert json.loads(yidesk(*ask).stdout)["usage"]["restored_tokens"] == 0


def test_a_renamed_file_is_not_read_again(yidesk, demo_model, tmp_path):
    document = tmp_path / "lease.txt"
    document.write_text("The lessee shall pay the rent on the third day. " * 60)
    first = json.loads(yidesk("read", "--model", demo_model, document, "--json").stdout)
    renamed = document.rename(tmp_path / "The lease of 2024, signed.txt")
    second = json.loads(yidesk("read", "--model", demo_model, renamed, "--json").stdout)
    assert first["usage"]["evaluated_tokens"] == first["usage"]["prompt_tokens"] > 512
    assert second["usage"]["restored_tokens"] == first["usage"]["prompt_tokens"]
    assert second["usage"]["evaluated_tokens"] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no file, even from root")
def test_a_reading_that_cannot_be_saved_is_told_and_the_answer_comes(yidesk, demo_model, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "readings").symlink_to("/proc/self")
    document = tmp_path / "lease.txt"
    document.write_text("The lessee shall pay the rent on the third day. " * 60)
    ended = yidesk("ask", "--model", demo_model, "--doc", document, "What is due?",
                   "--temperature", "0", "--max-tokens", "4")  # fmt: skip
    assert ended.returncode == 0
    assert "lease.txt: read 1 of 1 page" in ended.stdout
    told = [line for line in ended.stderr.splitlines() if "cannot be saved" in line]
    assert len(told) == 1


def test_a_document_that_does_not_fit_the_window(yidesk, demo_model, tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("The lessee shall pay the rent on the third day. " * 1000)
    refused = yidesk("ask", "--model", demo_model, "--doc", long, "What is due?")
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "the window holds 8,192" in refused.stderr


def test_the_speed_of_this_computer_is_measured(yidesk, demo_model):
    ended = yidesk("bench", "--model", demo_model, "--depth", "1100", "--depth", "128",
                   "--depth", "100000", "--json")  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    shallow, deep = result["depths"]
    assert 90 < shallow["tokens"] < 250
    assert 1000 < deep["tokens"] < 1200
    assert deep["read_tokens"] < deep["tokens"] - 80
    assert all(each["read_per_second"] > 0 for each in result["depths"])
    assert all(each["generated_per_second"] > 0 for each in result["depths"])
    assert [each["generated_tokens"] for each in result["depths"]] == [32, 32]
    assert result["beyond_window"] == [100_000]
    assert result["restored"]["tokens"] >= 1024
    assert 0 < result["restored"]["seconds"] < result["restored"]["first_token_seconds"]
    assert "window" in result["plan"]
    assert json.loads(yidesk("readings", "list", "--json").stdout) == {"readings": []}


@pytest.mark.parametrize("kept", [0, 4, 100_000])
def test_a_truncated_model(yidesk, demo_model, tmp_path, kept):
    damaged = tmp_path / "damaged.gguf"
    with demo_model.open("rb") as file:
        damaged.write_bytes(file.read(kept))
    refused = yidesk("ask", "--model", damaged, "Hello?")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "damaged.gguf" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_an_answer_keeps_to_a_grammar(yidesk, demo_model, tmp_path):
    grammar = tmp_path / "yes_or_no.gbnf"
    grammar.write_text('root ::= "yes" | "no"')
    ask = ("ask", "--model", demo_model, "Is the sky blue?", "--grammar", grammar)
    assert yidesk(*ask).stdout.strip() in ("yes", "no")
    grammar.write_text("root ::= (")
    ended = yidesk(*ask)
    assert (ended.returncode, ended.stdout) == (5, "")
    assert "grammar" in ended.stderr
    assert yidesk(*ask[:-1], tmp_path / "missing").returncode == 2


def test_a_search_by_meaning(yidesk, demo_model, tmp_path):
    """An embedding model of llama.cpp finds what no word of the question stands in."""
    embedding = synonyms(tmp_path / "words.gguf", "dog hound canine", "rain weather")
    imported = yidesk("models", "import", embedding)
    assert "an embedding model" in imported.stdout, imported.stderr
    document = tmp_path / "lease.txt"
    pages = [f"Clause {n}. Nothing but the weather and rain. " * 12 for n in range(1, 41)]
    pages[16] = "Clause 17. No canine is allowed."
    document.write_text("\f".join(pages))
    ask = ("ask", "--model", demo_model, "--doc", document, "Is my hound welcome?", "--json",
           "--temperature", "0", "--max-tokens", "2", "--mode", "search",
           "--context", "2048")  # fmt: skip
    (words_alone,) = json.loads(yidesk(*ask).stdout)["coverage"]
    assert 17 not in words_alone["pages"]
    assert words_alone["meaning"] == ""
    answered = yidesk(*ask, "--embedding", "words")  # as it is called on the shelf
    (both,) = json.loads(answered.stdout)["coverage"]
    assert 17 in both["pages"], answered.stderr
    assert both["meaning"] == "used"
    refused = yidesk("ask", "--model", demo_model, "Hello?", "--embedding", embedding)
    assert "--mode search" in refused.stderr
    as_chat = yidesk("ask", "--model", embedding, "Hello?")
    assert "cannot answer" in as_chat.stderr


def test_a_preset_is_how_the_model_answers(yidesk, demo_model, tmp_path):
    store = Store(DataPaths(tmp_path / "data").make().database)
    presets = Presets(store)
    presets.add("Short", Choices(prompt="Use few words.", temperature=2.0, seed=5, max_tokens=16))
    presets.add("Counted", Choices(temperature=0.0, max_tokens=16))
    store.close()
    arguments = ("ask", "--model", demo_model, "Tell me about the sea.", "--json")
    first, again, plain, other = (
        json.loads(yidesk(*arguments, *more).stdout)
        for more in (
            ("--preset", "short"),
            ("--preset", "SHORT"),
            ("--temperature", "0", "--max-tokens", "16"),
            ("--preset", "short", "--seed", "6"),
        )
    )
    assert first["answer"] == again["answer"]
    assert len({each["answer"] for each in (first, plain, other)}) == 3
    assert first["usage"]["prompt_tokens"] > plain["usage"]["prompt_tokens"]
    cut = json.loads(yidesk(*arguments, "--preset", "counted").stdout)  # it would say more than 60
    assert (cut["usage"]["generated_tokens"], cut["finish_reason"]) == (16, "length")
    ended = yidesk(*arguments, "--preset", "nobody's")
    assert ended.returncode == 2
    assert "Usual" in ended.stderr

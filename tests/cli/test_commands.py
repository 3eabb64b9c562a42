"""Each command, with what a person in front of a terminal can do right and wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.value import Money
from bot.settings import PROJECT
from bot.wiring import NO_TOKEN
from tests.builders import BORDER, FINE, HOSTS, english
from tests.cli.conftest import Command, Done
from tests.content.tree import Tree, words


def test_ask_answers_in_plain_text(yoldash: Command) -> None:
    done = yoldash("ask", "What is the fine?", "--host", "KZ", "--citizenship", "UZ")
    fine = english().value(Money(Decimal(43250), "KZT"))
    told = (
        "- Ask at my.gov.kz.", "- Up to 3 days: a warning.", f"- Over 3 days: a fine of {fine}.",
        "- Nobody pays now.",
    )  # fmt: skip
    dates = (
        "In force since: April 1, 2026", "Checked on: November 1, 2026",
        "Source: the office itself or the law\n",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert done.out.split("\n\n") == [
        "💰 What is the fine?",
        "Kazakhstan · passport: Uzbekistan",
        "It depends.",
        "\n".join(told),
        "What you still must do:\n- 1414",
        "Special measures that have ended:\n- In spring nobody paid.",
        "Sources:\n- Act on stays (January 2026) https://law.example/stays",
        "\n".join(dates),
    ]


def test_ask_speaks_the_language_of_the_question_or_the_one_asked_for(yoldash: Command) -> None:
    assert yoldash("ask", "какой штраф за просрочку").out.startswith("💰 Какой штраф?\n")
    assert yoldash("ask", FINE[0], "--lang", "ru").out.startswith("💰 Какой штраф?\n")
    assert yoldash("ask", FINE[0]).out.startswith("💰 What is the fine?\n")


def test_ask_takes_the_country_from_the_question_first(yoldash: Command) -> None:
    done = yoldash("ask", "what fine in Kazakhstan for overstay", "--host", "UZ")
    assert done.out.split("\n\n")[1] == "Kazakhstan"


def test_ask_offers_what_may_be_meant_and_declines_what_is_not_known(
    tree: Tree, yoldash: Command
) -> None:
    for topic, fruit in (("fine", "apples"), ("border", "plums")):
        asked = (f"a basket of red {fruit}",)
        tree.write(f"faq/en/{topic}.yaml", words(f"Buy red {fruit} here?", "Yes.", asked))
    offer = yoldash("ask", "a basket of red here", "--lang", "en")
    lines = offer.out.splitlines()
    assert lines[0] == "Which of these do you mean?"
    assert sorted(lines[1:]) == ["- Buy red apples here?", "- Buy red plums here?"]
    decline = yoldash("ask", "tell me a joke")
    assert (decline.code, decline.out.splitlines()[0][:27]) == (0, "I did not find an answer to")


def test_ask_tells_what_was_understood_as_one_json_line(yoldash: Command) -> None:
    done = yoldash("ask", "--json", f"{FINE[0]}")
    assert done.out.count("\n") == 1
    assert json.loads(done.out) == {
        "id": None, "decision": "answer", "topic": "fine", "score": 1.0, "offers": [],
        "lang": "en", "host": None, "urgent": None,
    }  # fmt: skip


def batch(tree: Tree, *lines: str) -> str:
    tree.write("batch.jsonl", "\n".join(lines))
    return "batch.jsonl"


def test_ask_answers_a_file_of_questions_line_by_line(tree: Tree, yoldash: Command) -> None:
    file = batch(
        tree,
        json.dumps({"id": 1, "text": FINE[0], "host": "UZ"}),
        "",
        json.dumps({"id": "b", "text": f"{BORDER[0]} in Kazakhstan", "host": "UZ"}),
        json.dumps({"id": None, "text": "help he will kill me", "lang": "ru"}),
    )
    done = yoldash("ask", "--batch", file)
    told = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    keys = ("id", "topic", "host", "urgent")
    assert [[line[key] for key in keys] for line in told[:2]] == [
        [1, "fine", "UZ", None],
        ["b", "border", "KZ", None],
    ]
    assert (told[2]["id"], told[2]["urgent"]) == (None, "danger")


@pytest.mark.parametrize(
    "line", ["{", "[]", '"text"', "7", '{"id": 1}', '{"text": "a"}', '{"id": 1, "text": null}']
)
def test_a_bad_line_of_a_file_is_told_with_its_number(
    tree: Tree, yoldash: Command, line: str
) -> None:
    file = batch(tree, json.dumps({"id": 1, "text": FINE[0]}), "", line)
    done = yoldash("ask", "--batch", file)
    assert (done.code, done.err) == (
        2,
        "batch.jsonl:3: each line is JSON with 'id' and 'text'.\n",
    )
    assert len(done.out.splitlines()) == 1


def test_a_file_that_cannot_be_read_is_told(tree: Tree, yoldash: Command) -> None:
    (tree.root / "latin.jsonl").write_bytes(b"\xff")
    assert yoldash("ask", "--batch", "none.jsonl") == Done(
        2, "", "none.jsonl cannot be read: FileNotFoundError.\n"
    )
    assert yoldash("ask", "--batch", "latin.jsonl") == Done(
        2, "", "latin.jsonl cannot be read: UnicodeDecodeError.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "XX"), f"--host is one of {', '.join(HOSTS)}, not 'XX'."),
        (("--host", "kz"), f"--host is one of {', '.join(HOSTS)}, not 'kz'."),
        (("--lang", "fr"), "--lang is one of en, ru, not 'fr'."),
        (
            ("--citizenship", "FR"),
            f"--citizenship is one of {', '.join(HOSTS)}, other, stateless, not 'FR'.",
        ),
    ],
)
def test_an_unknown_country_or_language_is_told_with_the_known_ones(
    yoldash: Command, arguments: tuple[str, ...], words: str
) -> None:
    assert yoldash("ask", "fine", *arguments) == Done(2, "", f"{words}\n")


def test_ask_without_a_question_says_what_to_do(yoldash: Command) -> None:
    assert yoldash("ask") == Done(
        2, "", "Write the question behind the command, or use --batch FILE.\n"
    )


def test_check_shows_how_complete_each_language_is(yoldash: Command) -> None:
    done = yoldash("check")
    assert (done.code, done.err, done.out.splitlines()[-1]) == (0, "", "No mistakes.")
    rows = [line.split("│")[1:3] for line in done.out.splitlines() if "2/2" in line]
    assert [[cell.strip() for cell in row] for row in rows] == [["en", "2/2"], ["ru", "2/2"]]


def test_check_lists_every_mistake_and_fails(tree: Tree, yoldash: Command) -> None:
    tree.replace("faq/countries/KZ.yaml", "over: 3 days", "over: 5 days")
    tree.replace("faq/en/fine.yaml", "It depends.", "{days}")
    done = yoldash("check")
    line = tree.line("faq/countries/KZ.yaml", "fine_large:")
    assert (done.code, "No mistakes." in done.out) == (1, False)
    assert done.err.splitlines() == [
        f"faq/countries/KZ.yaml:{line}: nothing covers 3 to 5 days, after 'fine_small'",
        "faq/en/fine.yaml:3: {days} is not known; there are {emergency}, {host}, {hotline}",
    ]
    assert yoldash("ask", "fine").err == done.err


def test_check_of_an_unknown_language_is_told(yoldash: Command) -> None:
    assert yoldash("check", "--locale", "fr") == Done(1, "", "There is no language 'fr': en, ru.\n")


def test_db_upgrade_can_be_done_twice(yoldash: Command) -> None:
    done = Done(0, "The tables are of the newest shape.\n", "")
    assert [yoldash("db", "upgrade"), yoldash("db", "upgrade")] == [done, done]


def test_doctor_says_of_each_part_whether_it_works(tree: Tree, yoldash: Command) -> None:
    done = yoldash("doctor")
    fine, database, telegram = done.out.splitlines()
    assert fine == "ok  answers and languages: 2 topics in 2 written forms"
    assert database.startswith("NO  database: ")
    assert telegram == f"NO  Telegram: {NO_TOKEN}"
    assert (done.code, done.err) == (1, "2 of 3 do not work.\n")
    yoldash("db", "upgrade")
    assert yoldash("doctor").out.splitlines()[1].startswith("ok  database: ")
    (tree.root / "faq" / "topics.yaml").unlink()
    assert "see `python -m bot check`" in yoldash("doctor").out.splitlines()[0]


def test_doctor_on_an_empty_folder_finds_nothing_that_works(
    yoldash: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("FAQ_DIR", "LOCALES_DIR", "DATA_DIR"):
        monkeypatch.setenv(f"BOT_{name}", str(tmp_path / "empty"))
    done = yoldash("doctor")
    assert [line[:4] for line in done.out.splitlines()] == ["NO  "] * 3
    assert (done.code, done.err) == (1, "3 of 3 do not work.\n")


def test_translations_are_recorded_by_command(tree: Tree, yoldash: Command) -> None:
    tree.replace("faq/en/fine.yaml", "It depends.", "It may depend.")
    assert yoldash("ask", FINE[0], "--lang", "ru").out.split("\n\n")[1] == "It may depend."
    assert yoldash("faq", "translated", "ru", "fine") == Done(
        0, "ru: 1 texts recorded as made from today's English.\n", ""
    )
    assert yoldash("ask", FINE[0], "--lang", "ru").out.split("\n\n")[1] == "По-разному."
    assert yoldash("faq", "translated", "ru").out.startswith("ru: 7 texts")
    for code in ("en", "fr"):
        assert yoldash("faq", "translated", code) == Done(
            1, "", f"There is no translated language '{code}'.\n"
        )


def test_catalogues_are_updated_by_command(tree: Tree, yoldash: Command) -> None:
    yoldash("locales", "update")
    tree.replace("locales/ru/LC_MESSAGES/bot.po", 'msgid "Soon"', 'msgid "Some day"')
    assert yoldash("locales", "update") == Done(0, "Changed: ru.\n", "")
    assert yoldash("locales", "update") == Done(0, "Changed: nothing.\n", "")


def program(*arguments: str, **environment: str) -> Done:
    """The command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", **environment},
        timeout=60,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def test_run_without_a_token_is_told_in_one_line(tree: Tree) -> None:
    assert program("run") == Done(1, "", f"{NO_TOKEN}\n")
    assert not (tree.root / "data").exists()


def test_the_program_answers_and_fails_as_the_command_does(tree: Tree) -> None:
    done = program("ask", FINE[0], "--json")
    assert (done.code, json.loads(done.out)["topic"], done.err) == (0, "fine", "")
    tree.replace("faq/en/fine.yaml", "It depends.", "{days}")
    broken = program("check")
    assert (broken.code, broken.err.count("\n"), "Traceback" in broken.err) == (1, 1, False)


def test_a_wrong_setting_is_told_in_one_line(tree: Tree) -> None:
    assert tree
    done = program("run", BOT_HTTP_PORT="many", BOT_TOKEN="1:x")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith("BOT_HTTP_PORT: ")

"""Every setting and every command says what it is for; no secret is ever shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr

from bot.faces.cli.app import app
from bot.settings import Settings
from tests.cli.conftest import Command

COMMANDS = [
    "ask", "check", "db upgrade", "doctor", "faq translated", "locales update", "run", "settings",
    "try",
]  # fmt: skip


def commands() -> Iterator[tuple[str, object]]:
    """Each command by its full name."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", None)
        if parts is None:
            yield name, command
        for part, inner in (parts or {}).items():
            yield f"{name} {part}", inner


def test_the_commands_are_these() -> None:
    assert sorted(name for name, _ in commands()) == COMMANDS


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_a_command_and_its_options_are_documented(name: str, command: object) -> None:
    assert getattr(command, "help", None), name
    options = [p for p in command.params if p.param_type_name == "option"]  # type: ignore[attr-defined]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented(name: str) -> None:
    description = Settings.model_fields[name].description or ""
    assert len(description) > 10
    assert description.strip()[-1] == "."


def test_every_setting_is_listed_with_its_meaning_and_value(yoldash: Command) -> None:
    done = yoldash("settings")
    lines = done.out.splitlines()
    assert lines[::3] == [f"BOT_{name.upper()}" for name in Settings.model_fields]
    assert lines[1::3] == [f"    {field.description}" for field in Settings.model_fields.values()]
    assert dict(zip(lines[::3], lines[2::3], strict=True))["BOT_TODAY"] == "    now: 2026-11-25"
    assert (done.code, done.err) == (0, "")


def test_a_secret_is_listed_only_as_set_or_not(
    yoldash: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = [n for n, f in Settings.model_fields.items() if f.annotation is SecretStr]
    assert secrets == ["token", "secret_key"]
    unset = yoldash("settings").out.splitlines()
    for name in secrets:
        monkeypatch.setenv(f"BOT_{name.upper()}", "hidden-words")
    done = yoldash("settings")
    lines = done.out.splitlines()
    for name in secrets:
        at = lines.index(f"BOT_{name.upper()}") + 2
        assert (unset[at], lines[at]) == ("    now: (not set)", "    now: (set)")
    assert "hidden" not in done.out + done.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTP_PORT", "many"), ("HTTP_PORT", "70000"), ("LOG_LEVEL", "loud"), ("TODAY", "now")],
)
def test_a_wrong_setting_is_named(
    yoldash: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"BOT_{name}", value)
    done = yoldash("settings")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith(f"BOT_{name}: ")


def test_settings_are_read_from_a_file_too(
    yoldash: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOT_TODAY")
    Path(".env").write_text("BOT_TODAY=2026-01-02\nOTHER=1\n", encoding="utf-8")
    assert "now: 2026-01-02" in yoldash("settings").out

"""What the commands need of the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import typer

from bot.services.check import Report
from bot.services.knowledge import Library
from bot.services.ports import Store
from bot.settings import Settings, load


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing `doctor` looked at."""

    name: str
    fine: bool
    words: str


class Parts(Protocol):
    """Makes the parts; `wiring` knows how."""

    def library(self, settings: Settings) -> Library:
        """What the bot knows."""
        ...

    def store(self, settings: Settings) -> Store:
        """The database."""
        ...

    def run(self, settings: Settings) -> None:
        """Runs the bot until it is told to stop."""
        ...

    def try_page(self, data: Path | None, port: int) -> None:
        """Runs the sandbox with its chat page until it is told to stop."""
        ...

    def try_chat(self, data: Path | None, language_code: str) -> None:
        """Runs the sandbox with a chat in the terminal until the input ends."""
        ...

    def check(self, settings: Settings, locale: str | None) -> Report:
        """Every mistake in the content, and how complete each language is."""
        ...

    def examine(self, settings: Settings) -> list[Finding]:
        """What works of database, files, token and network."""
        ...

    def upgrade(self, settings: Settings) -> None:
        """Brings the tables to the newest shape."""
        ...

    def translated(self, settings: Settings, locale: str, names: tuple[str, ...]) -> int:
        """Records that texts of a language were made from today's English; says how many."""
        ...

    def update(self, settings: Settings) -> list[str]:
        """Brings every catalogue up to date with the program's texts; says which changed."""
        ...


def parts(context: typer.Context) -> Parts:
    """The parts of this run."""
    return cast("Parts", context.obj)


def settings(**overrides: object) -> Settings:
    """The settings of this run."""
    return load(**overrides)

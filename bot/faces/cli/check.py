"""`check`: every promise on content, and how complete each language is."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.core.errors import BadContent
from bot.faces.cli.parts import parts, settings
from bot.services.check import Coverage, Report


def check(
    context: typer.Context,
    locale: Annotated[str | None, typer.Option(help="Only this language.")] = None,
) -> None:
    """Checks the answers and the interface texts; lists every mistake with file and line."""
    report = parts(context).check(settings(), locale)
    show(report, Console(file=sys.stdout, width=max(100, Console().width)))
    if report.mistakes:
        raise BadContent(report.mistakes)
    sys.stdout.write("No mistakes.\n")


def show(report: Report, console: Console) -> None:
    """Prints the table of languages."""
    table = Table("language", "topics", "facts", "interface", "phrases", "fewest a topic",
                  "waiting for translation", "signed topics")  # fmt: skip
    for row in report.coverage:
        table.add_row(*_cells(row))
    console.print(table)
    for row in report.coverage:
        if row.stale:
            console.print(f"{row.locale} waits for: {', '.join(row.stale)}", highlight=False)


def _cells(row: Coverage) -> tuple[str, ...]:
    return (
        row.locale, f"{row.topics}/{row.topics_of}", f"{row.facts}/{row.facts_of}",
        f"{row.interface}/{row.interface_of}", str(row.phrases), str(row.fewest), str(len(row.stale)),
        str(row.signed),
    )  # fmt: skip

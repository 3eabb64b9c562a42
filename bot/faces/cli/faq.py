"""`faq`: the answers and their translations."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.faces.cli.parts import parts, settings

app = typer.Typer(help="The answers and their translations.", no_args_is_help=True)
Names = Annotated[
    list[str] | None,
    typer.Argument(help="Only these texts, such as overstay_fine_amount or KZ/unit_mci."),
]


@app.callback()
def group() -> None:
    """The answers and their translations."""


@app.command()
def translated(context: typer.Context, locale: str, names: Names = None) -> None:
    """Records that texts of a language say what today's English says; they are shown again."""
    count = parts(context).translated(settings(), locale, tuple(names or ()))
    sys.stdout.write(f"{locale}: {count} texts recorded as made from today's English.\n")

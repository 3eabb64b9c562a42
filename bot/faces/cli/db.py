"""`db`: the database."""

from __future__ import annotations

import sys

import typer

from bot.faces.cli.parts import parts, settings

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The database."""


@app.command()
def upgrade(context: typer.Context) -> None:
    """Brings the tables to the newest shape; the bot does so itself when it starts."""
    parts(context).upgrade(settings())
    sys.stdout.write("The tables are of the newest shape.\n")

"""`locales`: the interface texts."""

from __future__ import annotations

import sys

import typer

from bot.faces.cli.parts import parts, settings

app = typer.Typer(help="The interface texts.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The interface texts."""


@app.command()
def update(context: typer.Context) -> None:
    """Brings every catalogue up to date with the texts of the program."""
    changed = parts(context).update(settings())
    sys.stdout.write(f"Changed: {', '.join(changed) or 'nothing'}.\n")

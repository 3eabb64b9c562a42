"""`doctor`: does everything the bot needs work?"""

from __future__ import annotations

import sys

import typer

from bot.core.errors import Refused
from bot.faces.cli.parts import parts, settings


def doctor(context: typer.Context) -> None:
    """Looks at settings, files, database and Telegram, and says what to do."""
    findings = parts(context).examine(settings())
    for finding in findings:
        sys.stdout.write(f"{'ok' if finding.fine else 'NO'}  {finding.name}: {finding.words}\n")
    if wrong := sum(not finding.fine for finding in findings):
        raise Refused(f"{wrong} of {len(findings)} do not work.")

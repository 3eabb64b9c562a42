"""Every command, in one list."""

from __future__ import annotations

import typer

from bot.faces.cli import ask, bot, check, db, doctor, faq, locales, settings

app = typer.Typer(
    help="Yoldash: sourced, dated answers for people stuck far from home.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
app.command("try")(bot.try_)
app.command("run")(bot.run)
app.command("ask")(ask.ask)
app.command("check")(check.check)
app.command("settings")(settings.settings_)
app.command("doctor")(doctor.doctor)
app.add_typer(db.app, name="db")
app.add_typer(locales.app, name="locales")
app.add_typer(faq.app, name="faq")

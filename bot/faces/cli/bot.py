"""`run` and `try`: the bot against Telegram, and without it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.faces.cli.parts import parts, settings


def run(context: typer.Context) -> None:
    """Runs the bot against Telegram; needs BOT_TOKEN."""
    wanted = settings()
    log.set_up(wanted.log_level)
    parts(context).run(wanted)


def try_(
    context: typer.Context,
    chat: Annotated[bool, typer.Option("--chat", help="Talk here, or through a pipe.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="Folder to keep data in; without it nothing is kept.")
    ] = None,
    lang: Annotated[
        str, typer.Option(help="Language of the phone in --chat, as Telegram tells it.")
    ] = "",
    port: Annotated[int, typer.Option(help="Port of the chat page; 0: any free.")] = 0,
) -> None:
    """The bot without Telegram: a chat page in the browser, no token, no network."""
    log.set_up("error" if chat else settings().log_level)
    if chat:
        parts(context).try_chat(data, lang)
    else:
        parts(context).try_page(data, port)

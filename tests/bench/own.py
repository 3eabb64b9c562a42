"""Our bot without Telegram's sending limits, which would hide how fast it is.

`python -m tests.bench.own real` is the whole bot; `echo` has one handler that says the same again.
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import log, wiring
from bot.core.outgoing import Outgoing
from bot.faces.telegram.context import Context
from bot.metrics import Metrics
from bot.running import go, serving
from bot.settings import Settings, load


async def real(settings: Settings) -> None:
    """As in life: understanding, answers, web server."""
    async with serving(settings, limits=False) as running:
        await running.work


async def echo(settings: Settings) -> None:
    """The same inbox, worker, outbox and database with the smallest of all handlers."""
    store = wiring.open_store(settings)
    library = wiring.make_library(settings)
    bot = wiring.make_bot(settings, store, library, Metrics(), limits=False)
    bot._app.handlers.clear()
    bot._app.add_handler(MessageHandler(filters.TEXT, say_again))
    store.alone()
    await store.upgrade()
    await bot.start()
    await bot.run()


async def say_again(update: Update, context: Context) -> None:
    """Says the same again."""
    message = update.effective_message
    if message is not None and message.text:
        context.work.later(Outgoing(message.chat_id, "sendMessage", {"text": message.text}))


def main() -> None:
    """Runs until killed."""
    settings = load()
    log.set_up(settings.log_level)
    go({"real": real, "echo": echo}[sys.argv[1]](settings))


if __name__ == "__main__":
    main()

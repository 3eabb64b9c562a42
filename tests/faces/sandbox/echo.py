"""A bot on python-telegram-bot's own machinery: proof that the sandbox speaks its language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.faces.sandbox.driver import Sandbox

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE
KEYS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Yes", callback_data="yes", style="success"),
            InlineKeyboardButton("No", callback_data="no", style="danger"),
        ],
        [
            InlineKeyboardButton("1414", copy_text=CopyTextButton("1414")),
            InlineKeyboardButton("egov.kz", url="https://egov.kz"),
        ],
    ]
)
LONG = " ".join(["A long part that only some read."] * 20)


async def _echo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    if not message.text:
        await message.reply_text("I read text only.")
        return
    await message.chat.send_action("typing")
    words = message.text_html
    await message.reply_html(
        f"<b>You said</b>: {words}\n<blockquote expandable>{LONG}</blockquote>\n"
        'Source: <a href="https://egov.kz">egov</a>',
        reply_markup=KEYS,
    )


async def _press(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Thank you!", show_alert=query.data == "no")
    if query.data == "yes":
        await query.edit_message_text("Good.")


async def _inline(update: Update, context: Context) -> None:
    query = update.inline_query
    assert query is not None
    content = InputTextMessageContent("<b>Card</b>", ParseMode.HTML)
    await query.answer([InlineQueryResultArticle("1", f"About {query.query}", content)])


def build(sandbox: Sandbox) -> App:
    """The bot, not yet running."""
    app = (
        ApplicationBuilder()
        .token(sandbox.token)
        .base_url(f"{sandbox.api_url}/bot")
        .base_file_url(f"{sandbox.api_url}/file/bot")
        .build()
    )
    app.add_handler(MessageHandler(filters.TEXT | filters.ATTACHMENT, _echo))
    app.add_handler(CallbackQueryHandler(_press))
    app.add_handler(InlineQueryHandler(_inline))
    return app


@asynccontextmanager
async def polling(sandbox: Sandbox) -> AsyncIterator[App]:
    """The bot, polling."""
    app = build(sandbox)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()

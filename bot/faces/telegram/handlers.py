"""Everything the bot reacts to, in the order in which it is tried."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.faces.telegram import asking, browsing, choosing, other
from bot.faces.telegram.context import Context

Handler = BaseHandler[Any, Context, None]

VOICE = filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE | filters.VIDEO
PICTURE = filters.PHOTO | filters.Document.ALL | filters.ANIMATION
PLACE = filters.LOCATION | filters.VENUE
NEW = filters.UpdateType.MESSAGE


def handlers() -> list[Handler]:
    """The list."""
    return [
        CommandHandler("start", choosing.start, NEW),
        CommandHandler("topics", browsing.topics, NEW),
        CommandHandler("language", choosing.language, NEW),
        CommandHandler("country", choosing.country, NEW),
        CommandHandler("help", other.help_, NEW),
        CommandHandler("privacy", other.privacy, NEW),
        CommandHandler("stop", choosing.stop, NEW),
        MessageHandler(filters.COMMAND & NEW, other.unknown_command),
        MessageHandler(filters.TEXT, asking.text),
        MessageHandler(VOICE & NEW, other.voice),
        MessageHandler(PICTURE & NEW, other.picture),
        MessageHandler(PLACE & NEW, other.location),
        MessageHandler(filters.CONTACT & NEW, other.contact),
        MessageHandler(~filters.StatusUpdate.ALL & NEW, other.anything_else),
        CallbackQueryHandler(browsing.pressed),
        InlineQueryHandler(asking.inline),
        ChatMemberHandler(other.membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]

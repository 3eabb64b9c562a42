"""The bot's menu and descriptions in every language, registered when they have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from telegram.constants import BotDescriptionLimit

from bot.core.content import Content
from bot.faces.telegram.other import command_words
from bot.services.speech import Catalogue, Speaker

Call = tuple[str, dict[str, Any]]


def calls(content: Content, catalogue: Catalogue) -> Iterator[Call]:
    """The calls that register everything, English as the default of unknown languages."""
    yield from _in(catalogue.speaker("en"), "")
    for code, language in content.languages.items():
        if len(code) == 2 and code in language.telegram:
            yield from _in(catalogue.speaker(code), code)


def _in(speak: Speaker, code: str) -> Iterator[Call]:
    commands = [
        {"command": name, "description": words} for name, words in command_words(speak).items()
    ]
    yield "setMyCommands", {"commands": commands, "language_code": code}
    description, short = descriptions(speak)
    yield "setMyDescription", {"description": description, "language_code": code}
    yield "setMyShortDescription", {"short_description": short, "language_code": code}


def descriptions(speak: Speaker) -> tuple[str, str]:
    """The texts on the bot's empty chat and in its profile, within Telegram's limits."""
    long = speak.pgettext(
        "profile",
        "Stuck in a foreign country? Ask here about your stay, extensions, fines, papers and borders, "
        "in your own language. Every answer has a source and a date. I keep no names and no questions. "
        "I never ask for money.",
    )
    # Translators: at most 120 characters, shown in the bot's profile.
    short = speak.pgettext(
        "short profile",
        "Stays, extensions, fines, papers: sourced answers for people stuck abroad. Free.",
    )
    return (
        long[: BotDescriptionLimit.MAX_DESCRIPTION_LENGTH],
        short[: BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH],
    )


def fingerprint(wanted: list[Call]) -> str:
    """Short name of these calls: nothing is registered again while it stays the same."""
    return hashlib.blake2b(json.dumps(wanted).encode(), digest_size=8).hexdigest()

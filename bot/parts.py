"""The parts the commands ask for, made from `wiring`, `running` and `trying`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot import running, trying, wiring
from bot.adapters import messages
from bot.adapters.content import parity
from bot.adapters.content.documents import Ledger
from bot.adapters.content.load import load_content, load_languages
from bot.adapters.content.locate import FileLocator
from bot.core.errors import BadContent, Mistake, NotFound, YoldashError
from bot.faces.cli.parts import Finding
from bot.faces.telegram.render import answer_messages
from bot.faces.telegram.request import AiohttpRequest, BotApi
from bot.services.check import Report, check_meaning, coverage
from bot.services.knowledge import Library
from bot.services.ports import Store
from bot.settings import Settings


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # the program's own words


class RealParts:
    """Makes everything for real."""

    def library(self, settings: Settings) -> Library:
        """What the bot knows."""
        return wiring.make_library(settings)

    def store(self, settings: Settings) -> Store:
        """The database."""
        return wiring.open_store(settings)

    def run(self, settings: Settings) -> None:
        """Runs the bot until it is told to stop."""
        running.go(running.run(settings, _say))

    def try_page(self, data: Path | None, port: int) -> None:
        """Runs the sandbox with its chat page until it is told to stop."""
        running.go(trying.try_page(_say, data, port))

    def try_chat(self, data: Path | None, language_code: str) -> None:
        """Runs the sandbox with a chat in the terminal until the input ends."""
        running.go(trying.try_chat(data, language_code))

    def check(self, settings: Settings, locale: str | None) -> Report:
        """Every mistake in the content, and how complete each language is."""
        try:
            knowledge = wiring.load_knowledge(settings)
        except BadContent as error:
            both = (*error.mistakes, *_catalogue_mistakes(settings, locale))
            return Report(tuple(dict.fromkeys(both)))
        content = knowledge.content
        if locale is not None and locale not in content.languages:
            raise NotFound(f"There is no language '{locale}': {', '.join(content.languages)}.")
        found, interface = messages.check(settings.locales_dir, content.languages, locale)
        found += parity.gaps(settings.faq_dir, content, locale)
        found += check_meaning(
            knowledge, wiring.without_memory(knowledge), answer_messages, FileLocator(settings.faq_dir),
            wiring.today_of(settings)(), locale,
        )  # fmt: skip
        return Report(tuple(found), tuple(coverage(content, interface)))

    def examine(self, settings: Settings) -> list[Finding]:
        """What works of files, database, token and network."""
        return asyncio.run(_examine(settings))

    def upgrade(self, settings: Settings) -> None:
        """Brings the tables to the newest shape."""
        asyncio.run(_upgrade(settings))

    def translated(self, settings: Settings, locale: str, names: tuple[str, ...]) -> int:
        """Records that texts of a language were made from today's English; says how many."""
        content = load_content(settings.faq_dir, settings.locales_dir)
        if locale not in content.speech or content.languages[locale].derived_from or locale == "en":
            raise NotFound(f"There is no translated language '{locale}'.")
        if unknown := parity.unknown(content.speech["en"], content.speech[locale], names):
            raise NotFound(f"{locale} has no text of this name: {', '.join(unknown)}.")
        path = settings.faq_dir / locale / parity.FILE
        return parity.record(path, content.speech["en"], content.speech[locale], names)

    def update(self, settings: Settings) -> list[str]:
        """Brings every catalogue up to date with the program's texts; says which changed."""
        content = load_content(settings.faq_dir, settings.locales_dir)
        return messages.update(settings.locales_dir, content.languages)


def _catalogue_mistakes(settings: Settings, locale: str | None) -> list[Mistake]:
    """Mistakes of the catalogues where the content itself does not load."""
    languages = load_languages(settings.locales_dir, Ledger(settings.locales_dir))
    return messages.check(settings.locales_dir, languages, locale)[0]


async def _upgrade(settings: Settings) -> None:
    store = wiring.open_store(settings)
    try:
        await store.upgrade()
    finally:
        await store.close()


async def _examine(settings: Settings) -> list[Finding]:
    return [
        _content(settings), await _database(settings), await _telegram(settings),
    ]  # fmt: skip


def _content(settings: Settings) -> Finding:
    try:
        content = wiring.load_knowledge(settings).content
    except BadContent as error:
        words = f"{len(error.mistakes)} mistakes; see `python -m bot check`"
        return Finding("answers and languages", False, words)
    words = f"{len(content.topics)} topics in {len(content.languages)} written forms"
    return Finding("answers and languages", True, words)


async def _database(settings: Settings) -> Finding:
    try:
        store = wiring.open_store(settings)
        try:
            await store.ping()
        finally:
            await store.close()
    except YoldashError as error:
        return Finding("database", False, str(error))
    return Finding("database", True, "answers, and its tables are of the newest shape")


async def _telegram(settings: Settings) -> Finding:
    token = settings.token.get_secret_value()
    if not token:
        return Finding("Telegram", False, wiring.NO_TOKEN)
    async with AiohttpRequest() as request:
        try:
            me = await BotApi(request, settings.api_url, token).call("getMe", {})
        except InvalidToken:
            return Finding("Telegram", False, "BOT_TOKEN is not known there")
        except TelegramError:
            return Finding("Telegram", False, "BOT_API_URL does not answer; is the network there?")
    return Finding("Telegram", True, f"answers to @{me.get('username')}")

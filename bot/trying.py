"""The bot without Telegram: sandbox and bot in one process, nothing kept unless wished."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.terminal import chat
from bot.running import Running, Say, Stopping, serving, until_stopped
from bot.settings import Settings, load

PEOPLE = (("Aigerim", "kk"), ("Dilshod", "uz"), ("Guest", "ru"))
"""Who is on the chat page at first, with the language of their phones; more can be added there."""


@asynccontextmanager
async def sandboxed(data: Path | None, port: int = 0) -> AsyncIterator[tuple[Sandbox, Running]]:
    """A sandbox and the real bot against it; without `data` everything is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="yoldash-") as temporary:
        async with Sandbox(port=port) as sandbox:
            settings = _settings(sandbox, data or Path(temporary))
            async with serving(settings) as running:
                yield sandbox, running


def _settings(sandbox: Sandbox, data: Path) -> Settings:
    return load(
        token=sandbox.token, api_url=sandbox.api_url, data_dir=data, database_url="", secret_key="",
        webhook_url="", http_host="127.0.0.1", http_port=0,
    )  # fmt: skip


async def try_page(say: Say, data: Path | None, port: int) -> None:
    """Serves the chat page until stopped."""

    async def serve(stopping: Stopping) -> None:
        async with sandboxed(data, port) as (sandbox, running):
            for name, language in PEOPLE:
                sandbox.person(name, language)
            say(f"chat URL {sandbox.page_url}")
            say(f"console URL {running.url}/")
            say(f"api URL {sandbox.api_url}")
            say("ready")
            stopping.serves = True
            await stopping.asked.wait()

    await until_stopped(serve)


async def try_chat(data: Path | None, language_code: str) -> None:
    """Talks in the terminal until the input ends."""
    async with sandboxed(data) as (sandbox, _):
        await chat(sandbox, sys.stdin, sys.stdout, language_code)

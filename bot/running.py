"""How the bot lives as a process: from the first line it prints to the last message it sends."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import structlog

from bot import wiring
from bot.faces.telegram.bot import TelegramBot
from bot.log import where
from bot.metrics import Metrics
from bot.services.knowledge import Library
from bot.settings import Settings

WATCH_MS = 250
"""How long files have to be left alone before they are read again."""

log = structlog.get_logger()
Say = Callable[[str], None]


@dataclass(frozen=True)
class Running:
    """A bot that serves."""

    library: Library
    url: str
    """Address of its web server."""
    work: asyncio.Task[None]
    """Ends only if something stops the bot; then it raises what that is."""


@asynccontextmanager
async def serving(settings: Settings, *, limits: bool = True) -> AsyncIterator[Running]:
    """The whole bot, ready; at the end it finishes what it has in hand.

    Raises what keeps it from starting: BadSettings, BadContent, StoreUnavailable.
    """
    wiring.require_token(settings)
    library = await asyncio.to_thread(wiring.make_library, settings)
    metrics, store = Metrics(), wiring.open_store(settings)
    bot = wiring.make_bot(settings, store, library, metrics, limits=limits)
    web = wiring.make_web(settings, bot, store, library, metrics)
    serving_web = asyncio.create_task(web.run())
    try:
        store.alone()
        await store.upgrade()
        await bot.start()
        async with _at_work(bot, watch(settings, library)) as work:
            yield Running(library, web.url, work)
    finally:
        await web.stop()
        await serving_web
        await bot.close()
        await store.close()


@asynccontextmanager
async def _at_work(
    bot: TelegramBot, aside: Coroutine[Any, Any, None]
) -> AsyncIterator[asyncio.Task[None]]:
    """The bot at work, with something less important beside it."""
    work, other = asyncio.create_task(bot.run()), asyncio.create_task(aside)
    try:
        yield work
    finally:
        other.cancel()
        await bot.stop()
        with suppress(asyncio.CancelledError, Exception):
            await work


async def watch(settings: Settings, library: Library) -> None:
    """Takes in content as files are saved; broken files are named in the log, line by line."""
    from watchfiles import awatch  # noqa: PLC0415  # starts a thread, wanted only here

    folders = [path for path in (settings.faq_dir, settings.locales_dir) if path.is_dir()]
    async for _ in awatch(*folders, debounce=WATCH_MS * 4, step=WATCH_MS):
        try:
            live = await asyncio.to_thread(library.reload)
        except Exception as error:  # noqa: BLE001  # a bug must not end the watch over the files
            log.error("bug", error=type(error).__name__, where=where(error))
            continue
        log.info("content", state="new" if live else "kept")
        for mistake in library.problem.mistakes if library.problem else ():
            log.warning("mistake", file=mistake.file, line=mistake.line, reason=mistake.message)


class Stopping:
    """Whether the program was told to stop, and whether there is already something to finish."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.serves = False


async def run(settings: Settings, say: Say) -> None:
    """Runs the bot until it is told to stop."""

    async def serve(stopping: Stopping) -> None:
        async with serving(settings) as running:
            stopping.serves = True
            mode = "webhook" if settings.webhook_url else "polling"
            say(f"ready {running.url} {mode}")
            await _first(stopping.asked.wait(), running.work)

    await until_stopped(serve)


async def until_stopped(serve: Callable[[Stopping], Coroutine[Any, Any, None]]) -> None:
    """Runs until SIGTERM or SIGINT; a second signal, or one before it serves, ends it at once."""
    stopping = Stopping()
    task = asyncio.create_task(serve(stopping))

    def stop() -> None:
        if stopping.asked.is_set() or not stopping.serves:
            task.cancel()
        stopping.asked.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C still ends it
            loop.add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await task


async def _first(event: Coroutine[Any, Any, Any], work: asyncio.Task[None]) -> None:
    """Waits for the event, or for the work to fail."""
    waiting = asyncio.create_task(event)
    await asyncio.wait([waiting, work], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if work.done():
        work.result()


def go(main: Coroutine[Any, Any, None]) -> None:
    """Runs a program's main coroutine on the fastest event loop there is."""
    if sys.platform == "win32":
        asyncio.run(main)
        return
    import uvloop  # noqa: PLC0415  # not there on Windows

    uvloop.run(main)

"""Parts for tests of the durable path: a small real server standing for Telegram, builders."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, MessageHandler, filters

from bot.core.outgoing import Outgoing
from bot.faces.telegram.request import AiohttpRequest, BotApi
from bot.faces.telegram.work import current_work
from bot.metrics import Metrics
from bot.services.ports import UnitOfWork

TOKEN = "12345:test"  # of the stand-in
KEY = "k" * 40
Answer = tuple[int, dict[str, Any]]
App = Application[Any, Any, Any, Any, Any, Any]


def refusal(status: int, description: str, **parameters: object) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return status, body | ({"parameters": parameters} if parameters else {})


class Telegram:
    """Answers getUpdates from a list and every other call with a message, or as scripted."""

    def __init__(self) -> None:
        self.updates: list[Any] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.script: dict[str, deque[Answer]] = defaultdict(deque)
        self.for_chat: dict[int, deque[Answer]] = defaultdict(deque)
        self.delay = 0.0
        self.in_flight: dict[int, int] = defaultdict(int)
        self.most_in_flight = 0
        self.polls: list[int | None] = []
        self.url = ""

    @property
    def sent(self) -> list[tuple[int, str]]:
        """Chats and texts of the messages that were accepted or refused, in order of arrival."""
        return [(c["chat_id"], c["text"]) for m, c in self.calls if m == "sendMessage"]

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = await _params(request)
        if self.script[method]:
            status, body = self.script[method].popleft()
            return web.json_response(body, status=status)
        if method == "getUpdates":
            return await self._updates(params)
        return await self._call(method, params)

    async def _updates(self, params: Mapping[str, Any]) -> web.Response:
        offset = params.get("offset")
        self.polls.append(offset)
        if offset is not None:
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
        for _ in range(int(params.get("timeout", 0) * 50)):
            if self.updates:
                break
            await asyncio.sleep(0.02)
        return web.json_response({"ok": True, "result": self.updates[:100]})

    async def _call(self, method: str, params: dict[str, Any]) -> web.Response:
        chat = int(params.get("chat_id", 0))
        self.calls.append((method, params))
        number = len(self.calls)
        self.in_flight[chat] += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight[chat])
        await asyncio.sleep(self.delay)
        self.in_flight[chat] -= 1
        if self.for_chat[chat]:
            status, body = self.for_chat[chat].popleft()
            return web.json_response(body, status=status)
        return web.json_response({"ok": True, "result": {"message_id": 1000 + number}})


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read()))
    form = await request.post()
    return {k: v.file.read() if isinstance(v, web.FileField) else v for k, v in form.items()}


@asynccontextmanager
async def serving(telegram: Telegram, port: int = 0) -> AsyncIterator[Telegram]:
    """The stand-in on a free port."""
    application = web.Application(client_max_size=2**24)
    application.router.add_post("/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield telegram
    finally:
        await runner.cleanup()


@asynccontextmanager
async def calling(url: str) -> AsyncIterator[BotApi]:
    """Raw calls of the stand-in."""
    async with AiohttpRequest() as request:
        yield BotApi(request, url, TOKEN)


def a_text(number: int, text: str = "hello", chat: int = 1) -> dict[str, Any]:
    """An update with a text message."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_700_000_000,
            "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": {"id": chat, "is_bot": False, "first_name": "A"},
        },
    }


Handler = Callable[[Update, str], Any]


def echo(update: Update, text: str) -> None:
    """Answers with the same text."""
    assert update.effective_chat is not None
    work = current_work.get()
    work.later(Outgoing(update.effective_chat.id, "sendMessage", {"text": text}, answers=None))


def an_app(handle: Handler = echo) -> App:
    """The real Application, with one handler for texts."""

    async def on_text(update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        assert update.message is not None
        result = handle(update, update.message.text or "")
        if asyncio.iscoroutine(result):
            await result

    app = ApplicationBuilder().token(TOKEN).updater(None).build()
    app.add_handler(MessageHandler(filters.TEXT, on_text))
    app._initialized = True  # initialize() would ask Telegram who the bot is
    return app


async def apologise(
    _uow: UnitOfWork, update: Mapping[str, Any], reference: str
) -> Sequence[Outgoing]:
    """An apology with its reference."""
    assert len(reference) == 8
    return [Outgoing(update["message"]["chat"]["id"], "sendMessage", {"text": "sorry"})]


@asynccontextmanager
async def running(*parts: Any) -> AsyncIterator[None]:
    """Runs parts with `run` and `stop`."""
    tasks = [asyncio.create_task(part.run()) for part in parts]
    try:
        yield
    finally:
        for part in parts:
            await part.stop()
        await asyncio.wait_for(asyncio.gather(*tasks), 10)


async def until(condition: Callable[[], bool], seconds: float = 8.0) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


__all__ = ["KEY", "TOKEN", "Metrics", "Telegram"]

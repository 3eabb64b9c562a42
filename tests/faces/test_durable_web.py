"""Webhook, health and metrics through the real application, the client, and the log."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import structlog
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.adapters.crypto import Keys
from bot.adapters.sql.store import SqlStore
from bot.core.errors import StoreUnavailable
from bot.faces.telegram.inbox import Receiver
from bot.faces.telegram.request import AiohttpRequest, BotApi
from bot.faces.web.app import SECRET_HEADER, web_app
from bot.log import set_up, where
from bot.metrics import Metrics
from tests.faces.durable import KEY, TOKEN, Telegram, a_text, refusal, serving

PATH, SECRET = "/telegram/abc", "s3cret"


class Down:
    async def receive(self, raw: bytes) -> None:
        raise StoreUnavailable


async def broken() -> None:
    raise StoreUnavailable


async def fine() -> None:
    return


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'bot.db'}", Keys([KEY]))
    await store.upgrade()
    yield store
    await store.close()


def a_client(receiver: Receiver | Down | None, **readiness: object) -> httpx.AsyncClient:
    app = web_app(receiver, readiness, Metrics(), PATH, SECRET)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")


async def test_an_update_is_committed_before_the_answer(store: SqlStore) -> None:
    async with a_client(Receiver(store)) as client:
        answer = await client.post(PATH, json=a_text(1), headers={SECRET_HEADER: SECRET})
    assert (answer.status_code, await store.pending()) == (200, True)


@pytest.mark.parametrize("secret", ["", "wrong", "s3cre", "ключ"])
async def test_a_wrong_secret_is_refused(store: SqlStore, secret: str) -> None:
    async with a_client(Receiver(store)) as client:
        answer = await client.post(
            PATH, json=a_text(1), headers={SECRET_HEADER.encode(): secret.encode()}
        )
        assert (await client.post(PATH, json=a_text(1))).status_code == 403
    assert (answer.status_code, await store.pending()) == (403, False)


async def test_telegram_is_told_to_try_again_while_the_store_is_down() -> None:
    async with a_client(Down()) as client:
        answer = await client.post(PATH, json=a_text(1), headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 503


async def test_what_is_no_update_is_refused(store: SqlStore) -> None:
    async with a_client(Receiver(store)) as client:
        for body in (b"nonsense", b"x" * (2 * 1024 * 1024)):
            answer = await client.post(PATH, content=body, headers={SECRET_HEADER: SECRET})
            assert answer.status_code == 400


async def test_readiness_names_the_part_that_fails() -> None:
    async with a_client(None, content=fine, store=broken) as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "content": True, "store": False}
        assert (await client.get("/healthz")).text == "ok"
        assert (await client.post(PATH)).status_code == 404
        assert "yoldash_updates" in (await client.get("/metrics")).text
    async with a_client(None, content=fine) as client:
        assert (await client.get("/readyz")).status_code == 200


async def test_the_library_s_bot_works_over_the_client_and_uploads_files() -> None:
    async with serving(Telegram()) as telegram:
        bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=AiohttpRequest())
        await bot._request[1].initialize()
        sent = bot.send_document(5, document=b"content", filename="a.txt", caption="қ")
        await asyncio.gather(sent, return_exceptions=True)  # the answer is no whole Message
        method, params = telegram.calls[0]
        assert (method, params["chat_id"], params["caption"]) == ("sendDocument", "5", "қ")
        assert params["document"] == b"content"
        await bot._request[1].shutdown()


async def test_errors_of_the_client_are_the_library_s_and_hide_the_token() -> None:
    async with serving(Telegram()) as telegram, AiohttpRequest(read_timeout=0.2) as request:
        telegram.for_chat[1].append(refusal(400, "Bad Request: chat not found"))
        api = BotApi(request, telegram.url, TOKEN)
        with pytest.raises(BadRequest, match="Chat not found"):
            await api.call("sendMessage", {"chat_id": 1})
        telegram.delay = 1
        with pytest.raises(TimedOut):
            await api.call("sendMessage", {"chat_id": 1})
        with pytest.raises(NetworkError) as caught:
            await BotApi(request, "http://127.0.0.1:1", TOKEN).call("getMe", {})
    assert TOKEN not in repr(caught.value) + repr(caught.value.__cause__)


def test_the_log_drops_what_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    root, level = logging.getLogger().handlers[:], logging.getLogger().level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    try:
        set_up("info", json_lines=True)
        structlog.get_logger().info("update failed", chat_id=7766, text="needle", reference="ab12")
        logging.getLogger("telegram.ext").error(
            "Error for %s", "needle", exc_info=ValueError("7766")
        )
        logging.getLogger("aiohttp.access").info("GET /bot7766:needle/getMe")
    finally:
        logging.getLogger().handlers[:] = root
        logging.getLogger().setLevel(level)
        structlog.reset_defaults()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["event"], line.get("reference")) for line in lines] == [
        ("update failed", "ab12"),
        ("library", None),
    ]
    assert lines[1]["error"] == "ValueError"
    assert "needle" not in stream.getvalue()
    assert "7766" not in stream.getvalue()


def test_a_place_in_the_code_is_named_without_values() -> None:
    try:
        Keys(["needle"])
    except Exception as error:  # noqa: BLE001
        place = where(error)
    assert place.startswith("bot/adapters/crypto.py:")
    assert "needle" not in place

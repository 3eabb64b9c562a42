"""The Bot API client: python-telegram-bot's request interface on one aiohttp session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 256
READ_SECONDS = 30.0
MEDIA_SECONDS = 60.0
CONNECT_SECONDS = 10.0
POOL_SECONDS = 30.0

_ERRORS: Mapping[int, type[TelegramError]] = {
    HTTPStatus.BAD_REQUEST: BadRequest,
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: InvalidToken,
    HTTPStatus.CONFLICT: Conflict,
}


class Slower(RetryAfter):
    """Telegram asks to wait; `retry_after` is a duration, whatever the library is set to."""

    @property
    def retry_after(self) -> timedelta:
        """How long to wait."""
        return self._retry_after


def error_of(status: int, body: Mapping[str, Any]) -> TelegramError:
    """The exception python-telegram-bot would raise for an answer that is not ok."""
    parameters = body.get("parameters") or {}
    if moved := parameters.get("migrate_to_chat_id"):
        return ChatMigrated(moved)
    if wait := parameters.get("retry_after"):
        return Slower(wait)
    message = str(body.get("description") or f"HTTP {status}")
    return _ERRORS.get(status, NetworkError)(message)


class AiohttpRequest(BaseRequest):
    """Calls over kept connections; errors are those of python-telegram-bot, without addresses.

    An address holds the token, so no exception of aiohttp's is passed on or chained.
    """

    def __init__(self, connections: int = CONNECTIONS, read_timeout: float = READ_SECONDS) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Opens the session; opening it twice does nothing."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=60, ttl_dns_cache=300
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request for python-telegram-bot: form fields, or a form with files."""
        read = _seconds(read_timeout, self._read_timeout)
        if request_data is not None and request_data.contains_files:
            body: Any = _form(request_data)
            write = _seconds(write_timeout, MEDIA_SECONDS)
            read = None if read is None or write is None else read + write
        else:
            body = request_data.json_parameters if request_data else None
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_seconds(pool_timeout, POOL_SECONDS),
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=read,
        )
        return await self._send(method, url, timeout, data=body)

    async def call(
        self, url: str, params: Mapping[str, Any], read_timeout: float | None = None
    ) -> Any:
        """One call with a JSON body: the result, or the matching TelegramError."""
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=POOL_SECONDS,
            sock_connect=CONNECT_SECONDS,
            sock_read=read_timeout or self._read_timeout,
        )
        body = json.dumps(params, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json"}
        status, answer = await self._send("POST", url, timeout, data=body, headers=headers)
        try:
            content = json.loads(answer)
        except ValueError:
            content = {}
        if isinstance(content, dict) and content.get("ok"):
            return content["result"]
        raise error_of(status, content if isinstance(content, dict) else {}) from None

    async def _send(
        self, method: str, url: str, limits: aiohttp.ClientTimeout, **body: Any
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        try:
            async with self._session.request(method, url, timeout=limits, **body) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from None


def _seconds(given: ODVInput[float], otherwise: float) -> float | None:
    if given is None or isinstance(given, (int, float)):
        return given
    return otherwise


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


class BotApi:
    """The Bot API of one bot, by raw calls."""

    def __init__(self, request: AiohttpRequest, api_url: str, token: str) -> None:
        self._request = request
        self._base = f"{api_url.rstrip('/')}/bot{token}/"

    async def call(
        self, method: str, params: Mapping[str, Any], read_timeout: float | None = None
    ) -> Any:
        """The result of a call, or the matching TelegramError."""
        return await self._request.call(self._base + method, params, read_timeout)

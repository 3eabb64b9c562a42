"""The web server's routes: Telegram's webhook, health, metrics."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.core.errors import NotUnderstood, Unavailable
from bot.metrics import Metrics

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # a header's name
LARGEST_UPDATE = 1024 * 1024
PROBE_SECONDS = 5.0

Probe = Callable[[], Awaitable[None]]
"""Returns if a part of the bot works, raises if it does not."""

Note = Callable[[], str]
"""A sentence on what a part lacks, or nothing."""


class Receives(Protocol):
    """Takes an update for good."""

    async def receive(self, raw: bytes) -> None:
        """Returns once the update is committed."""
        ...


def web_app(
    receiver: Receives | None,
    readiness: Mapping[str, Probe],
    metrics: Metrics,
    webhook_path: str = "",
    webhook_secret: str = "",
    notes: Mapping[str, Note] | None = None,
) -> FastAPI:
    """The application; without a path or a receiver it has no webhook.

    `readiness` are parts without which the bot serves nobody; `notes` tell of parts that
    go on in their last good state.
    """
    app = FastAPI(title="Yoldash", docs_url=None, redoc_url=None, openapi_url=None)
    routes = [
        Route("/", _front),
        Route("/healthz", _healthz),
        Route("/readyz", _readyz(readiness, notes or {})),
        Route("/metrics", _metrics(metrics)),
    ]
    if receiver is not None and webhook_path:
        hook = _webhook(receiver, webhook_secret)
        routes.insert(0, Route(webhook_path, hook, methods=["POST"]))
    app.router.routes.extend(routes)
    return app


def _webhook(receiver: Receives, secret: str) -> Callable[[Request], Awaitable[Response]]:
    expected = secret.encode()

    async def webhook(request: Request) -> Response:
        """Answers 200 only after the commit; Telegram tries again after anything else."""
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, expected):
            return PlainTextResponse("wrong secret", 403)
        try:
            body = await _body(request)
            await receiver.receive(body)
        except (NotUnderstood, ClientDisconnect):
            return PlainTextResponse("not an update", 400)
        except Unavailable:
            return PlainTextResponse("try again later", 503)
        return PlainTextResponse("")

    return webhook


async def _body(request: Request) -> bytes:
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > LARGEST_UPDATE:
            raise NotUnderstood("The body is too long.")
    return bytes(parts)


async def _front(_request: Request) -> Response:
    return PlainTextResponse("Yoldash. Health: /healthz  Readiness: /readyz  Metrics: /metrics\n")


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _readyz(
    readiness: Mapping[str, Probe], notes: Mapping[str, Note]
) -> Callable[[Request], Awaitable[Response]]:
    async def readyz(_request: Request) -> Response:
        """Which parts work; 503 while one does not. A note is no failure: the part still serves."""
        outcomes = await asyncio.gather(*(_works(probe) for probe in readiness.values()))
        report: dict[str, object] = dict(zip(readiness, outcomes, strict=True))
        report |= {name: note() or True for name, note in notes.items()}
        ready = all(outcomes)
        return JSONResponse({"ready": ready, **report}, 200 if ready else 503)

    return readyz


async def _works(probe: Probe) -> bool:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await probe()
    except Exception:  # noqa: BLE001  # whatever it is, the part does not work
        return False
    return True


def _metrics(metrics: Metrics) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        content, kind = metrics.page()
        return Response(content, media_type=kind)

    return page

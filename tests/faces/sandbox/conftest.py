"""A sandbox for each test, and a small way to call its Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from bot.faces.sandbox.driver import Sandbox


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_765_000_000.0

    def __call__(self) -> float:
        return self.now


class Client:
    """Calls methods of the Bot API and gives their whole answer."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        url = f"{self.sandbox.api_url}/bot{self.sandbox.token}/{method}"
        async with self.session.post(url, json=params) as answer:
            found: dict[str, Any] = await answer.json()
            assert found["ok"] is (answer.status == 200)
            return found

    async def result(self, method: str, **params: Any) -> Any:
        """The result of a call that succeeds."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock, webhook_delay=0.02) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def call(sandbox: Sandbox, session: aiohttp.ClientSession) -> Client:
    return Client(sandbox, session)


@pytest.fixture
def client_of(session: aiohttp.ClientSession) -> Callable[[Sandbox], Client]:
    return lambda sandbox: Client(sandbox, session)

"""What the bot really knows, read once; a sandbox, a bot and an empty store for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.services.knowledge import Library
from bot.settings import PROJECT, load
from bot.wiring import make_library
from tests.faces.telegram.stage import Stage, staged

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def library() -> Library:
    settings = load(faq_dir=PROJECT / "faq", locales_dir=PROJECT / "locales", today=TODAY, token="")
    return make_library(settings)


@pytest.fixture
async def stage(library: Library) -> AsyncIterator[Stage]:
    async with staged(library) as running:
        yield running

"""The benchmark itself works: everybody in the closed loop is answered."""

from __future__ import annotations

from pathlib import Path

from tests.bench.api_server import telegram
from tests.bench.bots import OURS, running


async def test_everybody_in_the_closed_loop_is_answered(tmp_path: Path) -> None:
    async with telegram(OURS.is_answer, people=12) as (sandbox, crowd):
        async with running(OURS, sandbox, tmp_path):
            crowd.talk(60)
            assert await crowd.answered(patience=30)
    assert crowd.answers == len(crowd.latencies) == 60

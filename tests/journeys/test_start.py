"""What keeps the bot from starting is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import BadSettings
from bot.faces.sandbox.driver import Sandbox
from bot.running import serving
from bot.settings import Settings, load


def _settings(sandbox: Sandbox, data: Path, **settings: str) -> Settings:
    common = {"api_url": sandbox.api_url, "data_dir": data, "http_port": 0, "token": sandbox.token}
    return load(**common | settings)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"webhook_url": "not an address"}, "BOT_WEBHOOK_URL"),
        ({"token": "1:unknown"}, "BOT_TOKEN"),
        ({"token": ""}, "BOT_TOKEN is not set"),
        ({"database_url": "postgresql://nobody@127.0.0.1/none"}, "BOT_SECRET_KEY is not set"),
    ],
)
async def test_a_wrong_setting_is_named_before_anything_is_served(
    wrong: dict[str, str], words: str, tmp_path: Path
) -> None:
    async with Sandbox() as sandbox:
        with pytest.raises(BadSettings, match=words):
            async with serving(_settings(sandbox, tmp_path, **wrong)):
                pytest.fail("it serves")

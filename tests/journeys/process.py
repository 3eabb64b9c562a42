"""The bot as it runs in life: a process of its own, against the sandbox's Bot API."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.faces.sandbox.driver import Sandbox

READY_SECONDS = 60.0
SECRET = "journey-" + "s" * 40


class BotProcess:
    """`python -m bot run` with its own data folder."""

    def __init__(self, sandbox: Sandbox, data: Path, **settings: str) -> None:
        self.data = data
        self.log = data / "log.txt"
        self.url = ""
        self._environment = _environment(sandbox, data, settings)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> BotProcess:
        """Starts it and waits until it says that it serves."""
        self.data.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._environment,
                stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self._process.stdout is not None
        async with asyncio.timeout(READY_SECONDS):
            line = (await self._process.stdout.readline()).decode()
        assert line.startswith("ready "), (line, self.log.read_text()[-2000:])
        self.url = line.split()[1]
        return self

    async def kill(self) -> None:
        """Ends it at once, wherever it is."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """Tells it to stop; its exit code."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.terminate()
        async with asyncio.timeout(30):
            return await self._process.wait()

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.returncode is None


def _environment(sandbox: Sandbox, data: Path, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return kept | {
        "BOT_TOKEN": sandbox.token,
        "BOT_API_URL": sandbox.api_url,
        "BOT_DATA_DIR": str(data),
        "BOT_SECRET_KEY": SECRET,
        "BOT_HTTP_PORT": "0",
        "BOT_LOG_LEVEL": "debug",
        "BOT_TODAY": "2026-11-25",
        **settings,
    }


@asynccontextmanager
async def bot_running(sandbox: Sandbox, data: Path, **settings: str) -> AsyncIterator[BotProcess]:
    """The process, running; killed at the end if it was not stopped."""
    bot = BotProcess(sandbox, data, **settings)
    await bot.start()
    try:
        yield bot
    finally:
        if bot.running:
            await bot.kill()


def everything_in(folder: Path) -> bytes:
    """All bytes of all files in a folder: database, journal, log."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

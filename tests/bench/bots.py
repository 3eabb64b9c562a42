"""The bots that are compared, each in a process of its own. Linux only: numbers come from /proc."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.faces.sandbox.driver import Sandbox
from tests.bench.api_server import IsAnswer, any_message, has_buttons

SECRET = "benchmark-" + "s" * 40
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Kind:
    """A bot to measure: its name in tables, the command, what counts as its answer."""

    name: str
    command: tuple[str, ...]
    is_answer: IsAnswer = any_message


PTB = Kind("python-telegram-bot, echo", ("tests.bench.echo_ptb",))
AIOGRAM = Kind("aiogram 3, echo", ("tests.bench.echo_aiogram",))
OURS = Kind("ours, real answers", ("tests.bench.own", "real"), has_buttons)
OURS_ECHO = Kind("ours, echo", ("tests.bench.own", "echo"))


def cpu_seconds(pid: int) -> float:
    """CPU a process has used so far, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> float:
    """Memory a process has in RAM, in MB (2^20)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


@asynccontextmanager
async def running(kind: Kind, sandbox: Sandbox, data: Path) -> AsyncIterator[Process]:
    """The bot, started; killed at the end. Raises RuntimeError if it died meanwhile."""
    data.mkdir(parents=True, exist_ok=True)
    errors = data / "stderr.txt"
    with errors.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *kind.command, env=_environment(sandbox, data),
            stdout=asyncio.subprocess.DEVNULL, stderr=log,
        )  # fmt: skip
    try:
        yield process
        if process.returncode is not None:
            raise RuntimeError(f"{kind.name} ended: {errors.read_text()[-2000:]}")
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _environment(sandbox: Sandbox, data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return kept | {
        "BOT_TOKEN": sandbox.token,
        "BOT_API_URL": sandbox.api_url,
        "BOT_DATA_DIR": str(data),
        "BOT_SECRET_KEY": SECRET,
        "BOT_HTTP_PORT": "0",
        "BOT_TODAY": "2026-11-25",
    }

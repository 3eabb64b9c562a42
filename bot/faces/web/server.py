"""The web server in this process: one socket, opened before anything is announced."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI

from bot.core.errors import BadSettings


class _Quiet(uvicorn.Server):
    """Leaves signals to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


class WebServer:
    """Serves an application until `stop`."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        self._socket = _opened(host, port)
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        self._server = _Quiet(config)
        bound = self._socket.getsockname()
        self.url = f"http://{f'[{bound[0]}]' if ':' in bound[0] else bound[0]}:{bound[1]}"

    async def run(self) -> None:
        """Serves until `stop`."""
        await self._server.serve(sockets=[self._socket])

    async def stop(self) -> None:
        """Finishes the requests under way."""
        self._server.should_exit = True


def _opened(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(1024)
    except OSError as error:
        opened.close()
        raise BadSettings(
            f"BOT_HTTP_HOST, BOT_HTTP_PORT: cannot listen on {host}:{port} ({error.strerror})."
        ) from None
    return opened

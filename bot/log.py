"""The log: one line an event on standard error, with allowed keys only."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "attempt", "batch", "count", "error", "file", "host_code",
        "line", "locale", "logger", "method", "mode", "name", "number", "outcome", "reason",
        "reference", "seconds", "state", "topic", "url_kind", "version", "where",
    }
)  # fmt: skip
"""Keys that may be logged; `name` is a thing's (a lease, a task), `error` a class's name."""

QUIET = (
    "aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio", "httpcore", "httpx", "psycopg",
    "sqlalchemy", "telegram", "uvicorn", "uvicorn.access",
)  # fmt: skip


def only_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drops every key that is not on the list, so that nothing personal can slip in."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def where(error: BaseException) -> str:
    """Place in the code an exception comes from, without its message or any value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/bot/" in f.filename.replace("\\", "/")] or frames
    if not ours:
        return "unknown"
    path = ours[-1].filename.replace("\\", "/")
    return f"{path[path.rfind('/bot/') + 1 :]}:{ours[-1].lineno} in {ours[-1].name}"


class _Libraries(logging.Handler):
    """Log lines of libraries, without their words: those may hold the token or a message."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        values: dict[str, Any] = {"logger": record.name, "where": record.funcName}
        if error is not None:
            values |= {"error": type(error).__name__, "where": where(error)}
        structlog.get_logger().log(record.levelno, "library", **values)


def set_up(level: str = "info", *, json_lines: bool | None = None) -> None:
    """Starts logging to standard error; JSON unless a person looks at a terminal."""
    as_json = not sys.stderr.isatty() if json_lines is None else json_lines
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Libraries()]
    root.setLevel(max(number, logging.WARNING))
    for name in QUIET:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.WARNING)

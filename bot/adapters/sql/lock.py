"""A lock file: the system frees it when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys

from bot.core.errors import StoreUnavailable

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Lets one process at a time run the bot on an SQLite file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Takes the lock; raises StoreUnavailable while another process has it."""
        if self._file is not None:
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(file)
        except OSError:
            os.close(file)
            raise StoreUnavailable(
                "Another process runs the bot on this database: stop it first, "
                "or use PostgreSQL for several."
            ) from None
        self._file = file

    def release(self) -> None:
        """Frees the lock."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

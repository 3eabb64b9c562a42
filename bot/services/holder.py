"""The name under which this process holds a lease, and whether such a process is still alive."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path


def _machine() -> str:
    """This machine as far as process ids mean the same: host name, boot, process namespace."""
    try:
        namespace = Path("/proc/self/ns/pid").readlink().name
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        namespace = boot = "-"
    return f"{socket.gethostname()}/{boot}/{namespace}"


def new_holder() -> str:
    """A name nobody else has: machine, process id and a random part."""
    return f"{_machine()}|{os.getpid()}|{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """Whether the holder surely runs no more; False where this process cannot know."""
    machine, _, rest = holder.partition("|")
    number = rest.partition("|")[0]
    if machine != _machine() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False

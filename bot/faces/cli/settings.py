"""`settings`: what can be set, what it is now."""

from __future__ import annotations

import re
import sys

from pydantic import SecretStr

from bot.faces.cli.parts import settings
from bot.settings import Settings

_PASSWORD = re.compile(r"(://[^/@:]*:)[^@]*@")


def settings_() -> None:
    """Lists every setting with its meaning and its present value (secrets only as set or not)."""
    now = settings()
    for name, field in Settings.model_fields.items():
        value = getattr(now, name)
        if isinstance(value, SecretStr):
            shown = "(set)" if value.get_secret_value() else "(not set)"
        else:
            shown = "(not set)" if value in ("", None) else _PASSWORD.sub(r"\1***@", str(value))
        sys.stdout.write(f"BOT_{name.upper()}\n    {field.description}\n    now: {shown}\n")

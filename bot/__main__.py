"""`python -m bot` and the script `yoldash`."""

from __future__ import annotations

import sys

from bot.core.errors import BadContent, BadSettings, NotUnderstood, Unavailable, YoldashError
from bot.faces.cli.app import app
from bot.parts import RealParts

EXIT: tuple[tuple[type[YoldashError], int], ...] = (
    (NotUnderstood, 2),
    (Unavailable, 75),
    (BadContent, 1),
    (BadSettings, 1),
    (YoldashError, 1),
)
"""Exit code of each kind of error, the first that fits."""


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; what a user can cause is one line on standard error, never a traceback."""
    try:
        app(arguments, obj=RealParts())
    except YoldashError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(next(code for kind, code in EXIT if isinstance(error, kind)))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

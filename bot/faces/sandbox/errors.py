"""What the Bot API answers when it refuses a call."""

from __future__ import annotations


class ApiError(Exception):
    """The Bot API refuses this call."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """The JSON answer Telegram gives for it."""
        answer: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 409: "Conflict"}


def refused(message: str, code: int = 400) -> ApiError:
    """An error in Telegram's spelling: its prefix, then the message with a small first letter.

    A message in capitals (`BUTTON_DATA_INVALID`) keeps them.
    """
    shouted = message[1:2] == "_" or "A" <= message[1:2] <= "Z"
    words = message if shouted else message[:1].lower() + message[1:]
    return ApiError(code, f"{_PREFIXES[code]}: {words}")


def too_many(seconds: int) -> ApiError:
    """Telegram's flood control: try again after so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

"""What a person is told when a bug stopped their message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import escape

from bot.core.locale import guess
from bot.core.outgoing import Outgoing
from bot.faces.telegram import render
from bot.services.knowledge import Library
from bot.services.ports import UnitOfWork
from bot.services.speech import Speaker


def words(speak: Speaker, reference: str) -> str:
    """An apology, and a code that the operator can look up in the log."""
    sorry = speak.gettext(
        "Something went wrong on my side, sorry. Please write it once more, in other words."
    )
    # Translators: {reference} is a short code that the operator can look up.
    code = speak.gettext("If it happens again, tell the operator this code: {reference}")
    return f"{escape(sorry)}\n{escape(code.format(reference=reference))}"


class Apologies:
    """Apologises in the writer's language, in private chats only."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def __call__(
        self, uow: UnitOfWork, update: Mapping[str, Any], reference: str
    ) -> Sequence[Outgoing]:
        """The messages to send; none where nobody can be told."""
        content: Any = next((v for k, v in update.items() if k != "update_id"), {})
        chat = content.get("chat") or (content.get("message") or {}).get("chat") or {}
        if chat.get("type") != "private":
            return ()
        person = await uow.people.get(chat["id"])
        code = (content.get("from") or {}).get("language_code")
        locale = person.locale or guess(code, self._library.now.content.languages)
        speak = self._library.speaker(locale)
        numbers = render.emergency(self._library.now.content, speak, person.host)
        text = f"{words(speak, reference)}\n\n{numbers}"
        return (Outgoing(chat["id"], "sendMessage", {"text": text, "parse_mode": "HTML"}),)

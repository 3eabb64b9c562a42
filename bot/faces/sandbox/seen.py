"""Messages as the people of the sandbox see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.faces.sandbox.texts import as_html
from bot.faces.sandbox.world import Chat, Json

MEDIA = ("photo", "voice", "sticker", "document", "location", "contact")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None
    inline: str | None = None
    """Query it starts in this chat or another."""

    @classmethod
    def of(cls, found: Json) -> Button:
        """The button of a keyboard's JSON."""
        inline = found.get("switch_inline_query_current_chat", found.get("switch_inline_query"))
        return cls(
            text=found["text"],
            data=found.get("callback_data"),
            url=found.get("url"),
            copy=(found.get("copy_text") or {}).get("text"),
            style=found.get("style"),
            inline=inline,
        )


@dataclass(frozen=True, eq=False)
class Message:
    """A message in a chat; it shows later edits too."""

    chat: Chat
    raw: Json

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.raw is other.raw

    def __hash__(self) -> int:
        return hash((self.chat.id, self.id))

    def __repr__(self) -> str:
        return f"Message({self.id}, {self.text!r})"

    @property
    def id(self) -> int:
        """Number within the chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Text or caption, without format."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def html(self) -> str:
        """Text or caption with its format as tags."""
        entities: list[Any] = self.raw.get("entities") or self.raw.get("caption_entities") or []
        return as_html(self.text, entities)

    @property
    def rows(self) -> list[list[Button]]:
        """Buttons below it, row by row."""
        rows = (self.raw.get("reply_markup") or {}).get("inline_keyboard", [])
        return [[Button.of(button) for button in row] for row in rows]

    @property
    def buttons(self) -> list[Button]:
        """Buttons below it, in one list."""
        return [button for row in self.rows for button in row]

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.raw["from"]["is_bot"])

    @property
    def edited(self) -> bool:
        """Whether it was edited."""
        return "edit_date" in self.raw

    @property
    def kind(self) -> str:
        """`text` or the kind of file."""
        return next((kind for kind in MEDIA if kind in self.raw), "text")

    @property
    def answers(self) -> int | None:
        """Number of the message it replies to."""
        reply = self.raw.get("reply_to_message")
        return int(reply["message_id"]) if reply else None

"""What the sandbox's Telegram knows: accounts, chats, messages, files and open questions."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.constants import BotCommandScopeType

from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.faults import Faults
from bot.faces.sandbox.updates import Updates

Json = dict[str, Any]
CALLBACK_LIFETIME = 150.0
"""Seconds in which a button press can be answered."""
INLINE_LIFETIME = 10.0
"""Seconds in which an inline question can be answered."""


@dataclass(slots=True)
class Chat:
    """A private chat with the bot, or a group."""

    id: int
    type: str
    about: Json
    """The chat as the Bot API shows it."""
    language: str = ""
    members: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Json] = field(default_factory=dict)
    known: bool = False
    """Whether the bot may write here: the person wrote once, or the bot is a member."""
    blocked: bool = False
    pinned: list[int] = field(default_factory=list)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def lane(self) -> int:
        """What keeps updates of this chat in order."""
        return self.id


@dataclass(slots=True)
class Press:
    """A button press that waits for its answer."""

    id: str
    chat_id: int
    person_id: int
    at: float
    answer: Json | None = None


@dataclass(slots=True)
class Question:
    """An inline question that waits for its answer."""

    id: str
    person_id: int
    at: float
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class StoredFile:
    """A file that a chat holds."""

    id: str
    path: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Profile:
    """What the bot told Telegram about itself, by language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """Command menus by scope (as JSON) and language."""
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """`name`, `description` and `short_description` by language."""
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    def commands_for(self, language: str) -> list[Json]:
        """The menu a private chat shows on a phone of this language."""
        for scope in (BotCommandScopeType.ALL_PRIVATE_CHATS, BotCommandScopeType.DEFAULT):
            for tongue in dict.fromkeys((language, "")):
                found = self.commands.get((f'{{"type":"{scope}"}}', tongue))
                if found:
                    return found
        return []

    def text_for(self, name: str, language: str) -> str:
        """A text of the profile in this language, else the one for all."""
        return self.texts.get((name, language)) or self.texts.get((name, ""), "")


Listener = Callable[[str, Chat | None, Json], None]


class World:
    """Everything in memory, and whoever listens to what happens."""

    def __init__(
        self,
        token: str,
        faults: Faults | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.clock = clock
        self.faults = faults or Faults()
        self.bot: Json = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Yoldash",
            "username": "yoldash_sandbox_bot",
        }
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.questions: dict[str, Question] = {}
        self.files: dict[str, StoredFile] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.profile = Profile()
        self.updates = Updates(clock, self.faults.repeated)
        self.listeners: list[Listener] = []
        self._private_ids = itertools.count(1)
        self._serial = itertools.count(int(clock() * 1000))

    def tell(self, event: str, chat: Chat | None, what: Json) -> None:
        """Lets listeners know that something happened in a chat."""
        for listener in self.listeners:
            listener(event, chat, what)

    def serial(self) -> str:
        """A new identifier for presses, questions and files."""
        return str(next(self._serial))

    def now(self) -> int:
        """The present second."""
        return int(self.clock())

    def new_private(self, account: Json, language: str) -> Chat:
        """A person who has not written to the bot yet."""
        about = {**account, "type": "private"}
        for name in ("is_bot", "language_code"):
            about.pop(name, None)
        # Private chats share one numbering of messages, as with Telegram.
        chat = Chat(account["id"], "private", about, language, ids=self._private_ids)
        chat.members[account["id"]] = account
        self.chats[chat.id] = chat
        return chat

    def new_group(self, chat_id: int, title: str, *, forum: bool) -> Chat:
        """A group the bot is a member of."""
        about: Json = {"id": chat_id, "type": "supergroup", "title": title}
        if forum:
            about["is_forum"] = True
        chat = Chat(chat_id, "supergroup", about, known=True)
        chat.members[self.bot["id"]] = self.bot
        self.chats[chat_id] = chat
        return chat

    def chat(self, chat_id: str) -> Chat:
        """The chat a call means, if the bot may write there."""
        if not chat_id:
            raise refused("chat_id is empty")
        chat = self.chats.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
        if chat is None or not (chat.known or chat.blocked):
            raise refused("chat not found")
        if chat.blocked:
            raise refused(_NO_ENTRY[chat.type], code=403)
        return chat

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Puts a message into a chat and tells everybody but the bot."""
        message: Json = {
            "message_id": next(chat.ids),
            "from": sender,
            "chat": chat.about,
            "date": self.now(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        self.tell("message", chat, message)
        return message

    def keep(self, name: str, mime: str, content: bytes) -> StoredFile:
        """Stores a file and gives it an identifier."""
        serial = self.serial()
        stored = StoredFile(f"file-{serial}", f"files/{serial}-{name}", mime, content)
        self.files[stored.id] = stored
        return stored

    def commands_changed(self) -> None:
        """Tells that a menu of commands or a text of the profile changed."""
        self.tell("profile", None, {})


_NO_ENTRY = {
    "private": "bot was blocked by the user",
    "supergroup": "bot was kicked from the supergroup chat",
}

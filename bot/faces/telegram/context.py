"""What a handler works with: the open unit of work, the person, and what the bot knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from telegram import Bot, Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.core.locale import guess
from bot.core.outgoing import Outgoing
from bot.core.person import Person
from bot.faces.telegram.buttons import Keyboard, markup
from bot.faces.telegram.work import Work, current_work
from bot.services.knowledge import Library
from bot.services.ports import Clock
from bot.services.speech import Speaker

QUIET = {"is_disabled": True}


@dataclass(frozen=True)
class Desk:
    """What every handler shares."""

    library: Library
    clock: Clock
    username: str
    """The bot's username, by which it is addressed in groups."""


DESK = "desk"
"""Where `Application.bot_data` keeps the Desk."""


def is_private(update: Update) -> bool:
    """Whether only the writer reads the answer."""
    chat = update.effective_chat
    return chat is not None and chat.type == "private"


class Context(CallbackContext[ExtBot[None], dict[str, Any], dict[str, Any], dict[str, Any]]):
    """A CallbackContext whose replies go to the outbox of the open unit of work."""

    @property
    def work(self) -> Work:
        """The unit of work of this update."""
        return current_work.get()

    @property
    def desk(self) -> Desk:
        """What every handler shares."""
        return cast("Desk", self.bot_data[DESK])

    @property
    def library(self) -> Library:
        """What the bot knows."""
        return self.desk.library

    async def person(self, update: Update) -> Person:
        """The writer of this update, with the choices that may be shown where they write.

        Others read a group, and an inline card goes to anybody: there country and passport
        stay hidden, for they can tell who is stateless or where somebody hides.
        """
        user = update.effective_user
        if user is None:
            return Person(b"")
        stored = await self.work.uow.people.get(user.id)
        return stored if is_private(update) else replace(stored, host=None, citizenship=None)

    def locale(self, update: Update, person: Person) -> str:
        """The language to answer in: the chosen one, else the phone's."""
        user = update.effective_user
        if person.locale in self.library.now.content.languages:
            return cast("str", person.locale)
        return guess(user.language_code if user else None, self.library.now.content.languages)

    async def speaker(self, update: Update) -> tuple[Person, Speaker]:
        """The person and the speaker of their language."""
        person = await self.person(update)
        return person, self.library.speaker(self.locale(update, person))

    async def keep(self, update: Update, **choices: str | None) -> Person:
        """Stores choices of the writer; gives what may be shown of them, the new ones included."""
        user = update.effective_user
        if user is None:
            return Person(b"")
        stored = await self.work.uow.people.get(user.id)
        changed = replace(stored, **choices)  # type: ignore[arg-type]  # only str fields are given
        await self.work.uow.people.save(changed)
        return replace(await self.person(update), **choices)  # type: ignore[arg-type]

    def say(
        self,
        update: Update,
        text: str,
        keyboard: Keyboard | None = None,
        *,
        answers: int | None = None,
    ) -> None:
        """A message to the chat of this update."""
        chat, message = update.effective_chat, update.effective_message
        if chat is None:
            return
        params: dict[str, Any] = {"text": text, "parse_mode": "HTML", "link_preview_options": QUIET}
        if keyboard:
            params["reply_markup"] = markup(keyboard)
        if chat.id < 0 and message is not None:
            params["reply_parameters"] = {
                "message_id": message.message_id,
                "allow_sending_without_reply": True,
            }
        self.work.later(Outgoing(chat.id, "sendMessage", params, answers=answers))

    def rewrite(
        self,
        update: Update,
        text: str,
        keyboard: Keyboard | None = None,
        *,
        message_id: int | None = None,
        answers: int | None = None,
    ) -> None:
        """The message whose button was pressed (or another one of the bot's), with new words."""
        chat, message = update.effective_chat, update.effective_message
        wanted = message_id or (message.message_id if message else None)
        if chat is None or wanted is None:
            return
        params: dict[str, Any] = {
            "message_id": wanted,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": QUIET,
            "reply_markup": markup(keyboard or []),
        }
        self.work.later(Outgoing(chat.id, "editMessageText", params, answers=answers))

    def relabel(self, update: Update, keyboard: Keyboard) -> None:
        """The message whose button was pressed, with other buttons."""
        chat, message = update.effective_chat, update.effective_message
        if chat is not None and message is not None:
            params = {"message_id": message.message_id, "reply_markup": markup(keyboard)}
            self.work.later(Outgoing(chat.id, "editMessageReplyMarkup", params))

    def toast(self, update: Update, text: str = "", *, alert: bool = False) -> None:
        """Ends the waiting of a pressed button, with a short word if there is one."""
        if update.callback_query is not None:
            params: dict[str, Any] = {"callback_query_id": update.callback_query.id}
            if text:
                params |= {"text": text[:200], "show_alert": alert}
            self.work.direct("answerCallbackQuery", params)


App = Application[Any, Context, dict[str, Any], dict[str, Any], dict[str, Any], Any]

__all__ = ["DESK", "App", "Bot", "Context", "Desk"]

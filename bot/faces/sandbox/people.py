"""People and groups of the sandbox: they write, press, block, and hear the bot."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from telegram.constants import InlineQueryLimit, MessageLimit

from bot.faces.sandbox import texts
from bot.faces.sandbox.markup import units
from bot.faces.sandbox.samples import SAMPLES
from bot.faces.sandbox.seen import Button, Message
from bot.faces.sandbox.world import Chat, Json, Press, Question, World


class Room:
    """A chat as somebody in it sees it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.room = chat
        self.toasts: list[str] = []
        """What the bot answered to button presses."""
        self.actions: list[str] = []
        """What the bot was shown doing, such as `typing`."""
        self.keyboard: list[list[str]] = []
        """Buttons in place of the phone's keyboard."""
        self._log: list[Message] = []
        self._mark = 0
        self._stirred = asyncio.Event()
        world.listeners.append(self._notice)

    @property
    def id(self) -> int:
        """Number of the chat."""
        return self.room.id

    @property
    def chat(self) -> list[Message]:
        """All messages in order."""
        return [Message(self.room, raw) for raw in self.room.messages.values()]

    def message(self, message_id: int) -> Message:
        """The message of this number."""
        return Message(self.room, self.room.messages[message_id])

    async def hears(
        self,
        after: Message | None = None,
        timeout: float = 10.0,  # noqa: ASYNC109  # reads better in a journey than a block
        *,
        count: int = 1,
        settle: float = 0.2,
    ) -> list[Message]:
        """What the bot says next, new or edited.

        Waits for `count` messages since the last act or the last hearing, or since the message
        `after`, then until `settle` seconds pass without another. TimeoutError when they do
        not come.
        """
        async with asyncio.timeout(timeout):
            while len(self._since(after)) < count:
                self._stirred.clear()
                await self._stirred.wait()
        await self._settled(settle)
        heard = self._since(after)
        self._mark = len(self._log)
        return heard

    async def _settled(self, seconds: float) -> None:
        while seconds > 0:
            self._stirred.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._stirred.wait()
            except TimeoutError:
                return

    async def answer(self, settle: float = 0.7, patience: float = 15.0) -> list[Message]:
        """All the bot says to the last act: until it took every update and keeps silent.

        Waits for at least a message or a toast; what came when patience ends is given.
        """
        toasts = len(self.toasts)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not (self._since(None) or len(self.toasts) > toasts):
                    self._stirred.clear()
                    await self._stirred.wait()
                while True:
                    await self._settled(settle)
                    if not self.world.updates.waiting:
                        break
                    await self.world.updates.all_confirmed()
        heard = list(dict.fromkeys(self._since(None)))
        self._mark = len(self._log)
        return heard

    def _since(self, after: Message | None) -> list[Message]:
        if after is not None:
            return [message for message in self._log if message.id > after.id]
        return self._log[self._mark :]

    def _notice(self, event: str, chat: Chat | None, what: Json) -> None:
        if event == "pressed" and what["text"] and self.id in (what["person"], chat and chat.id):
            self.toasts.append(what["text"])
            self._stirred.set()
        if chat is not self.room:
            return
        if event in ("message", "edited") and what["from"]["is_bot"]:
            self._log.append(Message(self.room, what))
            self._stirred.set()
        elif event == "action":
            self.actions.append(what["action"])
            self._stirred.set()  # a bot that types has more to say
        elif event == "keyboard":
            rows = what.get("keyboard", [])
            self.keyboard = [[button["text"] for button in row] for row in rows]

    def acts(self) -> None:
        """Begins a new act: what is heard next belongs to it."""
        self._mark = len(self._log)

    def close(self) -> None:
        """Stops listening."""
        self.world.listeners.remove(self._notice)


class Group(Room):
    """A group with people and the bot in it."""

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.room.about["title"])

    def add(self, person: Person) -> None:
        """Takes a person in."""
        self.room.members[person.id] = person.account
        joined = {"new_chat_members": [person.account]}
        person.put(self.room, joined)


class Person(Room):
    """Somebody with a phone."""

    def __init__(self, world: World, account: Json, language: str) -> None:
        super().__init__(world, world.new_private(account, language))
        self.account = account

    @property
    def name(self) -> str:
        """First name."""
        return str(self.account["first_name"])

    @property
    def language(self) -> str:
        """Language of the phone."""
        return self.room.language

    def put(self, chat: Chat, content: Json) -> Message:
        """Writes any message into a chat and lets the bot know."""
        if chat is self.room:
            chat.known = True
        self.acts()
        message = self.world.add_message(chat, self.account, content)
        self.world.updates.add("message", chat.lane, message)
        return Message(chat, message)

    async def says(
        self, text: str, *, to: Room | None = None, reply_to: Message | None = None
    ) -> Message:
        """Writes a text, as a phone does: one too long goes out in several messages.

        Gives the last of them. ValueError for a text of blanks, which no phone sends.
        """
        reply: Json = {}
        if reply_to is not None:
            inner = {k: v for k, v in reply_to.raw.items() if k != "reply_to_message"}
            reply = {"reply_to_message": inner}
        if to is not None:
            to.acts()
        messages = [
            self.put((to or self).room, {**content, **reply}) for content in _phone_texts(text)
        ]
        return messages[-1]

    async def edits(self, message: Message, text: str) -> Message:
        """Changes an own message."""
        self.acts()
        content = _phone_texts(text)[0]
        message.raw.pop("entities", None)
        message.raw.update(content, edit_date=self.world.now())
        self.world.tell("edited", message.chat, message.raw)
        self.world.updates.add("edited_message", message.chat.lane, message.raw)
        return message

    async def sends(self, kind: str, *, caption: str = "", to: Room | None = None) -> Message:
        """Sends a sample: voice, photo, sticker, document, location or contact."""
        content = SAMPLES[kind](self.world)
        if caption:
            content["caption"] = caption
        return self.put((to or self).room, content)

    async def sends_voice(self) -> Message:
        """Sends a voice message."""
        return await self.sends("voice")

    async def sends_photo(self, caption: str = "") -> Message:
        """Sends a photo."""
        return await self.sends("photo", caption=caption)

    async def sends_sticker(self) -> Message:
        """Sends a sticker."""
        return await self.sends("sticker")

    async def sends_document(self, caption: str = "") -> Message:
        """Sends a file."""
        return await self.sends("document", caption=caption)

    async def sends_location(self) -> Message:
        """Sends a place."""
        return await self.sends("location")

    async def sends_contact(self) -> Message:
        """Sends a contact."""
        return await self.sends("contact")

    async def presses(
        self, button: str, message: Message | None = None, *, within: Room | None = None
    ) -> Press | None:
        """Presses a button by its title or data: of `message`, else of the newest that has it.

        None when the phone does it alone (a link, a copy). LookupError without such a button.
        """
        room = within or self
        for line in room.keyboard:
            if button in line and message is None:
                await self.says(button, to=within)
                return None
        candidates = [message] if message is not None else list(reversed(room.chat))
        for found in candidates:
            for offered in found.buttons:
                if button in (offered.text, offered.data):
                    return self._press(found, offered)
        raise LookupError("no message shows this button")

    def _press(self, message: Message, button: Button) -> Press | None:
        if button.data is None:
            return None
        self.acts()
        world = self.world
        press = Press(world.serial(), message.chat.id, self.id, world.clock())
        world.presses[press.id] = press
        query = {
            "id": press.id,
            "from": self.account,
            "message": message.raw,
            "chat_instance": str(message.chat.id),
            "data": button.data,
        }
        world.updates.add("callback_query", self.id, query)
        return press

    async def inline(self, query: str, *, offset: str = "", patience: float = 10.0) -> list[Json]:
        """Asks `@bot query` in some chat; gives the cards. TimeoutError when none come."""
        world = self.world
        question = Question(world.serial(), self.id, world.clock())
        world.questions[question.id] = question
        asked = {
            "id": question.id,
            "from": self.account,
            "query": query[: InlineQueryLimit.MAX_QUERY_LENGTH],
            "offset": offset,
        }
        world.updates.add("inline_query", self.id, asked)
        async with asyncio.timeout(patience):
            await question.answered.wait()
        results: list[Json] = (question.answer or {})["results"]
        return results

    async def picks(self, result: Json, *, to: Room | None = None) -> Message:
        """Puts a card of an inline answer into a chat."""
        content: Json = {**result.get("input_message_content", {}), "via_bot": self.world.bot}
        if "reply_markup" in result:
            content["reply_markup"] = result["reply_markup"]
        message = self.put((to or self).room, content)
        self.world.inline_messages[f"inline-{message.id}"] = (message.chat.id, message.id)
        return message

    async def blocks(self) -> None:
        """Blocks the bot."""
        self._membership("member", "kicked")
        self.room.blocked = True

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        self.room.blocked = False
        self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        self.acts()
        self.world.updates.add("my_chat_member", self.id, membership(self, self.room, old, new))
        self.world.tell("blocked", self.room, {"blocked": new == "kicked"})


def membership(person: Person, chat: Chat, old: str, new: str) -> Json:
    """The update that tells the bot of its place in a chat."""
    bot = person.world.bot

    def member(status: str) -> Json:
        until: Json = {"until_date": 0} if status == "kicked" else {}
        return {"user": bot, "status": status, **until}

    return {
        "chat": chat.about,
        "from": person.account,
        "date": person.world.now(),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }


def _phone_texts(text: str) -> list[Json]:
    """A text as a phone sends it: cleaned, cut to messages, with what Telegram marks in it."""
    kept, _ = texts.trimmed(texts.clean(text), [])
    if not kept:
        raise ValueError("a phone sends no empty message")
    contents: list[dict[str, Any]] = []
    while kept:
        size = int(MessageLimit.MAX_TEXT_LENGTH)
        while units(kept[:size]) > MessageLimit.MAX_TEXT_LENGTH:
            over = units(kept[:size]) - MessageLimit.MAX_TEXT_LENGTH
            size -= max(1, over // 2)
        part, kept = kept[:size].rstrip(), kept[size:].lstrip()
        entities = texts.detect(part, [])
        contents.append({"text": part, **({"entities": entities} if entities else {})})
    return contents

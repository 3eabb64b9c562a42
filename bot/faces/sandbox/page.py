"""The chat page: files of the page, and a socket between its people and the sandbox."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from bot.faces.sandbox.people import Group, Person, Room
from bot.faces.sandbox.samples import SAMPLES
from bot.faces.sandbox.updates import encode
from bot.faces.sandbox.world import Chat, Json, World

STATIC = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
_POLICY = "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:"
_SHOWN = ("message", "edited", "deleted", "action", "pressed", "keyboard", "pinned", "blocked")
MAX_NAME = 64


class Host(Protocol):
    """What the page needs of the sandbox it belongs to."""

    world: World
    people: dict[int, Person]
    groups: dict[int, Group]

    def person(self, name: str, language_code: str = "en") -> Person:
        """A new person."""
        ...

    def group(self, title: str, members: list[Person]) -> Group:
        """A new group."""
        ...

    def forget(self, person: Person) -> None:
        """Removes a person."""
        ...


def routes(sandbox: Any) -> list[web.RouteDef]:
    """The addresses of the page."""
    host: Host = sandbox

    async def live(request: web.Request) -> web.StreamResponse:
        return await _live(host, request)

    async def file(request: web.Request) -> web.Response:
        stored = host.world.files.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        return web.Response(body=stored.content, content_type=stored.mime)

    return [
        web.get("/", _static),
        web.get("/static/{name}", _static),
        web.get("/sandbox/live", live),
        web.get("/sandbox/file/{id}", file),
    ]


async def _static(request: web.Request) -> web.Response:
    name = request.match_info.get("name", "page.html")
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in _TYPES or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=path.read_bytes(),
        content_type=_TYPES[path.suffix],
        charset="utf-8",
        headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"},
    )


async def _live(host: Host, request: web.Request) -> web.StreamResponse:
    """One open page: it is told what happens and tells what its people do."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden
    socket = web.WebSocketResponse(heartbeat=30)
    await socket.prepare(request)
    session = _Session(host)
    host.world.listeners.append(session.notice)
    sender = asyncio.create_task(session.send_to(socket))
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await session.take(message.data)
    finally:
        host.world.listeners.remove(session.notice)
        sender.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await sender
    return socket


class _Session:
    """What one open page sees and does."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._out: asyncio.Queue[Json] = asyncio.Queue()
        self._cards: dict[str, Json] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._out.put_nowait({"event": "state", **self._people(), "chats": self._chats()})

    def notice(self, event: str, chat: Chat | None, what: Json) -> None:
        """Passes on what happens; the content is copied, for later edits change it."""
        if event in ("people", "profile"):
            self._out.put_nowait({"event": "people", **self._people()})
        elif event in _SHOWN and chat is not None:
            kept = {**what} if event in ("message", "edited") else what
            self._out.put_nowait({"event": event, "chat": chat.id, "what": kept})

    async def send_to(self, socket: web.WebSocketResponse) -> None:
        """Sends what is noticed, in order."""
        while True:
            await socket.send_str(encode(await self._out.get()))

    def _people(self) -> Json:
        profile, world = self._host.world.profile, self._host.world
        people = [
            {
                "id": person.id,
                "name": person.name,
                "language": person.language,
                "blocked": person.room.blocked,
                "commands": profile.commands_for(person.language),
                "about": profile.text_for("description", person.language),
                "bot": profile.text_for("name", person.language) or world.bot["first_name"],
            }
            for person in self._host.people.values()
        ]
        groups = [
            {
                "id": group.id,
                "title": group.title,
                "members": [m["id"] for m in group.room.members.values() if not m["is_bot"]],
            }
            for group in self._host.groups.values()
        ]
        return {"people": people, "groups": groups, "bot": world.bot}

    def _chats(self) -> dict[str, list[Json]]:
        chats = self._host.world.chats
        return {str(chat.id): list(chat.messages.values()) for chat in chats.values()}

    async def take(self, data: str) -> None:
        """Does what the page asks; what cannot be done is said on the page."""
        try:
            asked = json.loads(data)
            await _ACTS[asked["do"]](self, asked)
        except (KeyError, LookupError, TypeError, ValueError) as error:
            self._out.put_nowait({"event": "refused", "words": type(error).__name__})

    def _room(self, asked: Mapping[str, Any]) -> tuple[Person, Room]:
        person = self._host.people[int(asked["person"])]
        chat = int(asked.get("chat") or person.id)
        return person, person if chat == person.id else self._host.groups[chat]

    async def say(self, asked: Json) -> None:
        """A person writes."""
        person, room = self._room(asked)
        reply = room.message(int(asked["reply"])) if asked.get("reply") else None
        await person.says(str(asked["text"]), to=room, reply_to=reply)

    async def edit(self, asked: Json) -> None:
        """A person changes an own message."""
        person, room = self._room(asked)
        message = room.message(int(asked["message"]))
        if message.raw["from"]["id"] == person.id:
            await person.edits(message, str(asked["text"]))

    async def press(self, asked: Json) -> None:
        """A person presses a button."""
        person, room = self._room(asked)
        message = room.message(int(asked["message"]))
        press = await person.presses(str(asked["button"]), message, within=room)
        if press is not None:
            pressing = {"press": press.id, "chat": room.id, **{k: asked[k] for k in _PRESSED}}
            self._out.put_nowait({"event": "pressing", **pressing})

    async def send(self, asked: Json) -> None:
        """A person sends a sample."""
        person, room = self._room(asked)
        if asked["kind"] in SAMPLES:
            await person.sends(asked["kind"], to=room)

    async def ask(self, asked: Json) -> None:
        """A person asks in inline mode; the cards come when the bot has them."""
        person, _ = self._room(asked)
        task = asyncio.create_task(self._ask(person, str(asked["query"])))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask(self, person: Person, query: str) -> None:
        cards: list[Json] = []
        with suppress(TimeoutError):
            cards = await person.inline(query)
        self._cards = {card["id"]: card for card in cards}
        shown = [
            {name: str(card.get(name) or "") for name in ("id", "title", "description")}
            for card in cards
        ]
        self._out.put_nowait({"event": "cards", "query": query, "cards": shown})

    async def pick(self, asked: Json) -> None:
        """A person puts a card into the chat."""
        person, room = self._room(asked)
        await person.picks(self._cards[str(asked["card"])], to=room)

    async def add(self, asked: Json) -> None:
        """A new person."""
        name = str(asked["name"]).strip()[:MAX_NAME]
        if name:
            person = self._host.person(name, str(asked["language"])[:8])
            self._out.put_nowait({"event": "added", "person": person.id})

    async def remove(self, asked: Json) -> None:
        """Removes a person."""
        self._host.forget(self._host.people[int(asked["person"])])

    async def block(self, asked: Json) -> None:
        """A person blocks the bot, or lets it write again."""
        person, _ = self._room(asked)
        await (person.unblocks() if person.room.blocked else person.blocks())

    async def found(self, asked: Json) -> None:
        """A new staff group with one officer in it."""
        officer = self._host.person(str(asked["officer"])[:MAX_NAME], str(asked["language"])[:8])
        self._host.group(str(asked["title"])[:MAX_NAME], [officer])

    async def join(self, asked: Json) -> None:
        """A person joins a group."""
        self._host.groups[int(asked["chat"])].add(self._host.people[int(asked["person"])])
        self._out.put_nowait({"event": "people", **self._people()})


_PRESSED = ("message", "button")
_ACTS: dict[str, Callable[[_Session, Json], Awaitable[None]]] = {
    act.__name__: act
    for act in (
        _Session.say,
        _Session.edit,
        _Session.press,
        _Session.send,
        _Session.ask,
        _Session.pick,
        _Session.add,
        _Session.remove,
        _Session.block,
        _Session.found,
        _Session.join,
    )
}

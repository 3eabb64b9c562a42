"""A Telegram of one's own on this machine: the Bot API, people, groups and the chat page."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from typing import Self

from aiohttp import web

from bot.faces.sandbox import page
from bot.faces.sandbox.api import Api
from bot.faces.sandbox.faults import Faults
from bot.faces.sandbox.people import Group, Person, membership
from bot.faces.sandbox.world import Chat, Json, World

TOKEN = "1000000001:SANDBOX-a-token-for-this-machine-only"  # noqa: S105  # opens nothing
_FIRST_PERSON = 5_000_000_001
_FIRST_GROUP = -1_001_000_000_001
_MAX_UPLOAD = 50 * 2**20


class Sandbox:
    """Serves the Bot API at `api_url` for the bot with `token`, and lets people talk to it.

    `latency` delays every answer by so many seconds, `faults` breaks calls at will, `limits`
    enforces Telegram's flood limits, `clock` tells the time in seconds since 1970.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = TOKEN,
        latency: float = 0.0,
        faults: Faults | None = None,
        limits: bool = False,
        webhook_delay: float = 1.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.world = World(token, faults, clock)
        self.api = Api(self.world, latency=latency, limits=limits, webhook_delay=webhook_delay)
        self.token = token
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None
        self._person_ids = itertools.count(_FIRST_PERSON)
        self._group_ids = itertools.count(_FIRST_GROUP, -1)
        self._last = 0.0
        self.world.listeners.append(self._notice)

    async def start(self) -> Self:
        """Opens the port."""
        app = web.Application(client_max_size=_MAX_UPLOAD)
        app.add_routes(self.api.routes())
        app.add_routes(page.routes(self))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port, backlog=1024).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def close(self) -> None:
        """Closes the port; what is in memory is gone."""
        await self.api.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    @property
    def api_url(self) -> str:
        """Address for BOT_API_URL."""
        return f"http://{self._host}:{self._port}"

    @property
    def page_url(self) -> str:
        """Address of the chat page."""
        return f"{self.api_url}/"

    def person(
        self,
        name: str,
        language_code: str = "en",
        *,
        username: str | None = None,
        person_id: int | None = None,
    ) -> Person:
        """A new person with a phone in this language; the bot does not know them yet."""
        account: Json = {
            "id": person_id or next(self._person_ids),
            "is_bot": False,
            "first_name": name,
        }
        if username:
            account["username"] = username
        if language_code:
            account["language_code"] = language_code
        person = Person(self.world, account, language_code)
        self.people[person.id] = person
        self.world.tell("people", None, {})
        return person

    def forget(self, person: Person) -> None:
        """Removes a person and their chat."""
        person.close()
        del self.people[person.id], self.world.chats[person.id]
        self.world.tell("people", None, {})

    def group(self, title: str, members: Sequence[Person] = (), *, forum: bool = False) -> Group:
        """A new group with the bot in it."""
        chat = self.world.new_group(next(self._group_ids), title, forum=forum)
        group = Group(self.world, chat)
        self.groups[group.id] = group
        for person in members:
            chat.members[person.id] = person.account
        if members:
            joined = membership(members[0], chat, "left", "member")
            self.world.updates.add("my_chat_member", chat.lane, joined)
        self.world.tell("people", None, {})
        return group

    def _notice(self, event: str, chat: Chat | None, what: Json) -> None:
        self._last = time.monotonic()

    async def quiet(self, seconds: float = 0.7, patience: float = 15.0) -> bool:
        """Waits until the bot took all updates and nothing happened for so many seconds.

        False when that does not come about within `patience` seconds.
        """
        try:
            async with asyncio.timeout(patience):
                while True:
                    await self.world.updates.all_confirmed()
                    left = self._last + seconds - time.monotonic()
                    if left <= 0:
                        return True
                    await asyncio.sleep(left)
        except TimeoutError:
            return False


async def serve(host: str = "127.0.0.1", port: int = 0, **options: object) -> Sandbox:
    """Starts a sandbox; options as for `Sandbox`. Close it when done."""
    return await Sandbox(host=host, port=port, **options).start()  # type: ignore[arg-type]

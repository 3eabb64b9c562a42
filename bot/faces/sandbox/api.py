"""The Bot API over HTTP: one route, one table of methods."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from aiohttp import web

from bot.faces.sandbox import editing, profile, sending
from bot.faces.sandbox.errors import ApiError, too_many
from bot.faces.sandbox.faults import Fault, Flood
from bot.faces.sandbox.params import Params, read
from bot.faces.sandbox.updates import encode
from bot.faces.sandbox.webhook import Webhook
from bot.faces.sandbox.world import Json, World

LONGEST_POLL = 50

Method = Callable[[World, Params], Any]
METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendvoice": sending.send_voice,
    "sendlocation": sending.send_location,
    "sendchataction": editing.send_chat_action,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagereplymarkup": editing.edit_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "pinchatmessage": editing.pin_message,
    "unpinchatmessage": editing.unpin_message,
    "createforumtopic": editing.create_topic,
    "getchat": editing.get_chat,
    "getfile": editing.get_file,
    "answercallbackquery": profile.answer_callback,
    "answerinlinequery": profile.answer_inline,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "deletemycommands": profile.delete_commands,
    "setmyname": partial(profile.set_text, "name"),
    "getmyname": partial(profile.get_text, "name"),
    "setmydescription": partial(profile.set_text, "description"),
    "getmydescription": partial(profile.get_text, "description"),
    "setmyshortdescription": partial(profile.set_text, "short_description"),
    "getmyshortdescription": partial(profile.get_text, "short_description"),
    "setchatmenubutton": profile.set_menu_button,
    "getchatmenubutton": profile.get_menu_button,
}
_LIMITED = {"sendmessage", "sendphoto", "senddocument", "sendvoice", "sendlocation"}


class Api:
    """Answers the bot's calls; `latency` seconds late, with the world's faults."""

    def __init__(
        self,
        world: World,
        *,
        latency: float = 0.0,
        limits: bool = False,
        webhook_delay: float = 1.0,
    ) -> None:
        self.world = world
        self.latency = latency
        self.flood = Flood(world.clock) if limits else None
        self.webhook = Webhook(world, self._from_webhook, webhook_delay)
        self.calls = 0
        self._special: dict[str, Callable[[Params], Awaitable[Any]]] = {
            "getupdates": self._get_updates,
            "setwebhook": self.webhook.set,
            "deletewebhook": self.webhook.delete,
            "getwebhookinfo": self._webhook_info,
            "close": self._nothing,
            "logout": self._nothing,
        }

    def routes(self) -> list[web.RouteDef]:
        """The addresses of the Bot API."""
        return [
            web.route("*", "/bot{token}/{method}", self.handle),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call of the Bot API."""
        self.calls += 1
        fault = self.world.faults.draw()
        if fault == "reset":
            return _broken(request)
        status, body = await self._answer(request, fault)
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault == "lost":
            return _broken(request)
        return web.Response(status=status, body=body, content_type="application/json")

    async def _answer(self, request: web.Request, fault: Fault | None) -> tuple[int, bytes]:
        try:
            if fault == "bad_gateway":
                raise ApiError(502, "Bad Gateway")
            if request.match_info["token"] != self.world.token:
                raise ApiError(401, "Unauthorized")
            params = await read(request)
            if fault == "too_many":
                raise too_many(1)
            return 200, await self._call(request.match_info["method"].lower(), params)
        except ApiError as error:
            return error.code, encode(error.body()).encode()

    async def _call(self, name: str, params: Params) -> bytes:
        special = self._special.get(name)
        if special is not None:
            found = await special(params)
            return found if isinstance(found, bytes) else _ok(found)
        method = METHODS.get(name)
        if method is None:
            raise ApiError(404, "Not Found")
        if self.flood is not None and name in _LIMITED:
            self.flood.check(params.integer("chat_id"))
        return _ok(method(self.world, params))

    async def _from_webhook(self, name: str, values: Json) -> None:
        if name.lower() not in METHODS:
            return  # nothing that changes the webhook itself
        with suppress(ApiError):  # Telegram tells nobody when such a call is refused
            await self._call(name.lower(), Params(values))

    async def _get_updates(self, params: Params) -> bytes:
        updates = self.world.updates
        updates.allow(params.structure("allowed_updates", "allowed updates"))
        batch = await updates.poll(
            params.integer("offset"),
            params.integer("limit", 100, 1, 100),
            params.integer("timeout", 0, 0, LONGEST_POLL),
        )
        return b'{"ok":true,"result":[' + b",".join([update.body for update in batch]) + b"]}"

    async def _webhook_info(self, params: Params) -> Json:
        return self.webhook.info()

    async def _nothing(self, params: Params) -> bool:
        return True

    async def download(self, request: web.Request) -> web.Response:
        """The content of a file that a message holds."""
        if request.match_info["token"] != self.world.token:
            return web.json_response(ApiError(401, "Unauthorized").body(), status=401)
        path = request.match_info["path"]
        for stored in self.world.files.values():
            if stored.path == path:
                return web.Response(body=stored.content, content_type=stored.mime)
        return web.json_response(ApiError(404, "Not Found").body(), status=404)


def _ok(result: Any) -> bytes:
    return ('{"ok":true,"result":' + encode(result) + "}").encode()


def _broken(request: web.Request) -> web.StreamResponse:
    """Breaks the connection in place of an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)

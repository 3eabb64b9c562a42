"""How updates reach the bot: polling, webhook, faults and limits."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.faults import Faults
from tests.faces.sandbox.conftest import Client, Clock

Clients = Callable[[Sandbox], Client]
Receive = Callable[[web.Request], Any]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(call: Client) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("one")
    (first,) = await call.result("getUpdates")
    assert await call.result("getUpdates") == [first]
    assert await call.result("getUpdates", offset=first["update_id"]) == [first]
    await person.says("two")
    (second,) = await call.result("getUpdates", offset=first["update_id"] + 1)
    assert second["message"]["text"] == "two"
    assert second["update_id"] == first["update_id"] + 1


async def test_at_most_a_hundred_updates_come_at_once(call: Client) -> None:
    person = call.sandbox.person("Aziza")
    for number in range(130):
        await person.says(str(number))
    batch = await call.result("getUpdates", limit=1000)
    assert [update["message"]["text"] for update in batch] == [str(n) for n in range(100)]
    assert len(await call.result("getUpdates", offset=-5)) == 5
    assert len(await call.result("getUpdates")) == 5


async def test_a_long_poll_ends_when_something_happens(call: Client) -> None:
    person = call.sandbox.person("Aziza")
    poll = asyncio.create_task(call.result("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await person.says("now")
    async with asyncio.timeout(2):
        assert len(await poll) == 1


async def test_a_second_poll_ends_the_first(call: Client) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(call("getUpdates", timeout=1))
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    assert (await second)["ok"]


async def test_polling_is_refused_while_a_webhook_is_set(call: Client) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await call.result("setWebhook", url="http://127.0.0.1:9/x")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await call("getUpdates")
    assert refused["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await call.result("deleteWebhook")
    assert await call.result("getUpdates") == []


async def test_allowed_updates_are_remembered_and_apply_to_new_updates(call: Client) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("before")
    await call.result("getUpdates", allowed_updates=["callback_query"])
    await person.says("after")
    assert [u["message"]["text"] for u in await call.result("getUpdates")] == ["before"]
    await call.result("getUpdates", allowed_updates=[])
    await person.says("again")
    assert [u["message"]["text"] for u in await call.result("getUpdates")] == ["before", "again"]


async def test_waiting_updates_expire_after_a_day(call: Client, clock: Clock) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("old")
    clock.now += 24 * 3600 + 1
    await person.says("new")
    assert [u["message"]["text"] for u in await call.result("getUpdates")] == ["new"]


class Receiver:
    """A web server that takes a webhook's deliveries."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Receive = lambda request: web.Response()
        self.url = ""
        self.came = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(json.loads(await request.read()))
        self.came.set()
        answer = self.answer(request)
        result: web.Response = await answer if asyncio.iscoroutine(answer) else answer
        return result

    def texts(self) -> list[str]:
        return [u["message"]["text"] for u in self.updates if "message" in u]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.updates) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_a_webhook_gets_what_waited_and_what_comes(call: Client, receiver: Receiver) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("before")
    await call.result("setWebhook", url=receiver.url, secret_token="s-1")  # a test's
    await person.says("after")
    await receiver.until(2)
    assert receiver.texts() == ["before", "after"]
    assert receiver.secrets == ["s-1", "s-1"]
    await call.sandbox.world.updates.all_confirmed()
    info = await call.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_a_failed_delivery_is_tried_again_and_holds_up_its_person_only(
    call: Client, receiver: Receiver
) -> None:
    failing = 3

    def answer(request: web.Request) -> web.Response:
        nonlocal failing
        if receiver.texts()[-1] == "first" and failing:
            failing -= 1
            return web.Response(status=500)
        return web.Response()

    receiver.answer = answer
    await call.result("setWebhook", url=receiver.url)
    aziza, dilshod = call.sandbox.person("Aziza"), call.sandbox.person("Dilshod")
    await aziza.says("first")
    await aziza.says("second")
    await dilshod.says("other")
    await receiver.until(6)
    assert [text for text in receiver.texts() if text != "other"] == ["first"] * 4 + ["second"]
    assert receiver.texts().index("other") < 4
    info = await call.result("getWebhookInfo")
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )


async def test_presses_do_not_wait_behind_messages(call: Client, receiver: Receiver) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("x")
    await call.result("getUpdates", offset=2**40)
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    await call.result("sendMessage", chat_id=person.id, text="x", reply_markup=keys)
    held = asyncio.Event()

    async def hold() -> web.Response:
        await held.wait()
        return web.Response()

    receiver.answer = lambda _: hold() if "message" in receiver.updates[-1] else web.Response()
    await call.result("setWebhook", url=receiver.url)
    await person.says("slow")
    await person.presses("a")
    await receiver.until(2)
    assert {"message", "callback_query"} == {
        kind for update in receiver.updates for kind in update if kind != "update_id"
    }
    held.set()


async def test_a_call_in_the_answer_of_a_webhook_is_made(call: Client, receiver: Receiver) -> None:
    person = call.sandbox.person("Aziza")
    receiver.answer = lambda _: web.json_response(
        {"method": "sendMessage", "chat_id": person.id, "text": "at once"}
    )
    await call.result("setWebhook", url=receiver.url)
    await person.says("x")
    assert [message.text for message in await person.hears()] == ["at once"]


async def test_faults_break_calls_with_and_without_effect(client_of: Clients) -> None:
    for faults, effect in ((Faults(reset=1), 1), (Faults(lost=1), 2)):
        async with Sandbox(faults=faults) as sandbox:
            person = sandbox.person("Aziza")
            await person.says("x")
            with pytest.raises(aiohttp.ClientError):
                await client_of(sandbox)("sendMessage", chat_id=person.id, text="x")
            assert len(person.chat) == effect
    for faults, code in ((Faults(bad_gateway=1), 502), (Faults(too_many=1), 429)):
        async with Sandbox(faults=faults) as sandbox:
            assert (await client_of(sandbox)("getMe"))["error_code"] == code


async def test_a_duplicated_update_comes_again_after_its_confirmation(client_of: Clients) -> None:
    async with Sandbox(faults=Faults(duplicated=1)) as sandbox:
        call = client_of(sandbox)
        await sandbox.person("Aziza").says("x")
        (first,) = await call.result("getUpdates")
        after = first["update_id"] + 1
        assert await call.result("getUpdates", offset=after) == [first]
        assert await call.result("getUpdates", offset=after) == []


async def test_latency_delays_every_answer(client_of: Clients) -> None:
    async with Sandbox(latency=0.1) as sandbox:
        start = time.monotonic()
        await client_of(sandbox).result("getMe")
        assert time.monotonic() - start >= 0.1


async def test_flood_limits_answer_with_the_seconds_to_wait(client_of: Clients) -> None:
    clock = Clock()
    async with Sandbox(limits=True, clock=clock) as sandbox:
        call = client_of(sandbox)
        aziza, dilshod = sandbox.person("Aziza"), sandbox.person("Dilshod")
        for person in (aziza, dilshod):
            await person.says("x")
        answers = [await call("sendMessage", chat_id=aziza.id, text="x") for _ in range(4)]
        assert [answer["ok"] for answer in answers] == [True, True, True, False]
        assert answers[-1] == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        assert (await call("sendMessage", chat_id=dilshod.id, text="x"))["ok"]
        clock.now += 1
        assert (await call("sendMessage", chat_id=aziza.id, text="x"))["ok"]


async def test_a_group_takes_twenty_messages_a_minute(client_of: Clients) -> None:
    clock = Clock()
    async with Sandbox(limits=True, clock=clock) as sandbox:
        call = client_of(sandbox)
        group = sandbox.group("Staff", [sandbox.person("Officer")])
        answers = [await call("sendMessage", chat_id=group.id, text="x") for _ in range(21)]
        assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
        assert answers[-1]["parameters"] == {"retry_after": 3}

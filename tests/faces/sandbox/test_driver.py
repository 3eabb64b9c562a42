"""People of the sandbox talk to a bot that runs on python-telegram-bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Update
from telegram.constants import MessageLimit

from bot.faces.sandbox.driver import Sandbox, serve
from tests.faces.sandbox.conftest import Client
from tests.faces.sandbox.echo import App, build, polling


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[App]:
    async with polling(sandbox) as running:
        yield running


async def test_a_person_is_answered_with_format_and_buttons(sandbox: Sandbox, app: App) -> None:
    aziza = sandbox.person("Aziza", language_code="uz")
    asked = await aziza.says("Jarima qancha? 😀")
    (answer,) = await aziza.hears(after=asked)
    assert answer.text.startswith("You said: Jarima qancha? 😀\n")
    assert answer.html.startswith("<b>You said</b>: Jarima qancha? 😀\n<blockquote expandable>")
    assert [button.text for button in answer.buttons] == ["Yes", "No", "1414", "egov.kz"]
    assert [button.style for button in answer.rows[0]] == ["success", "danger"]
    assert answer.buttons[2].copy == "1414"
    assert aziza.chat == [asked, answer]
    assert aziza.actions == ["typing"]


async def test_presses_edit_and_show_a_toast(sandbox: Sandbox, app: App) -> None:
    aziza = sandbox.person("Aziza")
    await aziza.says("x")
    (answer,) = await aziza.hears()
    await aziza.presses("Yes")
    assert [message.text for message in await aziza.hears()] == ["Good."]
    assert answer.edited
    assert aziza.toasts == ["Thank you!"]
    with pytest.raises(LookupError):
        await aziza.presses("No", answer)


async def test_links_and_copies_stay_on_the_phone(sandbox: Sandbox, app: App) -> None:
    aziza = sandbox.person("Aziza")
    await aziza.says("x")
    await aziza.hears()
    assert await aziza.presses("egov.kz") is None
    assert await aziza.presses("1414") is None


async def test_an_edited_question_reaches_the_bot(sandbox: Sandbox, app: App) -> None:
    aziza = sandbox.person("Aziza")
    asked = await aziza.says("x")
    await aziza.hears()
    await aziza.edits(asked, "y")
    (answer,) = await aziza.hears()
    assert "You said: y" in answer.text


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "location", "document", "contact"])
async def test_files_reach_the_bot(sandbox: Sandbox, app: App, kind: str) -> None:
    aziza = sandbox.person("Aziza")
    sent = await aziza.sends(kind)
    assert sent.kind == kind
    if kind not in ("location", "contact"):
        assert [message.text for message in await aziza.hears()] == ["I read text only."]


async def test_the_bot_can_read_a_file(sandbox: Sandbox, app: App) -> None:
    photo = await sandbox.person("Aziza").sends_photo("caption")
    file = await app.bot.get_file(photo.raw["photo"][0]["file_id"])
    assert bytes(await file.download_as_bytearray()).startswith(b"\x89PNG")


async def test_inline_cards_can_be_put_into_a_chat(sandbox: Sandbox, app: App) -> None:
    aziza = sandbox.person("Aziza")
    (card,) = await aziza.inline("fine")
    assert card["title"] == "About fine"
    message = await aziza.picks(card)
    assert message.html == "<b>Card</b>"


async def test_several_people_side_by_side_hear_only_their_own(sandbox: Sandbox, app: App) -> None:
    people = [sandbox.person(f"P{number}") for number in range(12)]
    await asyncio.gather(*(person.says(f"I am {person.id}") for person in people))
    heard = await asyncio.gather(*(person.hears() for person in people))
    for person, messages in zip(people, heard, strict=True):
        assert [f"You said: I am {person.id}" in message.text for message in messages] == [True]


async def test_a_group_has_members_and_the_bot(sandbox: Sandbox, app: App) -> None:
    officer = sandbox.person("Officer")
    group = sandbox.group("Staff", [officer])
    await officer.says("hello", to=group)
    (answer,) = await group.hears()
    assert "You said: hello" in answer.text
    assert answer.answers == group.chat[0].id
    assert officer.chat == []
    press = await officer.presses("Yes", within=group)
    await group.hears()
    assert press is not None
    assert officer.toasts == group.toasts == ["Thank you!"]


async def test_joining_a_group_is_told(call: Client) -> None:
    sandbox = call.sandbox
    group = sandbox.group("Staff", [sandbox.person("Officer")])
    group.add(sandbox.person("Second"))
    updates = await call.result("getUpdates")
    assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert [m["first_name"] for m in updates[1]["message"]["new_chat_members"]] == ["Second"]
    assert Update.de_json(updates[0]).my_chat_member is not None


async def test_a_phone_cuts_long_texts_and_sends_no_empty_ones(sandbox: Sandbox) -> None:
    aziza = sandbox.person("Aziza")
    await aziza.says("😀" * 5000)
    assert "".join(message.text for message in aziza.chat) == "😀" * 5000
    assert all(len(m.text) <= MessageLimit.MAX_TEXT_LENGTH // 2 for m in aziza.chat)
    with pytest.raises(ValueError, match="empty"):
        await aziza.says(" \n ")


async def test_silence_is_a_timeout(sandbox: Sandbox) -> None:
    aziza = sandbox.person("Aziza")
    await aziza.says("x")
    with pytest.raises(TimeoutError):
        await aziza.hears(timeout=0.05)
    assert await sandbox.quiet(0.05, patience=0.1) is False


async def test_quiet_comes_when_all_is_taken(sandbox: Sandbox, app: App) -> None:
    await sandbox.person("Aziza").says("x")
    assert await sandbox.quiet(0.2, patience=5)


async def test_the_same_bot_works_by_webhook(sandbox: Sandbox) -> None:
    app = build(sandbox)

    async def take(request: web.Request) -> web.Response:
        await app.process_update(Update.de_json(json.loads(await request.read()), app.bot))
        return web.Response()

    server = web.Application()
    server.router.add_post("/hook", take)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with app:
        await app.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
        aziza = sandbox.person("Aziza")
        await aziza.says("x")
        await aziza.hears()
        await aziza.presses("Yes")
        assert [message.text for message in await aziza.hears()] == ["Good."]
        info = await app.bot.get_webhook_info()
        assert info.last_error_message is None
        await app.bot.delete_webhook()
    await runner.cleanup()


async def test_profile_methods_go_through_the_library(sandbox: Sandbox, app: App) -> None:
    await app.bot.set_my_commands([("start", "Start")], language_code="kk")
    await app.bot.set_my_short_description("Short")
    assert (await app.bot.get_my_commands(language_code="kk"))[0].description == "Start"
    assert (await app.bot.get_my_short_description()).short_description == "Short"
    assert (await app.bot.get_my_name()).name == "Yoldash"
    person = sandbox.person("Aziza")
    await person.says("x")
    (answer,) = await person.hears()
    assert await app.bot.pin_chat_message(person.id, answer.id)
    assert (await app.bot.get_chat(person.id)).first_name == "Aziza"


async def test_serve_starts_at_once() -> None:
    sandbox = await serve()
    assert sandbox.api_url.startswith("http://127.0.0.1:")
    await sandbox.close()

"""Every refusal of the Bot API that the bot can meet, in Telegram's words."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.faces.sandbox.driver import Sandbox
from tests.faces.sandbox.conftest import Client, Clock

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
KEY = "can't parse inline keyboard button: "


def board(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.fixture
async def chat_id(sandbox: Sandbox) -> int:
    person = sandbox.person("Aziza", "uz")
    await person.says("salom")
    return person.id


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": "   "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x" * 40000}, "text is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            {"text": "<b>a</i>", "parse_mode": "HTML"},
            (
                "can't parse entities: Unmatched end tag at byte offset 4, "
                'expected "</b>", found "</i>"'
            ),
        ),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 99}, "message thread not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": []}, "object expected as reply markup"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [{}]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"text": "x", "reply_markup": board(callback_data="a")},
            KEY + 'Can\'t find field "text"',
        ),
        (
            {"text": "x", "reply_markup": board(text="a")},
            KEY + "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": board(text="a", callback_data="")},
            KEY + "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": board(text="a", callback_data="ә" * 33)},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"text": "x", "reply_markup": board(text="a", url="no where")},
            "inline keyboard button URL 'no where' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": board(text="a", copy_text={"text": "x" * 257})},
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            {"text": "x", "reply_markup": board(text="a", callback_data="b", style="pink")},
            KEY + "invalid button style specified",
        ),
        (
            {"text": "x", "reply_markup": board(text="a", callback_data="b", url="a.org")},
            KEY + "exactly one action expected, found ['url', 'callback_data']",
        ),
        (
            {
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]] * 101},
            },
            "reply markup is too long",
        ),
    ],
)
async def test_a_wrong_message_is_refused(
    call: Client, chat_id: int, params: dict[str, Any], words: str
) -> None:
    answer = await call("sendMessage", chat_id=chat_id, **params)
    expected = {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert answer == expected
    assert len(call.sandbox.people[chat_id].chat) == 1


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 42, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
        (
            "sendChatAction",
            {"chat_id": 5000000001, "action": "sing"},
            "wrong parameter action in request",
        ),
        ("sendPhoto", {"chat_id": 5000000001}, "there is no photo in the request"),
        (
            "sendPhoto",
            {"chat_id": 5000000001, "photo": "x"},
            "wrong file identifier/HTTP URL specified",
        ),
        ("sendLocation", {"chat_id": 5000000001}, "latitude is empty"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        (
            "editMessageText",
            {"chat_id": 5000000001, "message_id": 99, "text": "x"},
            "message to edit not found",
        ),
        (
            "editMessageText",
            {"chat_id": 5000000001, "message_id": 1, "text": "x"},
            "message can't be edited",
        ),
        ("deleteMessage", {"chat_id": 5000000001, "message_id": 99}, "message to delete not found"),
        ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
        ("createForumTopic", {"chat_id": 5000000001, "name": "x"}, "the chat is not a forum"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, TOO_OLD),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []}, TOO_OLD),
        (
            "setMyCommands",
            {"commands": [{"command": "Start", "description": "x"}]},
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a" * 33, "description": "x"}]},
            "command length must not exceed 32",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": " "}]},
            "command description must be non-empty",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x" * 257}]},
            "command description length must not exceed 256",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x"}] * 101},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        (
            "setMyCommands",
            {"commands": [], "language_code": "uz_Cyrl"},
            "invalid language code specified",
        ),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        (
            "setMyShortDescription",
            {"short_description": "x" * 121},
            "short description is too long",
        ),
        ("setMyName", {"name": "x" * 65}, "name is too long"),
        (
            "setWebhook",
            {"url": "http://127.0.0.1:1/", "secret_token": "no!"},
            "secret token contains unallowed characters",
        ),
        ("setWebhook", {"url": "nowhere"}, "invalid webhook URL specified"),
    ],
)
async def test_a_wrong_call_is_refused(
    call: Client, chat_id: int, method: str, params: dict[str, Any], words: str
) -> None:
    assert (await call(method, **params))["description"] == f"Bad Request: {words}"


async def test_a_wrong_token_opens_nothing(call: Client) -> None:
    async with call.session.get(f"{call.sandbox.api_url}/bot1:x/getMe") as answer:
        assert answer.status == 401
        assert (await answer.json())["description"] == "Unauthorized"


async def test_an_unknown_method_is_not_found(call: Client) -> None:
    assert (await call("sendTelepathy"))["error_code"] == 404


async def test_someone_who_never_wrote_cannot_be_reached(call: Client) -> None:
    stranger = call.sandbox.person("Stranger")
    answer = await call("sendMessage", chat_id=stranger.id, text="x")
    assert answer["description"] == "Bad Request: chat not found"


async def test_a_blocked_bot_cannot_write_until_it_is_unblocked(call: Client) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("x")
    await person.blocks()
    answer = await call("sendMessage", chat_id=person.id, text="x")
    assert (answer["error_code"], answer["description"]) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    await person.unblocks()
    assert (await call("sendMessage", chat_id=person.id, text="x"))["ok"]


async def test_an_edit_must_change_something(call: Client, chat_id: int) -> None:
    keys = board(text="a", callback_data="b")
    sent = await call.result(
        "sendMessage", chat_id=chat_id, text="<b>x</b>", parse_mode="HTML", reply_markup=keys
    )
    where = {"chat_id": chat_id, "message_id": sent["message_id"]}
    same = await call(
        "editMessageText", text="<b>x</b>", parse_mode="HTML", reply_markup=keys, **where
    )
    assert same["description"] == f"Bad Request: {NOT_MODIFIED}"
    same = await call("editMessageReplyMarkup", reply_markup=keys, **where)
    assert same["description"] == f"Bad Request: {NOT_MODIFIED}"
    plain = await call.result("editMessageText", text="x", **where)
    assert "reply_markup" not in plain
    assert "entities" not in plain
    assert plain["edit_date"]


async def test_a_long_edit_is_refused_in_the_servers_own_words(call: Client, chat_id: int) -> None:
    sent = await call.result("sendMessage", chat_id=chat_id, text="x")
    where = {"chat_id": chat_id, "message_id": sent["message_id"]}
    answer = await call("editMessageText", text="😀" * 2049, **where)
    assert answer["description"] == "Bad Request: MESSAGE_TOO_LONG"


async def test_a_text_of_exactly_the_limit_passes(call: Client, chat_id: int) -> None:
    sent = await call.result("sendMessage", chat_id=chat_id, text="😀" * 2048)
    assert len(sent["text"]) == 2048


async def test_a_press_is_answered_once_and_in_time(call: Client, clock: Clock) -> None:
    person = call.sandbox.person("Aziza")
    await person.says("x")
    await call.result(
        "sendMessage", chat_id=person.id, text="x", reply_markup=board(text="a", callback_data="b")
    )
    press = await person.presses("a")
    assert press is not None
    await call.result("answerCallbackQuery", callback_query_id=press.id, text="done")
    assert person.toasts == ["done"]
    again = await call("answerCallbackQuery", callback_query_id=press.id)
    assert again["description"] == f"Bad Request: {TOO_OLD}"
    late = await person.presses("b")
    assert late is not None
    clock.now += 151
    answer = await call("answerCallbackQuery", callback_query_id=late.id)
    assert answer["description"] == f"Bad Request: {TOO_OLD}"


async def test_menus_and_texts_are_kept_by_language(call: Client) -> None:
    menu = [{"command": "start", "description": "Boshlash"}]
    await call.result("setMyCommands", commands=menu, language_code="uz")
    await call.result("setMyDescription", description="All", language_code="")
    assert await call.result("getMyCommands", language_code="uz") == menu
    assert await call.result("getMyCommands") == []
    found = await call.result("getMyDescription", language_code="kk")
    assert found == {"description": "All"}
    assert call.sandbox.world.profile.commands_for("uz") == menu
    await call.result("deleteMyCommands", language_code="uz")
    assert await call.result("getMyCommands", language_code="uz") == []


async def test_a_form_and_a_file_are_read_like_json(call: Client, chat_id: int) -> None:
    base = f"{call.sandbox.api_url}/bot{call.sandbox.token}"
    fields = {"chat_id": str(chat_id), "text": "+7 & <b>", "disable_notification": "true"}
    async with call.session.post(f"{base}/sendMessage", data=fields) as answer:
        assert (await answer.json())["result"]["text"] == "+7 & <b>"
    parts = aiohttp.FormData({"chat_id": str(chat_id)})
    parts.add_field("document", b"hello", filename="a.txt", content_type="text/plain")
    async with call.session.post(f"{base}/sendDocument", data=parts) as answer:
        document = (await answer.json())["result"]["document"]
    path = (await call.result("getFile", file_id=document["file_id"]))["file_path"]
    address = f"{call.sandbox.api_url}/file/bot{call.sandbox.token}/{path}"
    async with call.session.get(address) as answer:
        assert await answer.read() == b"hello"


async def test_topics_of_a_forum_take_messages(call: Client) -> None:
    group = call.sandbox.group("Staff", [call.sandbox.person("Officer")], forum=True)
    topic = await call.result("createForumTopic", chat_id=group.id, name="A17-4")
    thread = topic["message_thread_id"]
    sent = await call.result("sendMessage", chat_id=group.id, text="x", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)

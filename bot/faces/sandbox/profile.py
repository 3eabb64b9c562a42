"""Methods by which the bot answers presses and questions and tells about itself."""

from __future__ import annotations

import re
from typing import Any

from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    BotNameLimit,
    CallbackQueryLimit,
    InlineQueryLimit,
    InlineQueryResultLimit,
)

from bot.faces.sandbox import keyboards, texts
from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.markup import units
from bot.faces.sandbox.params import Params
from bot.faces.sandbox.updates import encode
from bot.faces.sandbox.world import CALLBACK_LIFETIME, INLINE_LIFETIME, Json, World

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(world: World, params: Params) -> Json:
    """The bot itself."""
    return {
        **world.bot,
        "first_name": world.profile.text_for("name", "") or world.bot["first_name"],
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def answer_callback(world: World, params: Params) -> bool:
    """The answer to a button press: at most once, and in time."""
    press = world.presses.get(params.text("callback_query_id"))
    if press is None or press.answer is not None or world.clock() - press.at > CALLBACK_LIFETIME:
        raise refused(_TOO_OLD)
    text = params.text("text")
    if units(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise refused("MESSAGE_TOO_LONG")
    press.answer = {
        "text": text,
        "show_alert": params.flag("show_alert"),
        "url": params.text("url"),
    }
    told = {"id": press.id, "person": press.person_id, **press.answer}
    world.tell("pressed", world.chats.get(press.chat_id), told)
    return True


def answer_inline(world: World, params: Params) -> bool:
    """The cards that answer an inline question."""
    question = world.questions.get(params.text("inline_query_id"))
    if question is None or question.answer is not None:
        raise refused(_TOO_OLD)
    if world.clock() - question.at > INLINE_LIFETIME:
        raise refused(_TOO_OLD)
    results = params.structure("results", "inline query results")
    if not isinstance(results or [], list):
        raise refused("expected an Array of inline query results")
    checked = [_result(found) for found in results or []]
    if len(checked) > InlineQueryLimit.RESULTS:
        raise refused("too many inline query results specified")
    if len({found["id"] for found in checked}) < len(checked):
        raise refused("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        raise refused("NEXT_OFFSET_INVALID")
    button = params.structure("button", "inline query results button")
    question.answer = {"results": checked, "button": button}
    question.answered.set()
    world.tell(
        "inline", world.chats.get(question.person_id), {"id": question.id, **question.answer}
    )
    return True


def _result(found: Any) -> Json:
    where = "can't parse inline query result"
    if not isinstance(found, dict):
        raise refused(f"{where}: Inline query result must be an object")
    needed = ("type", "id", "title") if found.get("type") == "article" else ("type", "id")
    for name in needed:
        if not found.get(name):
            raise refused(f'{where}: Can\'t find field "{name}"')
    size = len(str(found["id"]).encode())
    if not InlineQueryResultLimit.MIN_ID_LENGTH <= size <= InlineQueryResultLimit.MAX_ID_LENGTH:
        raise refused("RESULT_ID_INVALID")
    result = {**found, "id": str(found["id"])}
    markup = keyboards.check(found.get("reply_markup"), only_inline=True)
    if markup:
        result["reply_markup"] = markup
    content = found.get("input_message_content")
    if content is None and found["type"] == "article":
        raise refused(f'{where}: Can\'t find field "message_text"')
    if isinstance(content, dict) and "message_text" in content:
        text, entities = texts.limited_text(
            str(content["message_text"]), str(content.get("parse_mode") or "")
        )
        result["input_message_content"] = {"text": text, "entities": entities}
    return result


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise refused("invalid language code specified")
    return language


def _menu(params: Params) -> tuple[str, str]:
    """Which menu of commands a call means: scope and language."""
    scope = params.structure("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise refused("can't parse BotCommandScope: BotCommandScope must be an Object")
    fields = _SCOPES.get(str(scope.get("type")))
    if fields is None:
        raise refused("can't parse BotCommandScope: Unsupported type specified")
    key = {"type": scope["type"], **{name: str(scope.get(name, "")) for name in fields}}
    return encode(key), _language(params)


def set_commands(world: World, params: Params) -> bool:
    """The menu of commands for a scope and a language; an empty one removes it."""
    key = _menu(params)
    found = params.structure("commands", "commands")
    if not isinstance(found or [], list):
        raise refused("expected an Array of BotCommand")
    commands = [_command(command) for command in found or []]
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise refused("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[key] = commands
    world.commands_changed()
    return True


def _command(found: Any) -> Json:
    where = "can't parse BotCommand"
    if not isinstance(found, dict):
        raise refused(f"{where}: expected an Object")
    for field in ("command", "description"):
        if not isinstance(found.get(field), str):
            raise refused(f'{where}: Can\'t find field "{field}"')
    name = found["command"].strip().removeprefix("/")
    description = found["description"].strip()
    if not name:
        raise refused("command must be non-empty")
    if len(name) > BotCommandLimit.MAX_COMMAND:
        raise refused(f"command length must not exceed {int(BotCommandLimit.MAX_COMMAND)}")
    _described(description)
    if not _COMMAND.fullmatch(name):
        raise refused("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _described(description: str) -> None:
    if not description:
        raise refused("command description must be non-empty")
    if len(description) > BotCommandLimit.MAX_DESCRIPTION:
        limit = int(BotCommandLimit.MAX_DESCRIPTION)
        raise refused(f"command description length must not exceed {limit}")


def get_commands(world: World, params: Params) -> list[Json]:
    """The menu set for exactly this scope and language."""
    return world.profile.commands.get(_menu(params), [])


def delete_commands(world: World, params: Params) -> bool:
    """Removes the menu of this scope and language."""
    world.profile.commands.pop(_menu(params), None)
    world.commands_changed()
    return True


_TEXTS = {
    "name": ("name", int(BotNameLimit.MAX_NAME_LENGTH), "name is too long"),
    "description": (
        "description",
        int(BotDescriptionLimit.MAX_DESCRIPTION_LENGTH),
        "description is too long",
    ),
    "short_description": (
        "short_description",
        int(BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH),
        "short description is too long",
    ),
}


def set_text(name: str, world: World, params: Params) -> bool:
    """The bot's name, description or short description in a language; empty removes it."""
    field, limit, too_long = _TEXTS[name]
    text = params.text(field).strip()
    language = _language(params)
    if units(text) > limit:
        raise refused(too_long)
    world.profile.texts[name, language] = text
    world.commands_changed()
    return True


def get_text(name: str, world: World, params: Params) -> Json:
    """The text set for this language, else the one for all languages."""
    text = world.profile.text_for(name, _language(params))
    return {name: text or (world.bot["first_name"] if name == "name" else "")}


def set_menu_button(world: World, params: Params) -> bool:
    """What the button beside the text box opens."""
    button = params.structure("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise refused("can't parse menu button: MenuButton has unsupported type")
    world.profile.menu_button = button
    return True


def get_menu_button(world: World, params: Params) -> Json:
    """What the button beside the text box opens."""
    return world.profile.menu_button

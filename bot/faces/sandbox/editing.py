"""Methods that change or remove messages, and the small acts around them."""

from __future__ import annotations

from typing import Any

from telegram.constants import ChatAction, ForumTopicLimit

from bot.faces.sandbox import keyboards, texts
from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.params import Params
from bot.faces.sandbox.world import Chat, Json, World

DELETABLE = 48 * 3600
"""Seconds in which the bot may delete a message of a private chat."""
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def _target(world: World, params: Params, act: str) -> tuple[Chat, Json]:
    inline = params.text("inline_message_id")
    if inline:
        if inline not in world.inline_messages:
            raise refused("MESSAGE_ID_INVALID")
        chat_id, message_id = world.inline_messages[inline]
        return world.chats[chat_id], world.chats[chat_id].messages[message_id]
    if "message_id" not in params and "chat_id" not in params:
        raise refused("message identifier is not specified")
    chat = world.chat(params.text("chat_id"))
    if not params.integer("message_id"):
        raise refused("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise refused(f"message to {act} not found")
    return chat, message


def _editable(world: World, params: Params) -> tuple[Chat, Json]:
    chat, message = _target(world, params, "edit")
    writer: Json = message.get("via_bot") or message["from"]
    if writer["id"] != world.bot["id"]:
        raise refused("message can't be edited")
    return chat, message


def _replace(world: World, chat: Chat, message: Json, new: Json, params: Params) -> Json | bool:
    """Writes the new content over the old one, unless both are the same."""
    markup = keyboards.read(params, only_inline=True)
    if markup:
        new["reply_markup"] = markup
    compared = {*new, "entities", "caption_entities", "reply_markup"} - {"link_preview_options"}
    changing = compared if new.keys() - {"reply_markup"} else {"reply_markup"}
    if all(message.get(name) == new.get(name) for name in changing):
        raise refused(_NOT_MODIFIED)
    for name in changing - new.keys():
        message.pop(name, None)
    message.update(new)
    message["edit_date"] = world.now()
    world.tell("edited", chat, message)
    return True if "inline_message_id" in params else message


def edit_text(world: World, params: Params) -> Json | bool:
    """New text and keyboard of a message of the bot."""
    chat, message = _editable(world, params)
    text, entities = texts.message_text(params, editing=True)
    if "text" not in message:
        raise refused("there is no text in the message to edit")
    new: Json = {"text": text}
    if entities:
        new["entities"] = entities
    preview = params.structure("link_preview_options", "link preview options")
    if preview:
        new["link_preview_options"] = preview
    return _replace(world, chat, message, new, params)


def edit_caption(world: World, params: Params) -> Json | bool:
    """New caption and keyboard of a message with a file."""
    chat, message = _editable(world, params)
    if "text" in message:
        raise refused("there is no caption in the message to edit")
    new = {"caption": "", **texts.caption(params)}
    return _replace(world, chat, message, new, params)


def edit_markup(world: World, params: Params) -> Json | bool:
    """New keyboard of a message of the bot; none removes it."""
    chat, message = _editable(world, params)
    return _replace(world, chat, message, {}, params)


def delete_message(world: World, params: Params) -> bool:
    """Removes a message for everybody."""
    chat, message = _target(world, params, "delete")
    if chat.type == "private" and world.now() - message["date"] > DELETABLE:
        raise refused("message can't be deleted")
    _remove(world, chat, message["message_id"])
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Removes several messages; unknown ones are passed over."""
    chat = world.chat(params.text("chat_id"))
    found = params.structure("message_ids", "message identifiers")
    if not isinstance(found, list) or not found:
        raise refused("message identifiers are not specified")
    for message_id in found:
        _remove(world, chat, int(message_id))
    return True


def _remove(world: World, chat: Chat, message_id: int) -> None:
    message = chat.messages.pop(message_id, None)
    if message is not None:
        world.tell("deleted", chat, message)


def send_chat_action(world: World, params: Params) -> bool:
    """Shows for five seconds that the bot is busy."""
    chat = world.chat(params.text("chat_id"))
    action = params.text("action")
    if action not in set(ChatAction):
        raise refused("wrong parameter action in request")
    world.tell("action", chat, {"action": action})
    return True


def pin_message(world: World, params: Params) -> bool:
    """Pins a message on top of the chat."""
    chat, message = _target(world, params, "pin")
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
    world.tell("pinned", chat, {"message_ids": chat.pinned})
    return True


def unpin_message(world: World, params: Params) -> bool:
    """Takes a pinned message down; without an id the latest one."""
    chat = world.chat(params.text("chat_id"))
    wanted = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise refused("message to unpin not found")
    chat.pinned.remove(wanted)
    world.tell("pinned", chat, {"message_ids": chat.pinned})
    return True


def create_topic(world: World, params: Params) -> Json:
    """A new topic in a group that has them."""
    chat = world.chat(params.text("chat_id"))
    if not chat.about.get("is_forum"):
        raise refused("the chat is not a forum")
    name = params.text("name")
    if not 1 <= len(name) <= ForumTopicLimit.MAX_NAME_LENGTH:
        raise refused("TOPIC_TITLE_INVALID" if name else "TOPIC_TITLE_EMPTY")
    message = world.add_message(chat, world.bot, {"forum_topic_created": {"name": name}})
    topic: Json = {"message_thread_id": message["message_id"], "name": name, "icon_color": 7322096}
    chat.topics[message["message_id"]] = topic
    message.update(message_thread_id=message["message_id"], is_topic_message=True)
    return topic


def get_chat(world: World, params: Params) -> Json:
    """A chat in full."""
    chat = world.chat(params.text("chat_id"))
    accepted: dict[str, Any] = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
    )
    accepted["gifts_from_channels"] = False
    return {
        **chat.about,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": accepted,
    }


def get_file(world: World, params: Params) -> Json:
    """Where a file can be downloaded."""
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise refused("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.id[::-1],
        "file_size": len(stored.content),
        "file_path": stored.path,
    }

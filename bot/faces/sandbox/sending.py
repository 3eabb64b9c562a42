"""Methods that put messages into a chat."""

from __future__ import annotations

from typing import Any

from bot.faces.sandbox import keyboards, texts
from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.params import Params
from bot.faces.sandbox.world import Chat, Json, StoredFile, World

GENERAL_TOPIC = 1
LATITUDE, LONGITUDE = 90, 180


def _reply(chat: Chat, params: Params) -> Json:
    given = params.structure("reply_parameters", "reply parameters")
    if given is None and "reply_to_message_id" in params:
        given = {
            "message_id": params.integer("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise refused("object expected as reply parameters")
    message = chat.messages.get(int(given.get("message_id") or 0))
    if message is None:
        if given.get("allow_sending_without_reply"):
            return {}
        raise refused("message to be replied not found")
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}


def _topic(chat: Chat, params: Params) -> Json:
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if thread not in chat.topics:
        raise refused("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _post(world: World, params: Params, content: Any) -> Json:
    """Checks what all messages share, then sends what `content` gives."""
    chat = world.chat(params.text("chat_id"))
    topic = _topic(chat, params)
    reply = _reply(chat, params)
    fields = content()
    markup = keyboards.read(params)
    if markup and "inline_keyboard" in markup:
        fields["reply_markup"] = markup
    elif markup:
        world.tell("keyboard", chat, markup)
    return world.add_message(chat, world.bot, {**topic, **reply, **fields})


def send_message(world: World, params: Params) -> Json:
    """A text message."""

    def content() -> Json:
        text, entities = texts.message_text(params)
        fields: Json = {"text": text}
        if entities:
            fields["entities"] = entities
        preview = params.structure("link_preview_options", "link preview options")
        return {**fields, "link_preview_options": preview} if preview else fields

    return _post(world, params, content)


def _file(world: World, params: Params, kind: str) -> StoredFile:
    """The file of a call: uploaded now, or named by its identifier."""
    name = params.text(kind).removeprefix("attach://")
    upload = params.files.get(kind) or params.files.get(name)
    if upload is not None:
        if not upload.content:
            raise refused("file must be non-empty")
        return world.keep(upload.name or kind, upload.mime, upload.content)
    if not name:
        raise refused(f"there is no {kind} in the request")
    stored = world.files.get(name)
    if stored is None:
        raise refused("wrong file identifier/HTTP URL specified")
    return stored


def about_file(stored: StoredFile) -> Json:
    """What a message says of any file."""
    return {
        "file_id": stored.id,
        "file_unique_id": stored.id[::-1],
        "file_size": len(stored.content),
    }


def send_photo(world: World, params: Params) -> Json:
    """A picture with a caption."""

    def content() -> Json:
        photo = {**about_file(_file(world, params, "photo")), "width": 320, "height": 200}
        return {"photo": [photo], **texts.caption(params)}

    return _post(world, params, content)


def send_document(world: World, params: Params) -> Json:
    """A file with a caption."""

    def content() -> Json:
        stored = _file(world, params, "document")
        document = {
            **about_file(stored),
            "file_name": stored.path.split("-", 1)[-1],
            "mime_type": stored.mime,
        }
        return {"document": document, **texts.caption(params)}

    return _post(world, params, content)


def send_voice(world: World, params: Params) -> Json:
    """A voice message with a caption."""

    def content() -> Json:
        stored = _file(world, params, "voice")
        duration = params.integer("duration", low=0)
        voice = {**about_file(stored), "mime_type": stored.mime, "duration": duration}
        return {"voice": voice, **texts.caption(params)}

    return _post(world, params, content)


def send_location(world: World, params: Params) -> Json:
    """A place on the map."""

    def content() -> Json:
        latitude = params.decimal("latitude", "latitude is empty")
        longitude = params.decimal("longitude", "longitude is empty")
        if abs(latitude) > LATITUDE or abs(longitude) > LONGITUDE:
            raise refused("wrong location coordinates specified")
        return {"location": {"latitude": latitude, "longitude": longitude}}

    return _post(world, params, content)

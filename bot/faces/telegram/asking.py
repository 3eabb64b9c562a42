"""A question in a person's own words: answered, offered a choice, or honestly declined."""

from __future__ import annotations

from typing import Any

from markupsafe import escape
from telegram import Message, MessageEntity, Update

from bot.core.person import Person
from bot.core.understand.reading import Reading
from bot.faces.telegram import buttons, render
from bot.faces.telegram.buttons import Keyboard
from bot.faces.telegram.context import Context
from bot.services.speech import Speaker

CROWDED = 8
"""Waiting messages of one chat from which on the person is told that they are in line."""


async def text(update: Update, context: Context) -> None:
    """A message in words: the answer goes below it, or into the earlier answer if it was edited."""
    message = update.effective_message
    if message is None or not _is_for_us(message, context):
        return
    person = await context.person(update)
    question = _question(message, context)
    reading = context.library.read(question, person.locale)
    speak = context.library.speaker(reply_locale(update, context, person, reading))
    parts, keyboard = reply(context, person, speak, reading)
    await _deliver(update, context, message, parts, keyboard)
    await _notice_flood(update, context, speak)


def reply_locale(update: Update, context: Context, person: Person, reading: Reading) -> str:
    """The chosen language, else the phone's; the text decides only where neither says anything.

    A phone set to Uzbek does not tell the script, so there the text decides the script.
    """
    user = update.effective_user
    if person.locale:
        return context.locale(update, person)
    if user is None or not user.language_code:
        return reading.lang
    guessed = context.locale(update, person)
    return reading.lang if reading.lang.split("_")[0] == guessed else guessed


def reply(
    context: Context, person: Person, speak: Speaker, reading: Reading
) -> tuple[list[str], Keyboard]:
    """The messages and the keyboard that a reading leads to."""
    host = reading.host or person.host
    before = _emergency(context, speak, host) if reading.urgent else ""
    if reading.decision == "answer" and reading.topic:
        citizenship = reading.citizenship or person.citizenship
        parts, keyboard = card(context, speak, reading.topic, host, citizenship, before)
    elif reading.decision == "offer":
        head = speak.gettext("Which of these do you mean?")
        offered = buttons.topics(context.library.now.content, speak.locale, reading.offers, host)
        rest = [
            buttons.press(
                buttons.with_icon("🙋", speak.pgettext("button", "None of these")),
                "none",
                host or "-",
            )
        ]
        parts, keyboard = [_above(before, f"<b>{escape(head)}</b>")], [*offered, rest]
    else:
        parts = [_above(before, _declined(speak))]
        keyboard = buttons.after_miss(speak, host)
    return parts, [*keyboard, *_switch(context, person, speak, reading)]


def _above(before: str, text: str) -> str:
    return f"{before}\n\n{text}" if before else text


def _declined(speak: Speaker) -> str:
    lines = (
        speak.gettext(
            "I did not find an answer to this. I know about stays, fines, papers, "
            "borders and help for people who are stuck."
        ),
        speak.gettext(
            "Try a few plain words, for example: fine for overstay. Or choose a subject."
        ),
    )
    return "\n\n".join(str(escape(line)) for line in lines)


def _emergency(context: Context, speak: Speaker, host: str | None) -> str:
    content = context.library.now.content
    if host is None:
        words = speak.gettext("In danger? In most countries you can call 112, free of charge.")
        return str(render.emergency_block((), words, speak))
    words = speak.gettext("In danger? Call now. These calls are free.")
    return render.emergency_block(content.emergency(host), words, speak)


def _switch(context: Context, person: Person, speak: Speaker, reading: Reading) -> Keyboard:
    same = reading.lang.split("_")[0] == speak.locale.split("_")[0]
    if not reading.lang_sure or (same and (person.locale or reading.lang == speak.locale)):
        return []
    if reading.lang == speak.locale:
        return []
    name = context.library.now.content.languages[reading.lang].native_name
    return [[buttons.press(f"🌐 {name}", "l", reading.lang)]]


def card(
    context: Context,
    speak: Speaker,
    topic: str,
    host: str | None,
    citizenship: str | None,
    before: str = "",
) -> tuple[list[str], Keyboard]:
    """The messages and the keyboard of an answer; without a country it asks for it."""
    shown = context.library.card(topic, speak.locale, host, citizenship)
    parts = render.answer_messages(shown, speak, before)
    content = context.library.now.content
    if host is None and content.topics[topic].section != "bot":
        where = speak.gettext("Which country are you in now?")
        ask = f"📍 <b>{escape(where)}</b>"
        parts[-1] = f"{parts[-1]}\n\n{ask}"
        return parts, buttons.hosts(speak, "T", topic)
    return parts, buttons.answer(shown, content, speak, topic, host)


def show(
    update: Update,
    context: Context,
    person: Person,
    speak: Speaker,
    topic: str,
    host: str | None,
    *,
    in_place: bool = False,
) -> None:
    """Sends the answer to a topic, or puts it into the message whose button was pressed."""
    parts, keyboard = card(context, speak, topic, host, person.citizenship)
    if in_place and len(parts) == 1:
        context.rewrite(update, parts[0], keyboard)
        return
    for part in parts[:-1]:
        context.say(update, part)
    context.say(update, parts[-1], keyboard)


async def _deliver(
    update: Update, context: Context, message: Message, parts: list[str], keyboard: Keyboard
) -> None:
    if update.edited_message is not None:
        earlier = await context.work.uow.replies.answer_to(message.chat_id, message.message_id)
        if earlier is not None:
            context.rewrite(update, parts[-1], keyboard, message_id=earlier)
            return
    for part in parts[:-1]:
        context.say(update, part)
    context.say(update, parts[-1], keyboard, answers=message.message_id)


async def _notice_flood(update: Update, context: Context, speak: Speaker) -> None:
    chat = update.effective_chat
    if chat is not None and await context.work.uow.outbox.waiting(chat.id) == CROWDED:
        words = speak.gettext("You write faster than I may answer. Every message is in line.")
        context.say(update, f"⏳ {escape(words)}")


def _is_for_us(message: Message, context: Context) -> bool:
    if message.chat.type == "private":
        return True
    replied = message.reply_to_message
    author = replied.from_user if replied is not None else None
    if author is not None and author.username == context.desk.username:
        return True
    mention = f"@{context.desk.username}".lower()
    entities = message.parse_entities([MessageEntity.MENTION])
    return any(name.lower() == mention for name in entities.values())


def _question(message: Message, context: Context) -> str:
    words = message.text or message.caption or ""
    return words.replace(f"@{context.desk.username}", " ").strip()


async def inline(update: Update, context: Context) -> None:
    """`@bot question` in any chat: answer cards to send there."""
    query = update.inline_query
    if query is None:
        return
    person = await context.person(update)
    reading = context.library.read(query.query, person.locale)
    speak = context.library.speaker(reply_locale(update, context, person, reading))
    host = reading.host or person.host
    content = context.library.now.content
    vital = [topic.id for topic in content.topics.values() if topic.importance == "vital"]
    found = [reading.topic, *reading.offers] if reading.decision != "decline" else vital[:8]
    ids = list(dict.fromkeys(topic for topic in found if topic))
    results = [_article(context, speak, topic, host, person.citizenship) for topic in ids]
    context.work.direct(
        "answerInlineQuery",
        {"inline_query_id": query.id, "results": results, "is_personal": True, "cache_time": 30},
    )


def _article(
    context: Context, speak: Speaker, topic: str, host: str | None, citizenship: str | None
) -> dict[str, Any]:
    shown = context.library.card(topic, speak.locale, host, citizenship)
    return {
        "type": "article",
        "id": f"{topic}-{host or 'any'}",
        "title": f"{shown.icon} {shown.title}",
        "description": shown.where or shown.answer[:90],
        "input_message_content": {
            "message_text": render.answer_messages(shown, speak)[0],
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
    }

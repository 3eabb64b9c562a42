"""A question in a person's own words: answered, offered a choice, or honestly declined."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import escape
from telegram import Message, MessageEntity, Update

from bot.core.locale import knows
from bot.core.person import Person
from bot.core.understand.reading import Reading
from bot.faces.telegram import buttons, render
from bot.faces.telegram.buttons import Ask, Keyboard
from bot.faces.telegram.context import Context
from bot.services.card import Card
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
    locale = reply_locale(update, context, person, reading)
    person = await _keep_script(update, context, person, locale)
    speak = context.library.speaker(locale)
    words, keyboard = reply(context, person, speak, reading)
    await _deliver(update, context, message, words, keyboard)
    await _notice_flood(update, context, speak)


async def _keep_script(update: Update, context: Context, person: Person, locale: str) -> Person:
    """Remembers the script of somebody whose phone does not tell it; buttons then answer in it."""
    base = context.library.now.content.languages[locale].derived_from
    if person.locale is not None or base is None or base != context.locale(update, person):
        return person
    return await context.keep(update, locale=locale)


def reply_locale(update: Update, context: Context, person: Person, reading: Reading) -> str:
    """The chosen language, else the phone's; the text decides only where neither says anything.

    A phone set to Uzbek does not tell the script, so there the text decides the script.
    """
    user = update.effective_user
    if person.locale:
        return context.locale(update, person)
    if user is None or not knows(user.language_code, context.library.now.content.languages):
        return reading.lang
    guessed = context.locale(update, person)
    return reading.lang if reading.lang.split("_")[0] == guessed else guessed


def reply(
    context: Context, person: Person, speak: Speaker, reading: Reading
) -> tuple[str, Keyboard]:
    """The message and the keyboard that a reading leads to."""
    ask = Ask(reading.topic or "", reading.host, reading.citizenship, bool(reading.urgent))
    if reading.decision == "answer":
        ask = ask.at(reading.place(person.host))
        words, keyboard = card(context, person, speak, ask)
        return words, [*keyboard, *_switch(context, person, speak, reading, ask)]
    before = emergency(context, speak, reading.place(person.host)) if ask.urgent else ""
    if reading.decision == "offer":
        head = speak.gettext("Which of these do you mean?")
        offered = buttons.topics(context.library.now.content, speak.locale, reading.offers, ask)
        none = buttons.with_icon("🙋", speak.pgettext("button", "None of these"))
        rest = [buttons.press(none, "none", *replace(ask, topic="-").args())]
        words, keyboard = _above(before, f"<b>{escape(head)}</b>"), [*offered, rest]
    else:
        words, keyboard = _above(before, _declined(speak)), buttons.after_miss(speak, ask)
    return words, [*keyboard, *_switch(context, person, speak, reading, replace(ask, topic="-"))]


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


def emergency(context: Context, speak: Speaker, host: str | None) -> str:
    """The numbers to call now, to stand above everything else."""
    return render.emergency(context.library.now.content, speak, host)


def _switch(
    context: Context, person: Person, speak: Speaker, reading: Reading, ask: Ask
) -> Keyboard:
    """A button to go on in the language of the question, if that is another one."""
    same = reading.lang.split("_")[0] == speak.locale.split("_")[0]
    if not reading.lang_sure or reading.lang == speak.locale or (same and person.locale):
        return []
    name = context.library.now.content.languages[reading.lang].native_name
    told = ask.args() if ask.urgent or ask.topic != "-" else ()
    return [[buttons.press(f"🌐 {name}", "l", reading.lang, *told)]]


def card(context: Context, person: Person, speak: Speaker, ask: Ask) -> tuple[str, Keyboard]:
    """The message and the keyboard of an answer; without a country it asks for it."""
    shown = _card_of(context, person, speak, ask)
    before = emergency(context, speak, ask.host) if ask.urgent else ""
    words, *more = render.answer_messages(shown, speak, before)
    content = context.library.now.content
    if ask.host is None and content.topics[ask.topic].section != "bot":
        where = speak.gettext("Which country are you in now?")
        return f"{words}\n\n📍 <b>{escape(where)}</b>", buttons.hosts_of(content, speak, ask)
    return words, buttons.answer(shown, content, speak, ask, more=bool(more))


def _card_of(context: Context, person: Person, speak: Speaker, ask: Ask) -> Card:
    citizenship = ask.citizenship or person.citizenship
    return context.library.card(ask.topic, speak.locale, ask.host, citizenship)


def more(update: Update, context: Context, person: Person, speak: Speaker, ask: Ask) -> None:
    """Sends what did not fit into an answer."""
    before = emergency(context, speak, ask.host) if ask.urgent else ""
    _, *rest = render.answer_messages(_card_of(context, person, speak, ask), speak, before)
    for part in rest:
        context.say(update, part)


def show(
    update: Update,
    context: Context,
    person: Person,
    speak: Speaker,
    ask: Ask,
    *,
    in_place: bool = False,
) -> None:
    """Sends an answer, or puts it into the message whose button was pressed."""
    words, keyboard = card(context, person, speak, ask)
    if in_place:
        context.rewrite(update, words, keyboard)
    else:
        context.say(update, words, keyboard)


async def _deliver(
    update: Update, context: Context, message: Message, words: str, keyboard: Keyboard
) -> None:
    number = message.message_id
    if update.edited_message is not None:
        earlier = await context.work.uow.replies.answer_to(message.chat_id, number)
        if earlier is not None:
            context.rewrite(update, words, keyboard, message_id=earlier, answers=number)
            return
    context.say(update, words, keyboard, answers=number)


async def _notice_flood(update: Update, context: Context, speak: Speaker) -> None:
    """Tells once that messages wait, when their number passes the mark."""
    chat = update.effective_chat
    if chat is None:
        return
    before = await context.work.uow.outbox.waiting(chat.id)
    if before < CROWDED <= before + len(context.work.outgoing):
        words = speak.gettext("You write faster than I may answer. Every message is in line.")
        context.say(update, f"⏳ {escape(words)}")


def _is_for_us(message: Message, context: Context) -> bool:
    if message.via_bot is not None and message.via_bot.username == context.desk.username:
        return False  # one of our own inline cards
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
    host = reading.place(person.host)
    content = context.library.now.content
    vital = [topic.id for topic in content.topics.values() if topic.importance == "vital"]
    found = [reading.topic, *reading.offers] if reading.decision != "decline" else vital[:8]
    ids = list(dict.fromkeys(topic for topic in found if topic))
    before = emergency(context, speak, host) if reading.urgent else ""
    ask = Ask("", host, reading.citizenship)
    results = [_article(context, speak, replace(ask, topic=topic), before) for topic in ids]
    context.work.direct(
        "answerInlineQuery",
        {"inline_query_id": query.id, "results": results, "is_personal": True, "cache_time": 30},
    )


def _article(context: Context, speak: Speaker, ask: Ask, before: str) -> dict[str, Any]:
    shown = context.library.card(ask.topic, speak.locale, ask.host, ask.citizenship)
    return {
        "type": "article",
        "id": f"{ask.topic}-{ask.host or 'any'}",
        "title": f"{shown.icon} {shown.title}",
        "description": shown.where or shown.answer[:90],
        "input_message_content": {
            "message_text": render.answer_messages(shown, speak, before)[0],
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
    }

"""Topics by section, and the buttons under an answer."""

from __future__ import annotations

from markupsafe import escape
from telegram import Update

from bot.core.person import Vote
from bot.faces.telegram import asking, buttons, choosing
from bot.faces.telegram.buttons import REASONS, Ask, Press
from bot.faces.telegram.context import Context, is_private


async def topics(update: Update, context: Context) -> None:
    """`/topics`: the sections."""
    _, speak = await context.speaker(update)
    context.say(update, escape(speak.gettext("Choose a subject:")), buttons.sections(speak))


async def menu(update: Update, context: Context, pressed: Press) -> None:
    """A section's topics, or the sections."""
    _, speak = await context.speaker(update)
    content = context.library.now.content
    context.toast(update)
    if not pressed.args or pressed.args[0] not in content.sections:
        context.rewrite(update, escape(speak.gettext("Choose a subject:")), buttons.sections(speak))
        return
    section = pressed.args[0]
    ids = [topic.id for topic in content.topics.values() if topic.section == section]
    keyboard = buttons.topics(content, speak.locale, ids, Ask(""))
    back = buttons.press(buttons.with_icon("⬅️", speak.pgettext("button", "Back")), "m")
    name = buttons.section_names(speak)[section]
    context.rewrite(update, f"<b>{escape(name)}</b>", [*keyboard, [back]])


async def _known(update: Update, context: Context, pressed: Press) -> Ask | None:
    """What a button asks for, its waiting ended; a topic that is gone is explained."""
    ask = Ask.read(pressed.args, context.library.now.content)
    if ask.topic not in context.library.now.content.topics:
        await choosing.outdated(update, context)
        return None
    context.toast(update)
    return ask


async def topic(update: Update, context: Context, pressed: Press) -> None:
    """The answer to a topic: `t` as a new message, `T` in place of the one with the button."""
    person, speak = await context.speaker(update)
    ask = await _known(update, context, pressed)
    if ask is None:
        return
    in_place = pressed.verb == "T"
    if in_place and person.host is None and ask.host and is_private(update):
        person = await context.keep(update, host=ask.host)
    asking.show(update, context, person, speak, ask.at(person.host), in_place=in_place)


async def more(update: Update, context: Context, pressed: Press) -> None:
    """What did not fit into an answer."""
    person, speak = await context.speaker(update)
    ask = await _known(update, context, pressed)
    if ask is None:
        return
    asking.more(update, context, person, speak, ask.at(person.host))


async def other_host(update: Update, context: Context, pressed: Press) -> None:
    """The countries an answer can be switched to, in place of its buttons."""
    _, speak = await context.speaker(update)
    ask = await _known(update, context, pressed)
    if ask is None:
        return
    context.relabel(update, buttons.hosts_of(context.library.now.content, speak, ask))


async def vote(update: Update, context: Context, pressed: Press) -> None:
    """Was it helpful; if not, why (one tap, may be left out)."""
    person, speak = await context.speaker(update)
    said, why, *rest = (*pressed.args, "", "")
    ask = Ask.read(rest, context.library.now.content)
    message = update.effective_message
    content = context.library.now.content
    if message is None or ask.topic not in content.topics or said not in ("0", "1"):
        await choosing.outdated(update, context)
        return
    reason = why if why in REASONS else None
    cast = Vote(b"", ask.topic, ask.host, speak.locale, said == "1", reason)
    await context.work.uow.votes.put(message.chat.id, message.message_id, cast)
    context.toast(update, speak.gettext("Thank you. This makes the answers better."))
    if said == "0" and reason is None:
        context.relabel(update, buttons.reasons(speak, ask))
    else:
        _, keyboard = asking.card(context, person, speak, ask)
        context.relabel(update, keyboard[:-1])


async def none_of_these(update: Update, context: Context, pressed: Press) -> None:
    """None of the offered topics fits; the numbers of an emergency stay."""
    person, speak = await context.speaker(update)
    ask = Ask.read(pressed.args, context.library.now.content)
    context.toast(update)
    text = str(
        escape(speak.gettext("Then write it again in a few plain words, or choose what fits:"))
    )
    if ask.urgent:
        text = f"{asking.emergency(context, speak, ask.at(person.host).host)}\n\n{text}"
    context.rewrite(update, text, buttons.after_miss(speak, ask))


PRESSES = {
    "sl": choosing.choose_language,
    "l": choosing.choose_language,
    "sh": choosing.choose_host,
    "sc": choosing.choose_citizenship,
    "x": choosing.forget,
    "k": choosing.keep,
    "m": menu,
    "t": topic,
    "T": topic,
    "+": more,
    "hp": other_host,
    "v": vote,
    "none": none_of_these,
}
"""What each verb on a button does."""


async def pressed(update: Update, context: Context) -> None:
    """Any button; an unknown one is explained."""
    query = update.callback_query
    press = Press.read(query.data or "") if query else Press("")
    action = PRESSES.get(press.verb)
    if action is None:
        await choosing.outdated(update, context)
    else:
        await action(update, context, press)

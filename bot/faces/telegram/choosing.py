"""First contact and choices: language, country, passport; forgetting them."""

from __future__ import annotations

from markupsafe import escape
from telegram import Update

from bot.core.person import Person
from bot.faces.telegram import asking, buttons
from bot.faces.telegram.buttons import Ask, Press
from bot.faces.telegram.context import Context
from bot.services.card import passport_name
from bot.services.speech import Speaker

SKIP = "-"
"""The answer that leaves a choice as it is."""


async def start(update: Update, context: Context) -> None:
    """`/start`, also with a deep link `KZ`, `KZ-<topic>` or `KZ-<crossing>`."""
    person, speak = await context.speaker(update)
    payload = context.args[0] if context.args else ""
    host, _, rest = payload.partition("-")
    if host in context.library.now.content.hosts:
        person = await context.keep(update, host=host)
        if rest in context.library.now.content.topics:
            asking.show(update, context, person, speak, Ask(rest, host))
            return
    keyboard = buttons.languages(context.library.now.content, "sl", speak.locale)
    context.say(update, welcome(speak), keyboard)


def welcome(speak: Speaker) -> str:
    """The first words, with what the bot never does."""
    hello = speak.gettext("Hello. I help people who are stuck far from home.")
    lines = [
        f"<b>{escape(hello)}</b>",
        str(
            escape(
                speak.gettext(
                    "Ask me in your own words about your stay, fines, papers, borders. I answer with the "
                    "source and the date."
                )
            )
        ),
        str(
            escape(
                speak.gettext(
                    "I do not keep your name, your number or your questions. The authorities do not read "
                    "what you ask here."
                )
            )
        ),
        str(
            escape(
                speak.gettext(
                    "I never ask for money or for your passport. Whoever does so in my name is lying."
                )
            )
        ),
        "🌐 " + str(escape(speak.gettext("Which language shall I speak?"))),
    ]
    return "\n\n".join(lines)


async def language(update: Update, context: Context) -> None:
    """`/language`: every language under its own name."""
    _, speak = await context.speaker(update)
    keyboard = buttons.languages(context.library.now.content, "l", speak.locale)
    context.say(update, escape(speak.gettext("Which language shall I speak?")), keyboard)


async def country(update: Update, context: Context) -> None:
    """`/country`: where the person is, then which passport they hold."""
    _, speak = await context.speaker(update)
    context.say(update, where_text(speak), buttons.hosts(context.library.now.content, speak, "sh"))


def where_text(speak: Speaker) -> str:
    """Where are you?"""
    return "📍 " + str(escape(speak.gettext("Which country are you in now?")))


async def choose_language(update: Update, context: Context, pressed: Press) -> None:
    """A language button: `sl` in the first steps, `l` elsewhere."""
    person = await context.person(update)
    code = pressed.args[0] if pressed.args else ""
    if code not in context.library.now.content.languages:
        await outdated(update, context)
        return
    person = await context.keep(update, locale=code)
    speak = context.library.speaker(code)
    context.toast(update)
    ask = Ask.read(pressed.args[1:], context.library.now.content)
    if ask.topic in context.library.now.content.topics:
        asking.show(update, context, person, speak, ask.at(person.host), in_place=True)
    elif pressed.verb == "sl":
        context.rewrite(
            update, where_text(speak), buttons.hosts(context.library.now.content, speak, "sh")
        )
    else:
        done = str(escape(speak.gettext("I will speak this language from now on.")))
        if ask.urgent:
            done = f"{asking.emergency(context, speak, ask.at(person.host).host)}\n\n{done}"
        context.rewrite(update, done, buttons.sections(speak))


async def choose_host(update: Update, context: Context, pressed: Press) -> None:
    """Where the person is; then asks for the passport."""
    _, speak = await context.speaker(update)
    code = pressed.args[0] if pressed.args else ""
    if code not in (*context.library.now.content.hosts, SKIP):
        await outdated(update, context)
        return
    if code != SKIP:
        await context.keep(update, host=code)
    context.toast(update)
    text = "🛂 " + str(escape(speak.gettext("Which passport do you have?")))
    context.rewrite(update, text, buttons.passports(context.library.now.content, speak, "sc"))


async def choose_citizenship(update: Update, context: Context, pressed: Press) -> None:
    """Which passport; then the person may ask."""
    person, speak = await context.speaker(update)
    code = pressed.args[0] if pressed.args else ""
    if code not in (*context.library.now.content.citizenships, SKIP):
        await outdated(update, context)
        return
    if code != SKIP:
        person = await context.keep(update, citizenship=code)
    context.toast(update)
    context.rewrite(update, ready_text(person, speak), buttons.sections(speak))


def ready_text(person: Person, speak: Speaker) -> str:
    """What is set, and the invitation to ask."""
    lines = []
    if person.host:
        lines.append(f"📍 {escape(speak.country(person.host))}")
    if person.citizenship:
        lines.append(f"🛂 {escape(passport_name(person.citizenship, speak))}")
    ask = speak.gettext("Now write your question in your own words, or choose a subject:")
    lines.append(f"\n<b>{escape(ask)}</b>")
    return "\n".join(lines).strip()


async def stop(update: Update, context: Context) -> None:
    """`/stop`: asks before it forgets everything kept under the person's key."""
    _, speak = await context.speaker(update)
    yes = speak.pgettext("button", "Forget my choices")
    no = speak.pgettext("button", "Keep them")
    keyboard = [[buttons.press(f"🗑 {yes}", "x", style="danger")], [buttons.press(no, "k")]]
    text = speak.gettext(
        "Shall I forget your language, country and passport? Nothing else is kept."
    )
    context.say(update, escape(text), keyboard)


async def forget(update: Update, context: Context, _pressed: Press) -> None:
    """Forgets, then says so in the language used until now."""
    _, speak = await context.speaker(update)
    user = update.effective_user
    if user is not None:
        await context.work.uow.people.forget(user.id)
    context.toast(update)
    context.rewrite(update, escape(speak.gettext("Done. I know nothing about you now.")))


async def keep(update: Update, context: Context, _pressed: Press) -> None:
    """Leaves everything as it is."""
    _, speak = await context.speaker(update)
    context.toast(update)
    context.rewrite(update, escape(speak.gettext("Nothing was changed.")), buttons.sections(speak))


async def outdated(update: Update, context: Context) -> None:
    """A button of an older version, or one nobody knows."""
    _, speak = await context.speaker(update)
    text = speak.gettext(
        "This button is from an older version. Write your question, or use /topics."
    )
    context.toast(update, text, alert=True)

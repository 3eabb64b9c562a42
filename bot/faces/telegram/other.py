"""Everything that is not a question in words: help, privacy, voice, pictures, places, blocks."""

from __future__ import annotations

from markupsafe import escape
from telegram import ChatMember, Update

from bot.core.person import Person
from bot.faces.telegram import asking, buttons
from bot.faces.telegram.context import Context
from bot.services.speech import Speaker


async def help_(update: Update, context: Context) -> None:
    """`/help`: what the bot does, what it never does, its commands."""
    _, speak = await context.speaker(update)
    lines = [
        speak.gettext(
            "Write your question in your own words and language. I answer with the "
            "source and the date it was checked."
        ),
        speak.gettext(
            "I never ask for money or for your passport. Whoever does so in my name is lying."
        ),
        speak.gettext("I am not an office and not a lawyer. The office's word decides."),
    ]
    commands = [f"/{name} · {escape(words)}" for name, words in command_words(speak).items()]
    text = "\n\n".join([*(str(escape(line)) for line in lines), "\n".join(commands)])
    context.say(update, text, buttons.sections(speak))


def command_words(speak: Speaker) -> dict[str, str]:
    """Every command with its description."""
    return {
        "start": speak.pgettext("command", "Begin"),
        "topics": speak.pgettext("command", "All subjects"),
        "language": speak.pgettext("command", "Change the language"),
        "country": speak.pgettext("command", "Country and passport"),
        "help": speak.pgettext("command", "What I can do"),
        "privacy": speak.pgettext("command", "What I keep about you"),
        "stop": speak.pgettext("command", "Forget my choices"),
    }


async def privacy(update: Update, context: Context) -> None:
    """`/privacy`: what is kept, who sees it, how to delete it."""
    person, speak = await context.speaker(update)
    ask = buttons.Ask("data_privacy", person.host)
    asking.show(update, context, person, speak, ask)


async def unknown_command(update: Update, context: Context) -> None:
    """A command this bot does not have."""
    message = update.effective_message
    if message is None or message.chat.type != "private":
        return
    _, speak = await context.speaker(update)
    text = speak.gettext("I do not know this command. Write your question, or choose a subject:")
    context.say(update, escape(text), buttons.sections(speak))


async def voice(update: Update, context: Context) -> None:
    """Voice, video and music: the bot cannot listen, and says so."""
    if not _private(update):
        return
    person, speak = await context.speaker(update)
    text = speak.gettext(
        "I cannot listen to voice or video. Please write a few words, or choose a subject:"
    )
    _answer_kindly(update, context, person, speak, f"🎤 {escape(text)}")


async def picture(update: Update, context: Context) -> None:
    """A picture or a file: not looked at; a caption is taken as the question."""
    message = update.effective_message
    if message is None or not _private(update):
        return
    person, speak = await context.speaker(update)
    warning = speak.gettext(
        "I do not look at pictures and files, and do not keep them. Do not send your passport to bots."
    )
    context.say(update, f"🖼 {escape(warning)}")
    if message.caption:
        await asking.text(update, context)
    else:
        text = speak.gettext("Please write a few words, or choose a subject:")
        _answer_kindly(update, context, person, speak, str(escape(text)))


async def location(update: Update, context: Context) -> None:
    """A shared place: not kept, not even looked at; the country is asked for by buttons."""
    if not _private(update):
        return
    _, speak = await context.speaker(update)
    text = speak.gettext("I do not keep where you are. Just choose the country you are in:")
    context.say(
        update, f"📍 {escape(text)}", buttons.hosts(context.library.now.content, speak, "sh")
    )


async def contact(update: Update, context: Context) -> None:
    """A shared phone number: not kept."""
    if not _private(update):
        return
    person, speak = await context.speaker(update)
    text = speak.gettext(
        "I do not need your number and do not keep it. Please write your question:"
    )
    _answer_kindly(update, context, person, speak, str(escape(text)))


async def anything_else(update: Update, context: Context) -> None:
    """Stickers, dice, polls and whatever comes next."""
    if not _private(update):
        return
    person, speak = await context.speaker(update)
    text = speak.gettext("Please write a few words, or choose a subject:")
    _answer_kindly(update, context, person, speak, str(escape(text)))


def _private(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type == "private" and update.effective_message is not None


def _answer_kindly(
    update: Update, context: Context, person: Person, speak: Speaker, text: str
) -> None:
    numbers = asking.emergency(context, speak, person.host)
    context.say(update, f"{text}\n\n{numbers}", buttons.sections(speak))


async def membership(update: Update, context: Context) -> None:
    """A person blocked or unblocked the bot."""
    change = update.my_chat_member
    if change is None or change.chat.type != "private":
        return
    if change.new_chat_member.status == ChatMember.BANNED:
        await context.work.uow.people.mark_blocked(change.chat.id, context.desk.clock.now())
    else:
        person = await context.work.uow.people.get(change.from_user.id)
        if person.blocked_at is not None:
            await context.keep(update, blocked_at=None)

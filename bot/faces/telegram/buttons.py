"""Inline keyboards and the short codes their buttons send back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit

from bot.core.content import Content
from bot.services.card import Card, passport_name
from bot.services.speech import Speaker

Button = dict[str, Any]
Keyboard = list[list[Button]]

OTHER_FLAGS = {"other": "🌍", "stateless": "▫️"}
REASONS = ("wrong", "old", "not_my_case", "not_understood")


def flag(code: str) -> str:
    """The flag of a country, by its two letters."""
    return OTHER_FLAGS.get(code) or "".join(
        chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code
    )


@dataclass(frozen=True, slots=True)
class Press:
    """What a button says: a verb and its arguments, at most 64 bytes on the wire."""

    verb: str
    args: tuple[str, ...] = ()

    def code(self) -> str:
        """The callback data; raises ValueError when it is too long for Telegram."""
        text = ":".join((self.verb, *self.args))
        if len(text.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError("callback data is longer than Telegram takes")
        return text

    @classmethod
    def read(cls, data: str) -> Press:
        """The press a callback data stands for."""
        verb, *args = data.split(":")
        return cls(verb, tuple(args))


def press(text: str, verb: str, *args: str, style: str | None = None) -> Button:
    """A button that calls back; `style` is `primary`, `success` or `danger`."""
    button = {"text": text, "callback_data": Press(verb, args).code()}
    return button | {"style": style} if style else button


@dataclass(frozen=True, slots=True)
class Ask:
    """What an answer is about; its buttons carry it, so that nothing of it has to be kept."""

    topic: str
    host: str | None = None
    citizenship: str | None = None
    """Passport the question named, if it is not the person's own choice."""
    urgent: bool = False
    """Whether the emergency numbers stand above the answer."""

    def args(self) -> tuple[str, ...]:
        """The ask as arguments of a press, as few as will do."""
        told = [self.topic, self.host or "-", self.citizenship or "-", "1" if self.urgent else "-"]
        while len(told) > 2 and told[-1] == "-":
            told.pop()
        return tuple(told)

    def at(self, host: str | None) -> Ask:
        """The ask in a country, unless it names one."""
        return self if self.host else replace(self, host=host)

    @classmethod
    def read(cls, args: Sequence[str], content: Content) -> Ask:
        """The ask that arguments stand for; countries nobody knows are left open."""
        topic, host, citizenship, urgent = (*args, "", "", "", "")[:4]
        return cls(
            topic,
            host if host in content.hosts else None,
            citizenship if citizenship in content.citizenships else None,
            urgent == "1",
        )


def with_icon(icon: str, text: str) -> str:
    """A title with its symbol, for those who cannot read it."""
    return f"{icon} {text}"


def rows(buttons: Iterable[Button], width: int) -> Keyboard:
    """Buttons in rows of `width`."""
    listed = list(buttons)
    return [listed[i : i + width] for i in range(0, len(listed), width)]


def markup(keyboard: Keyboard) -> dict[str, Any]:
    """The keyboard as the Bot API takes it."""
    return {"inline_keyboard": keyboard}


def languages(content: Content, verb: str, chosen: str | None) -> Keyboard:
    """Every language under its own name."""
    return rows(
        (
            press(f"{'✓ ' if code == chosen else ''}{language.native_name}", verb, code)
            for code, language in content.languages.items()
        ),
        2,
    )


def hosts(content: Content, speak: Speaker, verb: str) -> Keyboard:
    """Every host country, and a button to leave the question open."""
    return [*_hosts(content, speak, lambda code: (verb, code)), [_skip(speak, verb)]]


def hosts_of(content: Content, speak: Speaker, ask: Ask) -> Keyboard:
    """Every host country, each with the answer for it."""
    return _hosts(content, speak, lambda code: ("T", *replace(ask, host=code).args()))


def _hosts(content: Content, speak: Speaker, code_of: Callable[[str], tuple[str, ...]]) -> Keyboard:
    names = (press(f"{flag(c)} {speak.country(c)}", *code_of(c)) for c in content.hosts)
    return rows(names, 2)


def _skip(speak: Speaker, verb: str) -> Button:
    return press(with_icon("⏭", speak.pgettext("button", "Skip")), verb, "-")


def passports(content: Content, speak: Speaker, verb: str) -> Keyboard:
    """Every citizenship, `other` and `stateless`, and a button to leave the question open."""
    names = (press(f"{flag(c)} {passport_name(c, speak)}", verb, c) for c in content.citizenships)
    return [*rows(names, 2), [_skip(speak, verb)]]


def topics(content: Content, locale: str, ids: Sequence[str], ask: Ask) -> Keyboard:
    """One button a topic, under its question; each keeps the rest of the ask."""
    keyboard = []
    for topic in ids:
        _, words = content.words(topic, locale)
        text = f"{content.topics[topic].icon} {words.question}"
        keyboard.append([press(text, "t", *replace(ask, topic=topic).args())])
    return keyboard


def sections(speak: Speaker) -> Keyboard:
    """The sections of all topics."""
    names = section_names(speak)
    return rows((press(name, "m", section) for section, name in names.items()), 2)


def section_names(speak: Speaker) -> dict[str, str]:
    """Name of each section in the speaker's language."""
    return {
        "stay": with_icon("📅", speak.pgettext("section", "Staying")),
        "overstay": with_icon("💰", speak.pgettext("section", "Overstay and fines")),
        "papers": with_icon("📕", speak.pgettext("section", "Papers and work")),
        "travel": with_icon("✈️", speak.pgettext("section", "Travel and border")),
        "help": with_icon("🆘", speak.pgettext("section", "Help")),
        "bot": with_icon("🔒", speak.pgettext("section", "This bot")),
    }


def answer(card: Card, content: Content, speak: Speaker, ask: Ask, *, more: bool) -> Keyboard:
    """What a person may do next under an answer; `more`: not all of it fitted."""
    calm = replace(ask, urgent=False)
    keyboard = topics(content, speak.locale, content.topics[ask.topic].related[:2], calm)
    if more:
        words = speak.gettext("More about this")
        keyboard.insert(0, [press(with_icon("➕", words), "+", *ask.args())])
    country = press(with_icon("🌍", speak.pgettext("button", "Another country")), "hp", *ask.args())
    keyboard.append(
        [country] if ask.topic == "human_contact" else [country, talk_to_a_person(speak, calm)]
    )
    if card.phones:
        keyboard.append([copy(phone) for phone in card.phones[:2]])
    keyboard.append(votes(speak, ask))
    return keyboard


def talk_to_a_person(speak: Speaker, ask: Ask, style: str | None = None) -> Button:
    """The button that leads to a human."""
    words = with_icon("🙋", speak.pgettext("button", "Talk to a person"))
    return press(words, "t", *replace(ask, topic="human_contact").args(), style=style)


def copy(phone: str) -> Button:
    """A button that copies a number."""
    return {"text": f"📋 {phone}", "copy_text": {"text": phone}}


def votes(speak: Speaker, ask: Ask) -> list[Button]:
    """Was this helpful?"""
    yes = with_icon("👍", speak.pgettext("button", "Helpful"))
    no = with_icon("👎", speak.pgettext("button", "Not helpful"))
    return [press(yes, "v", "1", "-", *ask.args()), press(no, "v", "0", "-", *ask.args())]


def reasons(speak: Speaker, ask: Ask) -> Keyboard:
    """Why an answer did not help."""
    names = {
        "wrong": speak.pgettext("button", "It is wrong"),
        "old": speak.pgettext("button", "It is out of date"),
        "not_my_case": speak.pgettext("button", "Not my case"),
        "not_understood": speak.pgettext("button", "I do not understand it"),
    }
    return rows((press(names[why], "v", "0", why, *ask.args()) for why in REASONS), 2)


def after_miss(speak: Speaker, ask: Ask) -> Keyboard:
    """Ways on when a message was not understood."""
    return [
        [press(with_icon("📋", speak.pgettext("button", "All topics")), "m")],
        [talk_to_a_person(speak, ask, style="primary")],
    ]

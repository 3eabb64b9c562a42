"""Inline keyboards and the short codes their buttons send back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit

from bot.core.content import CITIZENSHIPS, HOSTS, Content
from bot.services.card import Card, passport_name
from bot.services.speech import Speaker

Button = dict[str, Any]
Keyboard = list[list[Button]]

FLAGS = {
    "AZ": "🇦🇿",
    "TR": "🇹🇷",
    "HU": "🇭🇺",
    "KZ": "🇰🇿",
    "KG": "🇰🇬",
    "UZ": "🇺🇿",
    "TM": "🇹🇲",
    "other": "🌍",
    "stateless": "▫️",
}
REASONS = ("wrong", "old", "not_my_case", "not_understood")


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


def hosts(speak: Speaker, verb: str, *args: str, skip: bool = False) -> Keyboard:
    """Every host country; with `skip`, a button to leave the question open."""
    keyboard = rows(
        (press(f"{FLAGS[code]} {speak.country(code)}", verb, *args, code) for code in HOSTS), 2
    )
    if skip:
        keyboard.append([press(with_icon("⏭", speak.pgettext("button", "Skip")), verb, *args, "-")])
    return keyboard


def passports(speak: Speaker, verb: str) -> Keyboard:
    """Every citizenship, `other` and `stateless`, and a button to leave the question open."""
    names = (press(f"{FLAGS[c]} {passport_name(c, speak)}", verb, c) for c in CITIZENSHIPS)
    skip = press(with_icon("⏭", speak.pgettext("button", "Skip")), verb, "-")
    return [*rows(names, 2), [skip]]


def topics(content: Content, locale: str, ids: Sequence[str], host: str | None) -> Keyboard:
    """One button a topic, under its question."""
    keyboard = []
    for topic in ids:
        _, words = content.words(topic, locale)
        text = f"{content.topics[topic].icon} {words.question}"
        keyboard.append([press(text, "t", topic, host or "-")])
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


def answer(card: Card, content: Content, speak: Speaker, topic: str, host: str | None) -> Keyboard:
    """What a person may do next under an answer."""
    related = content.topics[topic].related[:2]
    keyboard = topics(content, speak.locale, related, host)
    country = press(with_icon("🌍", speak.pgettext("button", "Another country")), "hp", topic)
    person = press(
        with_icon("🙋", speak.pgettext("button", "Talk to a person")),
        "t",
        "human_contact",
        host or "-",
    )
    keyboard.append([country] if topic == "human_contact" else [country, person])
    if card.phones:
        keyboard.append([copy(phone) for phone in card.phones[:2]])
    keyboard.append(votes(speak, topic, host))
    return keyboard


def copy(phone: str) -> Button:
    """A button that copies a number."""
    return {"text": f"📋 {phone}", "copy_text": {"text": phone}}


def votes(speak: Speaker, topic: str, host: str | None) -> list[Button]:
    """Was this helpful?"""
    yes = press(with_icon("👍", speak.pgettext("button", "Helpful")), "v", topic, host or "-", "1")
    no = press(
        with_icon("👎", speak.pgettext("button", "Not helpful")), "v", topic, host or "-", "0"
    )
    return [yes, no]


def reasons(speak: Speaker, topic: str, host: str | None) -> Keyboard:
    """Why an answer did not help."""
    names = {
        "wrong": speak.pgettext("button", "It is wrong"),
        "old": speak.pgettext("button", "It is out of date"),
        "not_my_case": speak.pgettext("button", "Not my case"),
        "not_understood": speak.pgettext("button", "I do not understand it"),
    }
    return rows((press(names[why], "v", topic, host or "-", "0", why) for why in REASONS), 2)


def after_miss(speak: Speaker, host: str | None) -> Keyboard:
    """Ways on when a message was not understood."""
    return [
        [press(with_icon("📋", speak.pgettext("button", "All topics")), "m")],
        [
            press(
                with_icon("🙋", speak.pgettext("button", "Talk to a person")),
                "t",
                "human_contact",
                host or "-",
                style="primary",
            )
        ],
    ]

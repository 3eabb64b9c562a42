"""Every card and keyboard in every language is one that Telegram takes; no network needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from telegram.constants import CallbackQueryLimit, MessageLimit
from telegram.ext import ApplicationBuilder, ContextTypes

from bot.core.person import Person
from bot.core.understand.reading import Decision, Urgent
from bot.faces.sandbox import keyboards, texts
from bot.faces.sandbox.api import METHODS
from bot.faces.sandbox.params import Params
from bot.faces.sandbox.world import World
from bot.faces.telegram import apology, asking, buttons, choosing, other, profile, render
from bot.faces.telegram.buttons import Ask, Keyboard
from bot.faces.telegram.context import DESK, Context, Desk
from bot.services.knowledge import Library
from bot.wiring import SystemClock
from tests.builders import CITIZENSHIPS, HOSTS
from tests.faces.telegram.stage import plain, title

LOCALES = ("en", "ru", "az", "tr", "kk", "ky", "uz", "uz_Cyrl", "tk", "hu")
TOKEN = "1000000001:SANDBOX-a-token-for-this-machine-only"
PLACES = tuple((host, CITIZENSHIPS[n]) for n, host in enumerate((None, *HOSTS)))
"""Every host, each with another passport, none at first."""
NOBODY = Person(b"")
Shown = tuple[str, Keyboard]


@pytest.fixture(scope="module")
def context(library: Library) -> Context:
    """What a handler works with, but for an update and a store."""
    app = (
        ApplicationBuilder()
        .token(TOKEN)
        .updater(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    app.bot_data[DESK] = Desk(library, SystemClock(), "yoldash_sandbox_bot")
    return Context(app)


def check(shown: Iterable[Shown]) -> int:
    """Checks messages as the sandbox does when they are sent; says how many there were.

    The sandbox raises what Telegram would answer: too long, not HTML, wrong buttons.
    """
    count = 0
    for text, keyboard in shown:
        texts.limited_text(text, "HTML")
        kept = keyboards.check(buttons.markup(keyboard), only_inline=True)
        assert kept == buttons.markup(keyboard)  # nothing empty that Telegram would drop
        count += 1
    return count


def all_cards(context: Context, locale: str, *, urgent: bool) -> Iterator[Shown]:
    speak = context.library.speaker(locale)
    for topic in context.library.now.content.topics:
        for host, citizenship in PLACES:
            ask = Ask(topic, host, citizenship, urgent)
            yield asking.card(context, NOBODY, speak, ask)


def longest(topic: str) -> Ask:
    """The ask of a topic that takes most room on a button."""
    return Ask(topic, "KZ", "stateless", urgent=True)


def test_all_locales_are_walked(library: Library) -> None:
    assert tuple(library.now.content.languages) == LOCALES


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("urgent", [False, True], ids=["calm", "emergency"])
def test_every_card_of_every_topic_and_host_can_be_sent(
    context: Context, locale: str, urgent: bool
) -> None:
    cards = len(context.library.now.content.topics) * (len(HOSTS) + 1)
    assert check(all_cards(context, locale, urgent=urgent)) == cards


@pytest.mark.parametrize("locale", LOCALES)
def test_no_card_loses_its_dates_or_notices_and_what_is_left_over_can_be_sent(
    library: Library, locale: str
) -> None:
    speak = library.speaker(locale)
    for topic in library.now.content.topics:
        for host, citizenship in PLACES:
            card = library.card(topic, locale, host, citizenship)
            first, *rest = render.answer_messages(card, speak)
            shown = plain(first).splitlines()
            assert shown[0] == title(card)
            assert {*card.dates, *card.todo, *card.facts} <= {
                line.removeprefix("• ") for line in shown
            }
            assert all(notice in plain(first) for notice in card.notices)
            for part in rest:
                texts.limited_text(part, "HTML")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("citizenship", [None, *CITIZENSHIPS])
def test_the_cards_with_most_contacts_can_be_sent_for_every_passport(
    context: Context, locale: str, citizenship: str | None
) -> None:
    speak = context.library.speaker(locale)
    person = Person(b"", citizenship=citizenship)
    cards = (
        asking.card(context, person, speak, Ask(topic, host))
        for topic in ("consulate_contact", "lost_passport", "hotline")
        for host in HOSTS
    )
    assert check(cards) == 3 * len(HOSTS)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_menu_can_be_sent(context: Context, locale: str) -> None:
    content, speak = context.library.now.content, context.library.speaker(locale)
    ready = choosing.ready_text(Person(b"", host="KZ", citizenship="stateless"), speak)
    menus: list[Shown] = [
        (choosing.welcome(speak), buttons.languages(content, "sl", locale)),
        (choosing.where_text(speak), buttons.hosts(content, speak, "sh")),
        (ready, buttons.passports(content, speak, "sc")),
        (apology.words(speak, "0" * 8), buttons.sections(speak)),
        (asking._declined(speak), buttons.after_miss(speak, longest("-"))),
    ]
    for section in content.sections:
        ids = [topic.id for topic in content.topics.values() if topic.section == section]
        menus.append(("x", buttons.topics(content, locale, ids, longest(""))))
    for topic in content.topics:
        menus.append(("x", buttons.reasons(speak, longest(topic))))
        menus.append(("x", buttons.hosts_of(content, speak, longest(topic))))
        menus.append(("x", [buttons.votes(speak, longest(topic))]))
    assert check(menus) == len(menus)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_inline_card_can_be_sent(context: Context, locale: str) -> None:
    speak = context.library.speaker(locale)
    for host, citizenship in PLACES:
        topics = context.library.now.content.topics
        asks = [buttons.Ask(topic, host, citizenship) for topic in topics]
        cards = [asking._article(context, speak, ask, "") for ask in asks]
        assert len({card["id"] for card in cards}) == len(topics)
        assert all(card["title"] and card["description"] for card in cards)
        for card in cards:
            assert len(card["id"].encode()) <= 64
            sent = card["input_message_content"]
            texts.limited_text(sent["message_text"], sent["parse_mode"])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reading_leads_to_a_message_that_can_be_sent(context: Context, locale: str) -> None:
    library, speak = context.library, context.library.speaker(locale)
    vague = replace(
        library.read("asdf qwerty"), lang="ru" if locale != "ru" else "kk", lang_sure=True
    )
    topics = tuple(library.now.content.topics)
    decisions: tuple[tuple[Decision, tuple[str, ...]], ...] = (
        ("decline", ()),
        ("answer", ()),
        ("offer", topics[:4]),
    )
    kinds: tuple[Urgent | None, ...] = (None, "danger")
    readings = [
        replace(
            vague,
            decision=decision,
            topic=topic,
            offers=offers,
            host=host,
            urgent=urgent,
            citizenship="stateless",
        )
        for decision, offers in decisions
        for topic in (topics if decision == "answer" else topics[:1])
        for host in (None, *HOSTS)
        for urgent in kinds
    ]
    shown = [asking.reply(context, NOBODY, speak, reading) for reading in readings]
    assert check(shown) == len(readings)
    assert all(keyboard[-1][0]["callback_data"].startswith("l:") for _, keyboard in shown)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_profile_is_one_that_telegram_takes_uncut(library: Library, locale: str) -> None:
    world, speak = World(TOKEN), library.speaker(locale)
    for method, params in profile.calls(library.now.content, library.now.catalogue):
        assert METHODS[method.lower()](world, Params(params)) is True
    for text in profile.descriptions(speak):
        assert text[-1] in ".!?。", (locale, text[-20:])
    assert all(3 <= len(words) <= 256 for words in other.command_words(speak).values())


@pytest.mark.parametrize("locale", LOCALES)
def test_a_full_message_has_room_for_the_question_where_a_person_is(
    library: Library, locale: str
) -> None:
    added = f"\n\n<b>{choosing.where_text(library.speaker(locale))}</b>"
    assert render.units(added) <= MessageLimit.MAX_TEXT_LENGTH - render.ROOM


@pytest.mark.parametrize("locale", LOCALES)
def test_no_toast_is_cut(library: Library, locale: str) -> None:
    speak = library.speaker(locale)
    toasts = (
        "Thank you. This makes the answers better.",
        "This button is from an older version. Write your question, or use /topics.",
    )
    limit = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    assert [len(speak.gettext(toast)) <= limit for toast in toasts] == [True, True]

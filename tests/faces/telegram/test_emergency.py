"""Somebody in danger: the numbers to call stand above everything, and stay there."""

from __future__ import annotations

import pytest

from bot.services.card import contact_name
from tests.faces.telegram.stage import (
    AFTER_MISS,
    FINE,
    Stage,
    data,
    hosts_of,
    said_by_the_bot,
    title,
    votes_on,
)

ANYWHERE = "🆘 In danger? In most countries you can call 112, free of charge."


def an_emergency(stage: Stage, decision: str) -> tuple[str, tuple[str, ...]]:
    """Words of somebody in danger, and the topics they lead to."""
    content = stage.library.now.content
    phrases = (phrase for kind in content.urgent.values() for phrase in kind["en"])
    for phrase in phrases:
        found = stage.library.read(phrase)
        topics = (found.topic,) if found.topic and decision == "answer" else found.offers
        plain = (found.decision, found.host, found.citizenship) == (decision, None, None)
        if found.urgent and plain and all(content.topics[t].section != "bot" for t in topics):
            return phrase, topics
    raise LookupError(decision)


def numbers(stage: Stage, host: str | None, locale: str = "en") -> str:
    """What stands above an answer to somebody in danger."""
    speak = stage.library.speaker(locale)
    if host is None:
        return f"{ANYWHERE}\n\n"
    contacts = stage.library.now.content.emergency(host)
    assert "112" in [phone for contact in contacts for phone in contact.phones]
    called = [f"📞 {contact_name(c, speak)}: {', '.join(c.phones)}" for c in contacts]
    head = speak.gettext("In danger? Call now. These calls are free.")
    return "\n".join([f"🆘 {head}", *called]) + "\n\n"


@pytest.mark.parametrize("host", ["TR", "KZ", None])
@pytest.mark.parametrize("decision", ["offer", "answer", "decline"])
async def test_an_emergency_gets_the_numbers_before_anything_else(
    stage: Stage, decision: str, host: str | None
) -> None:
    aziza = stage.person()
    if host:
        await stage.chooses(aziza, host=host)
    answer = await stage.one(aziza, an_emergency(stage, decision)[0])
    above = numbers(stage, host)
    assert answer.text.startswith(above)
    assert answer.text.count("🆘") == 1
    assert len(answer.text) > len(above)
    assert len(answer.buttons) > 1


async def test_the_numbers_become_those_of_the_country_that_is_pressed(stage: Stage) -> None:
    aziza = stage.person()
    phrase, (topic,) = an_emergency(stage, "answer")
    answer = await stage.one(aziza, phrase)
    assert data(answer) == hosts_of(topic, ":-:1")
    assert await stage.presses(aziza, f"T:{topic}:KG:-:1") == [answer]
    assert answer.text.startswith(f"{numbers(stage, 'KG')}{title(stage.card(topic, 'KG'))}\n")
    assert data(answer)[-2:] == votes_on(f"{topic}:KG:-:1")
    assert await stage.kept(aziza) == (None, "KG", None)


async def test_the_numbers_stay_when_another_country_is_chosen(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR")
    phrase, (topic,) = an_emergency(stage, "answer")
    answer = await stage.one(aziza, phrase)
    assert await stage.presses(aziza, f"hp:{topic}:TR:-:1", answer) == [answer]
    assert (answer.text.startswith(numbers(stage, "TR")), data(answer)) == (
        True, hosts_of(topic, ":-:1"),
    )  # fmt: skip
    assert await stage.presses(aziza, f"T:{topic}:KZ:-:1", answer) == [answer]
    assert answer.text.startswith(f"{numbers(stage, 'KZ')}{title(stage.card(topic, 'KZ'))}\n")
    assert said_by_the_bot(aziza) == [answer]


async def test_the_numbers_stay_through_a_vote_and_its_reason(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR")
    phrase, (topic,) = an_emergency(stage, "answer")
    answer = await stage.one(aziza, phrase)
    shown, text = data(answer), answer.text
    await stage.presses(aziza, f"v:0:-:{topic}:TR:-:1")
    await stage.presses(aziza, f"v:0:old:{topic}:TR:-:1")
    assert (data(answer), answer.text) == (shown[:-2], text)
    assert [(vote.topic, vote.host, vote.reason) for vote in stage.votes] == [(topic, "TR", "old")]


@pytest.mark.parametrize("host", ["KZ", None])
async def test_an_offer_in_an_emergency_opens_with_the_numbers(
    stage: Stage, host: str | None
) -> None:
    aziza = stage.person()
    if host:
        await stage.chooses(aziza, host=host)
    phrase, topics = an_emergency(stage, "offer")
    offer = await stage.one(aziza, phrase)
    rest = "-:-:1"
    assert data(offer) == [*(f"t:{topic}:{rest}" for topic in topics), f"none:-:{rest}"]
    (answer,) = await stage.presses(aziza, f"t:{topics[-1]}:{rest}")
    card = stage.card(topics[-1], host)
    assert answer.text.startswith(f"{numbers(stage, host)}{title(card)}\n")
    assert answer != offer


@pytest.mark.parametrize("host", ["KZ", None])
async def test_the_numbers_stay_when_none_of_the_offers_fits(
    stage: Stage, host: str | None
) -> None:
    aziza = stage.person()
    if host:
        await stage.chooses(aziza, host=host)
    offer = await stage.one(aziza, an_emergency(stage, "offer")[0])
    rest = "-:-:1"
    assert await stage.presses(aziza, f"none:-:{rest}") == [offer]
    said = "Then write it again in a few plain words, or choose what fits:"
    assert offer.text == numbers(stage, host) + said
    assert data(offer) == [AFTER_MISS[0], f"t:human_contact:{rest}"]


async def test_without_an_emergency_none_of_the_offers_brings_no_numbers(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    menu = await stage.one(aziza, "/topics")
    await stage.forges(aziza, "none:-:KZ", menu)
    assert menu.text == "Then write it again in a few plain words, or choose what fits:"


async def test_the_way_to_a_person_keeps_the_numbers_of_an_emergency(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    await stage.one(aziza, an_emergency(stage, "decline")[0])
    (answer,) = await stage.presses(aziza, "t:human_contact:-:-:1")
    card = stage.card("human_contact", "KZ")
    assert answer.text.startswith(f"{numbers(stage, 'KZ')}{title(card)}\n")


async def test_the_numbers_of_an_offer_become_those_of_the_stored_country(stage: Stage) -> None:
    """The country may have been chosen after the offer was made."""
    aziza = stage.person()
    offer = await stage.one(aziza, an_emergency(stage, "offer")[0])
    await stage.chooses(aziza, host="TR")
    assert await stage.presses(aziza, "none:-:-:-:1") == [offer]
    assert offer.text.startswith(numbers(stage, "TR"))


async def test_what_stands_beside_an_emergency_opens_without_its_numbers(stage: Stage) -> None:
    aziza = stage.person()
    menu = await stage.one(aziza, "/topics")
    _, (answer,) = await stage.forges(aziza, f"t:{FINE}:KZ:-:1", menu)
    related = stage.library.now.content.topics[FINE].related[:2]
    beside = [code for code in data(answer) if code and code.startswith("t:")]
    assert beside == [f"t:{topic}:KZ" for topic in (*related, "human_contact")]


async def test_the_numbers_stay_when_the_language_is_switched(stage: Stage) -> None:
    aziza = stage.person()
    menu = await stage.one(aziza, "/topics")
    _, (answer,) = await stage.forges(aziza, f"t:{FINE}:KZ:-:1", menu)
    assert answer.text.startswith(numbers(stage, "KZ"))
    _, (switched,) = await stage.forges(aziza, f"l:ru:{FINE}:KZ:-:1", answer)
    card = stage.card(FINE, "KZ", "ru")
    assert switched == answer
    assert answer.text.startswith(f"{numbers(stage, 'KZ', 'ru')}{title(card)}\n")

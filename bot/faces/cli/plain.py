"""An answer as plain text for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.core.content import Contact
from bot.services.card import Card, Reachable, contact_name
from bot.services.speech import Speaker


def answer_text(card: Card, speak: Speaker) -> str:
    """The card, part by part, with an empty line between parts."""
    return "\n\n".join(part for part in _parts(card, speak) if part)


def numbers_text(contacts: Sequence[Contact], speak: Speaker) -> str:
    """The numbers to call now."""
    if not contacts:
        return speak.gettext("In danger? In most countries you can call 112, free of charge.")
    numbers = (f"{contact_name(c, speak)}: {', '.join(c.phones)}" for c in contacts)
    return "\n".join((speak.gettext("In danger? Call now. These calls are free."), *numbers))


def _parts(card: Card, speak: Speaker) -> Iterator[str]:
    yield f"{card.icon} {card.title}"
    yield card.where
    yield card.answer
    yield _list("", (*card.facts, *card.more))
    yield _list(speak.gettext("Soon"), card.ahead)
    yield "\n".join(_contact(contact) for contact in card.contacts)
    yield _list(speak.gettext("What you still must do"), card.todo)
    yield _list(speak.gettext("Special measures that have ended"), card.ended)
    cited = [f"{source.title} ({source.published}) {source.url}" for source in card.sources]
    yield _list(speak.gettext("Sources"), cited)
    yield "\n".join((*card.dates, *card.notices))


def _list(head: str, lines: Iterable[str]) -> str:
    listed = [f"- {line}" for line in lines]
    return "\n".join([f"{head}:", *listed] if head and listed else listed)


def _contact(contact: Reachable) -> str:
    return ": ".join(filter(None, (contact.name, ", ".join((*contact.phones, *contact.links)))))

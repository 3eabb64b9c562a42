"""Cards as Telegram HTML, split where a message would be too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import quote

from markupsafe import Markup, escape
from telegram.constants import MessageLimit

from bot.core.content import Contact, Content
from bot.services.card import Card, Cited, Reachable, contact_name
from bot.services.speech import Speaker

ROOM = MessageLimit.MAX_TEXT_LENGTH - 96
"""UTF-16 units a message may have before it is split; some are kept for what is added later."""


CONTACTS_AT_ONCE = 14
"""Contacts in the first message of a card."""
_TAG = re.compile(r"<[^>]*>")


def units(markup: str) -> int:
    """Length of HTML as Telegram counts it: UTF-16 code units of what is seen, without tags."""
    return len(unescape(_TAG.sub("", markup)).encode("utf-16-le")) // 2


def answer_messages(card: Card, speak: Speaker, before: str = "") -> list[str]:
    """The card as one message, then what did not fit into it; `before` (HTML) stands above it.

    The first message is whole: only folded parts, and contacts far down the list, can be left
    for the others.
    """
    head, foot = [*([before] if before else []), *_head(card, speak)], list(_foot(card, speak))
    room = ROOM - sum(units(block) + 2 for block in (*head, *foot))
    folded: list[str] = []
    rest: list[str] = [contact_block(contact) for contact in card.contacts[CONTACTS_AT_ONCE:]]
    for title, lines in _folds(card, speak):
        fits = _fitting_lines(title, lines, room)
        if fits:
            folded.append(_folded(title, lines[:fits]))
            room -= units(folded[-1]) + 2
        if lines[fits:]:
            rest += _bullets(title, lines[fits:])
    if room < 0:
        return pack([*head, *foot, *rest])
    return ["\n\n".join([*head, *folded, *foot]), *pack(rest)]


def _head(card: Card, speak: Speaker) -> Iterator[Markup]:
    """What everybody has to read."""
    yield Markup("<b>{} {}</b>").format(card.icon, card.title)
    if card.where:
        yield Markup("📍 {}").format(card.where)
    yield escape(card.answer)
    for notice in card.notices[:1] if not card.facts else ():
        yield Markup("❗ {}").format(notice)
    yield from _bullets("", list(map(escape, card.facts)))
    yield from _bullets(speak.gettext("Soon"), list(map(escape, card.ahead)))
    yield from (contact_block(contact) for contact in card.contacts[:CONTACTS_AT_ONCE])
    must = speak.gettext("What you still must do")
    yield from _bullets(f"✅ {must}", list(map(escape, card.todo)))


def _folds(card: Card, speak: Speaker) -> Iterator[tuple[str, list[Markup]]]:
    """What is there for those who want to know more."""
    yield speak.gettext("More about this"), list(map(escape, card.more))
    yield speak.gettext("Special measures that have ended"), list(map(escape, card.ended))


def _foot(card: Card, speak: Speaker) -> Iterator[Markup]:
    """Who says so, and when it was checked."""
    if card.sources:
        yield _folded(speak.gettext("Sources"), list(map(source_line, card.sources)))
    foot = [*card.dates, *(card.notices if card.facts else card.notices[1:])]
    if foot:
        yield Markup("\n").join(Markup("<i>{}</i>").format(line) for line in foot)


def _fitting_lines(title: str, lines: Sequence[Markup], room: int) -> int:
    """How many lines fit under a title into so many units."""
    room -= units(title) + 2
    for number, line in enumerate(lines):
        room -= units(line) + 3
        if room < 0:
            return number
    return len(lines)


def _bullets(head: str, lines: Sequence[Markup]) -> Iterator[Markup]:
    if not lines:
        return
    listed = Markup("\n").join(Markup("• {}").format(line) for line in lines)
    yield Markup("<b>{}</b>\n{}").format(head, listed) if head else listed


def _folded(head: str, lines: Sequence[Markup]) -> Markup:
    inside = Markup("\n").join(Markup("• {}").format(line) for line in lines)
    return Markup("<blockquote expandable><b>{}</b>\n{}</blockquote>").format(head, inside)


def source_line(source: Cited) -> Markup:
    """A source as a link with its date."""
    url = quote(source.url, safe=":/?&=#%~+,;@!$'()*-._[]")
    return Markup('<a href="{}">{}</a> ({})').format(url, source.title, source.published)


def contact_block(contact: Reachable) -> Markup:
    """A contact: name, phones, links, details."""
    reach = " · ".join((*contact.phones, *contact.links))
    lines = [Markup("☎️ <b>{}</b>").format(contact.name)]
    if reach:
        lines.append(escape(reach))
    lines += [Markup("<i>{}</i>").format(detail) for detail in contact.details]
    return Markup("\n").join(lines)


def emergency(content: Content, speak: Speaker, host: str | None) -> str:
    """The numbers to call now in a country, or the one most countries have."""
    if host is None:
        words = speak.gettext("In danger? In most countries you can call 112, free of charge.")
        return emergency_block((), words, speak)
    words = speak.gettext("In danger? Call now. These calls are free.")
    return emergency_block(content.emergency(host), words, speak)


def emergency_block(contacts: Sequence[Contact], words: str, speak: Speaker) -> str:
    """Numbers to call now, above everything else."""
    lines = [Markup("🆘 <b>{}</b>").format(words)]
    for contact in contacts:
        name, phones = contact_name(contact, speak), ", ".join(contact.phones)
        lines.append(Markup("📞 {}: <b>{}</b>").format(name, phones))
    return Markup("\n").join(lines)


def pack(blocks: Sequence[str]) -> list[str]:
    """Blocks of HTML joined into as few messages as fit.

    A block too long alone is cut at its lines, a line too long alone at its sentences.
    """
    messages: list[str] = []
    current = ""
    for block in blocks:
        for piece in _fitting(str(block)):
            joined = f"{current}\n\n{piece}" if current else piece
            if units(joined) > ROOM and current:
                messages.append(current)
                joined = piece
            current = joined
    return [*messages, current] if current else messages


def _fitting(block: str) -> Iterator[str]:
    if units(block) <= ROOM:
        yield block
        return
    quoted = block.startswith(_QUOTE)
    body = block.removeprefix(_QUOTE).removesuffix("</blockquote>")
    current = ""
    for line in _lines(body):
        joined = f"{current}\n{line}" if current else line
        if current and units(joined) > ROOM - len(_QUOTE) * 2:
            yield _quote(current) if quoted else current
            joined = line
        current = joined
    yield _quote(current) if quoted else current


def _lines(body: str) -> Iterator[str]:
    """Lines; one that is too long is cut after its sentences (a line with tags stays whole)."""
    for line in body.split("\n"):
        if units(line) <= ROOM - len(_QUOTE) * 2 or "<" in line:
            yield line
        else:
            yield from _pieces(line)


def _pieces(line: str) -> Iterator[str]:
    """A plain line cut after its sentences; what has none is cut where it must be."""
    most = ROOM // 2 - len(_QUOTE)
    for sentence in _SENTENCE.split(line):
        words = unescape(sentence)
        yield from (escape(words[i : i + most]) for i in range(0, len(words), most))


_QUOTE = "<blockquote expandable>"
_SENTENCE = re.compile(r"(?<=[.!?]) +")


def _quote(text: str) -> str:
    return f"{_QUOTE}{text}</blockquote>"

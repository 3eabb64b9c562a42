"""Texts as Telegram takes, cleans, measures and writes them."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from telegram.constants import MessageLimit

from bot.faces.sandbox import markup
from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.markup import Entity, units
from bot.faces.sandbox.params import Params

MAX_BYTES = 1 << 15
"""Telegram refuses a longer text before it reads any markup."""
_DROPPED = re.compile("[\u2028-\u202e]")
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ") | {13: None}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'»])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})(?!\w)"
    r"|(?<!\w)(?P<hashtag>\#\w+)"
    r"|(?<![\w+])(?P<phone_number>\+\d[\d \-()]{8,17}\d)(?!\w)"
)


def clean(text: str) -> str:
    """Control characters become spaces and Telegram's forbidden marks vanish."""
    return _DROPPED.sub("", text.translate(_CONTROL))


def detect(text: str, taken: list[Entity]) -> list[Entity]:
    """Links, commands, mentions, tags and phone numbers that Telegram marks by itself."""
    spans = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in _SOLID]
    found = []
    for match in _FOUND.finditer(text):
        offset = units(text[: match.start()])
        length = units(match.group())
        if not any(start < offset + length and offset < end for start, end in spans):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return found


_SOLID = {"code", "pre", "text_link", "text_mention"}


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without blanks at its ends, entities moved along."""
    right = text.rstrip()
    start = len(right) - len(right.lstrip(" \n"))
    start = min([start, *(e["offset"] for e in entities)])
    result = right[start:]
    size = units(result)
    kept = []
    for entity in entities:
        offset = entity["offset"] - start
        length = min(entity["length"], size - offset)
        if length > 0:
            kept.append({**entity, "offset": offset, "length": length})
    return result, kept


def formatted(
    text: str, parse_mode: str, given: list[Entity] | None = None
) -> tuple[str, list[Entity]]:
    """The text and entities Telegram would keep, or its refusal."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise refused("text is too long")
    mode = parse_mode.lower()
    entities = list(given or [])
    text = clean(text)  # before the markup is read, so that offsets count what is kept
    if text and mode == "html":
        text, entities = markup.parse(text)
    elif mode not in ("", "none", "html"):
        raise refused("unsupported parse_mode")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise refused("strings must be encoded in UTF-8") from None
    text, entities = trimmed(text, entities)
    found = detect(text, entities)
    return text, markup.sort(entities + found) if found else entities


def message_text(params: Params, *, editing: bool = False) -> tuple[str, list[Entity]]:
    """The text of a message to send or to edit, within Telegram's limits."""
    return limited_text(
        params.text("text"),
        params.text("parse_mode"),
        params.structure("entities", "entities"),
        editing=editing,
    )


def limited_text(
    source: str, parse_mode: str, given: list[Entity] | None = None, *, editing: bool = False
) -> tuple[str, list[Entity]]:
    """As `formatted`, not empty and no longer than a message may be."""
    if not source:
        raise refused("message text is empty")
    text, entities = formatted(source, parse_mode, given)
    if not text:
        raise refused("text must be non-empty" if source.isspace() else "message text is empty")
    if len(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise refused("message is too long")
    if not text.isascii() and units(text) > MessageLimit.MAX_TEXT_LENGTH:
        # An edit that only the far server finds too long comes back in its own words.
        raise refused("MESSAGE_TOO_LONG" if editing else "message is too long")
    return text, entities


def caption(params: Params) -> dict[str, Any]:
    """The caption fields of a message with a file."""
    source = params.text("caption")
    if not source:
        return {}
    given = params.structure("caption_entities", "entities")
    text, entities = formatted(source, params.text("parse_mode"), given)
    if units(text) > MessageLimit.CAPTION_LENGTH:
        raise refused("message caption is too long")
    fields: dict[str, Any] = {"caption": text} if text else {}
    return {**fields, "caption_entities": entities} if entities else fields


_TAG_OF = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def _tags(entity: Entity) -> tuple[str, str] | None:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if entity["type"] == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    tag = _TAG_OF.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else None


def as_html(text: str, entities: list[Entity]) -> str:
    """The text with tags again, for tests that look at the format."""
    raw = text.encode("utf-16-le")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in markup.sort(entities):
        tags = _tags(entity)
        if tags:
            opening.setdefault(entity["offset"], []).append(tags[0])
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    marks = sorted({0, len(raw) // 2, *opening, *closing})
    pieces: list[str] = []
    for place, following in zip(marks, [*marks[1:], marks[-1]], strict=True):
        pieces += closing.get(place, []) + opening.get(place, [])
        pieces.append(escape(raw[place * 2 : following * 2].decode("utf-16-le"), quote=False))
    return "".join(pieces)

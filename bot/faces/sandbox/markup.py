"""Telegram's HTML: text and entities out of tags, with its refusals to the byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.faces.sandbox.errors import ApiError, refused

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_SPACE = " \t\r\n\0\v"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]+));?")
_TAG_NAME = re.compile(r"[^ \t\r\n\0\v>]*")
_ATTRIBUTE = re.compile(r"[^ \t\r\n\0\v=>/\"']*")
_TOKEN = re.compile(r"[a-zA-Z0-9.\-]*")
_BLANK = re.compile(r"[ \t\r\n\0\v]*")
_PLAIN = re.compile(r"[^<&]+")


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def _unparsed(words: str) -> ApiError:
    return refused(f"can't parse entities: {words}")


@dataclass(slots=True)
class _Open:
    tag: str
    value: str
    offset: int
    start: int


@dataclass(slots=True)
class _Reader:
    """One pass over the markup; `at` is the place in characters, errors speak of bytes."""

    source: str
    at: int = 0
    offset: int = 0
    pieces: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)

    def byte(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += units(text)

    def skip(self) -> None:
        found = _BLANK.match(self.source, self.at)
        self.at = found.end() if found else self.at

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        taken = found.group() if found else ""
        self.at += len(taken)
        return taken

    def ended(self) -> bool:
        return self.at >= len(self.source)

    def starts(self, text: str) -> bool:
        return self.source.startswith(text, self.at)


def _step(reader: _Reader) -> None:
    if reader.starts("</"):
        _close(reader)
    elif reader.starts("<"):
        _open(reader)
    elif reader.starts("&"):
        reader.put(_character(reader))
    else:
        reader.put(reader.take(_PLAIN))


def parse(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, offsets in UTF-16 units, outer ones first."""
    reader = _Reader(source)
    while not reader.ended():
        _step(reader)
    if reader.opened:
        tag = reader.opened[-1].tag
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{tag}"')
    text = "".join(reader.pieces)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise _unparsed(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, sort(reader.entities)


_PRIORITY = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49,
             "text_mention": 49, "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93,
             "spoiler": 94, "custom_emoji": 99}  # fmt: skip


def sort(entities: list[Entity]) -> list[Entity]:
    """Entities in Telegram's order: by start, the longer first, then by kind."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _PRIORITY.get(e["type"], 50)))


def _decode(source: str, at: int) -> tuple[str, int] | None:
    found = _CHARACTER.match(source, at)
    if found is None:
        return None
    sixteen, ten, name = found.groups()
    if name is not None:
        letter = _NAMED.get(name)
        return None if letter is None else (letter, found.end())
    digits = sixteen if sixteen is not None else ten
    number = int(digits or "0", 16 if sixteen is not None else 10)
    length = len(found.group().rstrip(";"))
    if number == 0 or number >= 0x10FFFF or length >= 10:
        return None
    return chr(number), found.end()


def _character(reader: _Reader) -> str:
    found = _decode(reader.source, reader.at)
    if found is None:
        reader.at += 1
        return "&"
    reader.at = found[1]
    return found[0]


def _open(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = reader.take(_TAG_NAME).lower()
    if reader.ended():
        raise _unparsed(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    if tag not in TAGS:
        raise _unparsed(f'Unsupported start tag "{tag}" at byte offset {reader.byte(begin)}')
    value = ""
    while not reader.starts(">"):
        reader.skip()
        if reader.starts(">"):
            break
        value = _attribute(reader, tag, begin) or value
    reader.at += 1
    if tag == "span" and value != "spoiler":
        raise _unparsed(
            f'Tag "span" must have class "tg-spoiler" at byte offset {reader.byte(begin)}'
        )
    reader.opened.append(_Open(tag, value, reader.offset, len(reader.pieces)))


def _attribute(reader: _Reader, tag: str, begin: int) -> str:
    """Reads one attribute; gives its value when it means something for this tag."""
    name = reader.take(_ATTRIBUTE)
    if not name:
        raise _unparsed(
            f'Empty attribute name in the tag "{tag}" at byte offset {reader.byte(begin)}'
        )
    reader.skip()
    if not reader.ended() and not reader.starts("="):
        return "1" if (tag, name) == ("blockquote", "expandable") else ""
    reader.at += 1
    reader.skip()
    if reader.ended():
        raise _unparsed(f'Unclosed start tag "{tag}" at byte offset {reader.byte(begin)}')
    value = _quoted(reader) if reader.source[reader.at] in "'\"" else _token(reader)
    if reader.ended():
        raise _unparsed(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    meaning = _MEANINGS.get((tag, name))
    return meaning(value) if meaning else ""


def _after(prefix: str) -> Callable[[str], str]:
    return lambda value: value[len(prefix) :] if value.startswith(prefix) else ""


_MEANINGS: dict[tuple[str, str], Callable[[str], str]] = {
    ("a", "href"): str,
    ("code", "class"): _after("language-"),
    ("span", "class"): _after("tg-"),
    ("tg-emoji", "emoji-id"): str,
    ("blockquote", "expandable"): lambda _: "1",
}


def _token(reader: _Reader) -> str:
    start = reader.at
    value = reader.take(_TOKEN).lower()
    if not reader.ended() and reader.source[reader.at] not in _SPACE + ">":
        raise _unparsed(f"Unexpected end of name token at byte offset {reader.byte(start)}")
    return value


def _quoted(reader: _Reader) -> str:
    quote = reader.source[reader.at]
    reader.at += 1
    letters: list[str] = []
    while not reader.ended() and not reader.starts(quote):
        if reader.starts("&"):
            letters.append(_character(reader))
        else:
            letters.append(reader.source[reader.at])
            reader.at += 1
    reader.at += 1
    return "".join(letters)


def _close(reader: _Reader) -> None:
    begin = reader.at
    if not reader.opened:
        raise _unparsed(f"Unexpected end tag at byte offset {reader.byte(begin)}")
    reader.at += 2
    tag = reader.take(_TAG_NAME).lower()
    reader.skip()
    if not reader.starts(">"):
        raise _unparsed(f"Unclosed end tag at byte offset {reader.byte(begin)}")
    reader.at += 1
    opened = reader.opened[-1]
    if tag and tag != opened.tag:
        raise _unparsed(
            f"Unmatched end tag at byte offset {reader.byte(begin)}, "
            f'expected "</{opened.tag}>", found "</{tag}>"'
        )
    reader.opened.pop()
    if reader.offset > opened.offset:
        _finish(reader, opened)


def _finish(reader: _Reader, opened: _Open) -> None:
    kind = TAGS[opened.tag]
    entity: Entity = {
        "type": kind,
        "offset": opened.offset,
        "length": reader.offset - opened.offset,
    }
    if kind == "text_link":
        entity["url"] = link(opened.value or "".join(reader.pieces[opened.start :]))
        if entity["url"] is None:
            return
    elif kind == "custom_emoji":
        if not opened.value.isdecimal() or int(opened.value) == 0:
            raise _unparsed("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = opened.value
    elif kind == "blockquote" and opened.value:
        entity["type"] = "expandable_blockquote"
    elif kind in ("pre", "code") and _joined_code(reader, entity, opened.value):
        return
    reader.entities.append(entity)


def _joined_code(reader: _Reader, entity: Entity, language: str) -> bool:
    """`pre` and `code` around the same letters are one entity, which keeps the language."""
    last = reader.entities[-1] if reader.entities else {}
    same = all(last.get(name) == entity[name] for name in ("offset", "length"))
    if entity["type"] == "pre" and same and last["type"] == "code" and last.get("language"):
        last["type"] = "pre"
        return True
    if entity["type"] == "code" and language:
        if same and last["type"] == "pre":
            last["language"] = language
            return True
        entity["language"] = language
    return False


_LINK = re.compile(r"(?:(https?|tg|ton|tonsite)://)?([^/?#\s:@]+)(:\d+)?([/?#]\S*)?", re.IGNORECASE)


def link(address: str) -> str | None:
    """The address as Telegram would keep it, or None when it is no link."""
    found = _LINK.fullmatch(address.strip())
    if found is None:
        return None
    scheme, host, port, rest = found.groups()
    if scheme and scheme.lower() in ("tg", "ton", "tonsite"):
        return address.strip()
    if "." not in host.strip(".") and host != "localhost":
        return None
    tail = rest or "/"
    tail = tail if tail.startswith("/") else f"/{tail}"
    return f"{(scheme or 'http').lower()}://{host.lower()}{port or ''}{tail}"

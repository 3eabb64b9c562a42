"""What a person without a camera sends: small voice, photo, sticker, place, file and contact."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache

from bot.faces.sandbox.sending import about_file
from bot.faces.sandbox.world import Json, World

WIDTH, HEIGHT = 320, 200


@cache
def picture() -> bytes:
    """A small PNG of a road towards the evening."""
    rows = []
    for y in range(HEIGHT):
        row = bytearray(b"\0")
        for x in range(WIDTH):
            on_road = y > HEIGHT // 2 and abs(x - WIDTH // 2) < (y - HEIGHT // 2) * 0.9 + 6
            sky = (255 - y // 2, 190 - y // 3, 120 + y // 3)
            row += bytes((90, 92, 104) if on_road else (120, 140, 96) if y > HEIGHT // 2 else sky)
        rows.append(bytes(row))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(b"".join(rows), 9)),
            (b"IEND", b""),
        )
    )


def _voice(world: World) -> Json:
    stored = world.keep("voice.ogg", "audio/ogg", b"OggS" + bytes(60))
    return {"voice": {**about_file(stored), "duration": 4, "mime_type": stored.mime}}


def _photo(world: World) -> Json:
    stored = world.keep("photo.png", "image/png", picture())
    return {"photo": [{**about_file(stored), "width": WIDTH, "height": HEIGHT}]}


def _sticker(world: World) -> Json:
    stored = world.keep("sticker.webp", "image/webp", b"RIFF" + bytes(40))
    kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👋"}
    return {"sticker": {**about_file(stored), "width": 512, "height": 512, **kind}}


def _document(world: World) -> Json:
    stored = world.keep("paper.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
    named = {"file_name": "paper.pdf", "mime_type": stored.mime}
    return {"document": {**about_file(stored), **named}}


def _location(world: World) -> Json:
    return {"location": {"latitude": 43.238, "longitude": 76.945}}


def _contact(world: World) -> Json:
    return {"contact": {"phone_number": "+70000000000", "first_name": "Contact"}}


SAMPLES: dict[str, Callable[[World], Json]] = {
    "voice": _voice,
    "photo": _photo,
    "sticker": _sticker,
    "document": _document,
    "location": _location,
    "contact": _contact,
}

"""Parameters of a call, alike whether they came as JSON, as a form or in parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.faces.sandbox.errors import refused


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent within a call."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Params:
    """Named values of one call, read the lenient way Telegram reads them."""

    values: Mapping[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.files

    def text(self, name: str, default: str = "") -> str:
        """The value as text; numbers are written out."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)

    def integer(
        self, name: str, default: int = 0, low: int | None = None, high: int | None = None
    ) -> int:
        """The value as a whole number within `low` and `high`; nonsense counts as absent."""
        try:
            value = int(self.text(name))
        except ValueError:
            return default
        if low is not None:
            value = max(low, value)
        return value if high is None else min(high, value)

    def decimal(self, name: str, missing: str) -> float:
        """The value as a number, or the refusal `missing`."""
        try:
            return float(self.text(name))
        except ValueError:
            raise refused(missing) from None

    def flag(self, name: str) -> bool:
        """True for `true`, `yes` and `1`."""
        return self.text(name).lower() in ("true", "yes", "1")

    def structure(self, name: str, what: str) -> Any:
        """The value as JSON, or None when absent; `what` names it in the refusal."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise refused(f"can't parse {what} JSON object") from None


async def read(request: web.Request) -> Params:
    """Parameters from the query string and the body; the body wins."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    if request.method != "POST":
        return Params(values)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _parts(request, values)
    body = await request.read()
    if kind == "application/json" and body:
        try:
            found = json.loads(body)
        except ValueError:
            raise refused("can't parse JSON object") from None
        if not isinstance(found, dict):
            raise refused("object expected")
        values.update(found)
    elif body:
        try:
            values.update(parse_qsl(body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            raise refused("strings must be encoded in UTF-8") from None
    return Params(values)


async def _parts(request: web.Request, values: dict[str, Any]) -> Params:
    files: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            files[name] = Upload(part.filename, part.content_type, part.file.read())
        else:
            values[name] = part if isinstance(part, str) else bytes(part).decode()
    return Params(values, files)

"""The chat in a terminal or over a pipe: a line in, the bot's words out."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from typing import TextIO

from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Button, Message

PROMPT = "> "


async def chat(
    sandbox: Sandbox,
    stdin: TextIO,
    stdout: TextIO,
    language_code: str,
    *,
    settle: float = 0.7,
    patience: float = 15.0,
) -> None:
    """Talks to the bot as one person until the input ends.

    Each line is one message; the next is read when the bot has answered: it took all updates
    and said nothing for `settle` seconds, or `patience` seconds went by. A line that is just
    the number of a shown button presses it. Only the bot's words are written, save a prompt
    when a human sits there.
    """
    person = sandbox.person("Guest", language_code)
    shown: list[tuple[Message, Button]] = []
    prompt = PROMPT if stdin.isatty() else ""
    _write(stdout, prompt)
    async for line in _lines(stdin):
        if line.strip():
            known = len(person.toasts)
            alone = await _act(person, line.strip(), shown)
            heard = [] if alone else await person.answer(settle, patience)
            asides = [alone] if alone else person.toasts[known:]
            _write(stdout, "".join(f"{words}\n" for words in asides))
            shown = _show(stdout, heard) or shown
            if not asides and not heard:
                sys.stderr.write(f"The bot did not answer within {patience:g} seconds.\n")
        _write(stdout, prompt)


async def _act(person: Person, line: str, shown: list[tuple[Message, Button]]) -> str:
    """Presses or writes; gives what a phone would show without asking the bot."""
    if line.isdecimal() and 1 <= int(line) <= len(shown):
        message, button = shown[int(line) - 1]
        pressed = await person.presses(button.data or button.text, message)
        return "" if pressed else (button.url or button.copy or button.inline or button.text)
    await person.says(line)
    return ""


def _show(stdout: TextIO, messages: list[Message]) -> list[tuple[Message, Button]]:
    """Writes messages and their buttons; gives the buttons in the order of their numbers."""
    shown: list[tuple[Message, Button]] = []
    for message in messages:
        _write(stdout, f"{_plain(message) or f'({message.kind})'}\n")
        for button in message.buttons:
            shown.append((message, button))
            aside = button.url or button.copy
            _write(stdout, f"[{len(shown)}] {button.text}{f' ({aside})' if aside else ''}\n")
        _write(stdout, "\n")
    return shown


def _plain(message: Message) -> str:
    """The text, each link followed by its address unless it shows it already."""
    raw = message.text.encode("utf-16-le")
    pieces, at = [], 0
    for entity in message.raw.get("entities", []):
        end = (entity["offset"] + entity["length"]) * 2
        title = raw[entity["offset"] * 2 : end].decode("utf-16-le")
        address = entity.get("url", "")
        if address and title.rstrip("/") != address.rstrip("/") and end > at:
            pieces.append(f"{raw[at:end].decode('utf-16-le')} ({address})")
            at = end
    return "".join([*pieces, raw[at:].decode("utf-16-le")])


def _write(stdout: TextIO, text: str) -> None:
    if text:
        stdout.write(text)
        stdout.flush()


async def _lines(stdin: TextIO) -> AsyncIterator[str]:
    """Lines of the input.

    A thread reads them: neither files nor terminals can be awaited, and it must not keep a
    program alive that was told to stop.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=1)

    def read() -> None:
        try:
            for line in stdin:
                asyncio.run_coroutine_threadsafe(queue.put(line), loop).result()
            asyncio.run_coroutine_threadsafe(queue.put(None), loop).result()
        except RuntimeError:
            return  # the loop is gone, so is the reader of these lines

    threading.Thread(target=read, daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line

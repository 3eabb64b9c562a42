"""The chat over a pipe."""

from __future__ import annotations

import asyncio
import io
import os

from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.terminal import chat
from tests.faces.sandbox.echo import LONG, polling

ANSWER = f"""You said: Қанша?
{LONG}
Source: egov (https://egov.kz/)
[1] Yes
[2] No
[3] 1414 (1414)
[4] egov.kz (https://egov.kz/)

"""


async def _talk(sandbox: Sandbox, lines: str) -> str:
    reading, writing = os.pipe()
    os.write(writing, lines.encode())
    os.close(writing)
    out = io.StringIO()
    async with polling(sandbox), asyncio.timeout(20):
        with os.fdopen(reading, encoding="utf-8") as stdin:
            await chat(sandbox, stdin, out, "kk", settle=0.3)
    return out.getvalue()


async def test_a_pipe_gets_only_the_words_of_the_bot(sandbox: Sandbox) -> None:
    assert await _talk(sandbox, "Қанша?\n") == ANSWER
    (person,) = sandbox.people.values()
    assert person.language == "kk"


async def test_a_number_presses_the_button_that_was_shown(sandbox: Sandbox) -> None:
    assert await _talk(sandbox, "Қанша?\n\n4\n1\n") == (
        f"{ANSWER}https://egov.kz/\nThank you!\nGood.\n\n"
    )


async def test_a_number_without_such_a_button_is_a_message(sandbox: Sandbox) -> None:
    assert (await _talk(sandbox, "7")).startswith("You said: 7\n")


async def test_no_input_is_no_output(sandbox: Sandbox) -> None:
    assert await _talk(sandbox, "") == ""


async def test_a_bot_that_keeps_silent_does_not_hold_up_the_end(sandbox: Sandbox) -> None:
    out = io.StringIO()
    await chat(sandbox, io.StringIO("x\ny\n"), out, "en", settle=0.05, patience=0.1)
    (person,) = sandbox.people.values()
    assert (out.getvalue(), len(person.chat)) == ("", 2)

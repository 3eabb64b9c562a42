"""`ask`: one question, or a file of them, without a bot."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.core.errors import NotUnderstood
from bot.core.understand.reading import Reading
from bot.faces.cli.parts import parts, settings
from bot.faces.cli.plain import answer_text, numbers_text
from bot.services.knowledge import Library

Lang = Annotated[str | None, typer.Option(help="Language of the answer, such as uz_Cyrl.")]
Host = Annotated[str | None, typer.Option(help="Country, such as KZ.")]
Passport = Annotated[str | None, typer.Option(help="Passport: a country, other or stateless.")]


def ask(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    lang: Lang = None,
    host: Host = None,
    citizenship: Passport = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
    batch: Annotated[Path | None, typer.Option(help="JSON lines with id and text.")] = None,
) -> None:
    """Answers a question here, as the bot would."""
    library = parts(context).library(settings())
    _known(library, lang, host, citizenship)
    if batch is not None:
        for line in _batch(batch, library):
            sys.stdout.write(line + "\n")
    elif text is None:
        raise NotUnderstood("Write the question behind the command, or use --batch FILE.")
    elif as_json:
        sys.stdout.write(_line(None, library.read(text, lang), host) + "\n")
    else:
        sys.stdout.write(_answer(library, text, lang, host, citizenship) + "\n")


def _known(library: Library, lang: str | None, host: str | None, citizenship: str | None) -> None:
    for name, value, allowed in (
        ("--lang", lang, tuple(library.now.content.languages)),
        ("--host", host, library.now.content.hosts),
        ("--citizenship", citizenship, library.now.content.citizenships),
    ):
        if value is not None and value not in allowed:
            raise NotUnderstood(f"{name} is one of {', '.join(allowed)}, not '{value}'.")


def _answer(
    library: Library, text: str, lang: str | None, host: str | None, citizenship: str | None
) -> str:
    reading = library.read(text, lang)
    locale = lang or reading.lang
    speak = library.speaker(locale)
    answer = _reply(library, reading, locale, host, citizenship)
    if not reading.urgent:
        return answer
    contacts = library.now.content.emergency(reading.place(host) or "")
    return f"{numbers_text(contacts, speak)}\n\n{answer}"


def _reply(
    library: Library, reading: Reading, locale: str, host: str | None, citizenship: str | None
) -> str:
    speak = library.speaker(locale)
    if reading.decision == "answer" and reading.topic:
        where, passport = reading.place(host), reading.citizenship or citizenship
        return answer_text(library.card(reading.topic, locale, where, passport), speak)
    if reading.decision == "offer":
        content = library.now.content
        offered = (f"- {content.words(topic, locale)[1].question}" for topic in reading.offers)
        return "\n".join([speak.gettext("Which of these do you mean?"), *offered])
    return speak.gettext(
        "I did not find an answer to this. I know about stays, fines, papers, "
        "borders and help for people who are stuck."
    )


def _batch(path: Path, library: Library) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise NotUnderstood(f"{path.name} cannot be read: {type(error).__name__}.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            asked = _asked(path, number, line)
            reading = library.read(asked["text"], asked.get("lang"))
            yield _line(asked["id"], reading, asked.get("host"))


def _asked(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        if isinstance(asked["text"], str) and "id" in asked:
            return dict(asked)
    except (ValueError, KeyError, TypeError):
        pass
    raise NotUnderstood(f"{path.name}:{number}: each line is JSON with 'id' and 'text'.")


def _line(number: Any, reading: Reading, host: str | None = None) -> str:
    told = {
        "id": number,
        "decision": reading.decision,
        "topic": reading.topic,
        "score": reading.score,
        "offers": list(reading.offers),
        "lang": reading.lang,
        "host": reading.host or host,
        "urgent": reading.urgent,
    }
    return json.dumps(told, ensure_ascii=False)

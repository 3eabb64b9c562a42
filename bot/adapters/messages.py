"""The interface catalogues as files: taking texts from the program, updating, checking."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.core.errors import Mistake
from bot.core.locale import Language

PROGRAM = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "gettext": None,
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"\{\w*\}")
TAG = re.compile(r"<[^>]*>|&\w+;")
LIMITS = {"command": 256, "button": 40, "section": 40, "profile": 512, "short profile": 120}
"""Characters a text may have, by its context."""


def template() -> Catalog:
    """Every text of the program that is shown to people."""
    catalogue = Catalog(project="Yoldash")
    found = extract_from_dir(
        str(PROGRAM), [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",),
        strip_comment_tags=False,
    )  # fmt: skip
    for _file, _line, message, comments, context in found:
        catalogue.add(message, None, auto_comments=comments, context=context)
    return catalogue


def path_of(folder: Path, code: str) -> Path:
    """File of a language's interface texts."""
    return folder / code / "LC_MESSAGES" / "bot.po"


def update(folder: Path, languages: Mapping[str, Language]) -> list[str]:
    """Brings every catalogue up to date: new and changed texts come back empty; says which changed."""
    current, changed = template(), []
    for code, language in languages.items():
        if code == "en" or language.derived_from:
            continue
        path = path_of(folder, code)
        catalogue = _read(path, code) if path.exists() else Catalog(code, project="Yoldash")
        catalogue.update(current, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        catalogue.project, catalogue.version = "Yoldash", "1"
        catalogue.msgid_bugs_address = "-"
        path.parent.mkdir(parents=True, exist_ok=True)
        if _write(path, catalogue):
            changed.append(code)
    return changed


def _read(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def _write(path: Path, catalogue: Catalog) -> bool:
    made = io.BytesIO()
    write_po(made, catalogue, width=100, no_location=True, sort_output=True, include_previous=False)
    if path.exists() and path.read_bytes() == made.getvalue():
        return False
    path.write_bytes(made.getvalue())
    return True


def check(
    folder: Path, languages: Mapping[str, Language], locale: str | None = None
) -> tuple[list[Mistake], dict[str, tuple[int, int]]]:
    """Mistakes in the catalogues, and how many texts of how many each has."""
    wanted = [message for message in template() if message.id]
    mistakes: list[Mistake] = []
    said: dict[str, tuple[int, int]] = {"en": (len(wanted), len(wanted))}
    for code, language in languages.items():
        source = language.derived_from or code
        if code != "en":
            found, count = _one(path_of(folder, source), source, wanted)
            said[code] = (count, len(wanted))
            if locale in (None, code) and not language.derived_from:
                mistakes += found
    return mistakes, said


def _one(path: Path, code: str, wanted: Iterable[Message]) -> tuple[list[Mistake], int]:
    name = (
        path.as_posix()[path.as_posix().index("locales/") :]
        if "locales/" in path.as_posix()
        else path.name
    )
    if not path.exists():
        return [Mistake(name, 1, "this file is missing")], 0
    try:
        catalogue = _read(path, code)
    except (PoFileError, ValueError) as error:
        return [
            Mistake(name, (getattr(error, "lineno", 0) or 0) + 1, f"cannot be read: {error}")
        ], 0
    mistakes, count = [], 0
    for message in wanted:
        own = catalogue.get(message.id, message.context)
        problems = list(_problems(message, own, Catalog(code).num_plurals))
        line = (own.lineno if own else 1) or 1
        mistakes += [Mistake(name, line, problem) for problem in problems]
        count += not problems
    return mistakes, count


def _problems(message: Message, own: Message | None, plurals: int) -> Iterator[str]:
    english = message.id if isinstance(message.id, str) else message.id[-1]
    if own is None:
        yield f"'{english}' is not in this file: run `python -m bot locales update`"
        return
    if own.fuzzy:
        yield f"'{english}' is marked fuzzy: check the translation and remove the mark"
    texts = (own.string,) if isinstance(own.string, str) else tuple(own.string or ())
    if not all(texts):
        yield f"'{english}' has no translation"
        return
    if not isinstance(message.id, str) and len(texts) != plurals:
        yield f"'{english}' needs {plurals} plural forms, there are {len(texts)}"
    limit = LIMITS.get(str(message.context or ""), 0)
    for text in texts:
        yield from _faults(english, text, limit)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each English text of a message with its translation, where there is one."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return ((english, text) for text in texts if text)


def placeholder_faults(english: str, text: str) -> Iterator[str]:
    """What would go wrong when the values are filled into a translation."""
    for name in sorted(set(PLACEHOLDER.findall(english)) ^ set(PLACEHOLDER.findall(text))):
        what = "is missing from" if name in english else "does not belong into"
        yield f"'{english}': {name} {what} the translation"
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        yield f"'{english}': a brace stands alone in the translation"


def _faults(english: str, text: str, limit: int) -> Iterator[str]:
    yield from placeholder_faults(english, text)
    if tags := TAG.findall(text):
        yield f"'{english}': {tags[0]} would be shown as it is; write plain words"
    if limit and len(text) > limit:
        yield f"'{english}': the translation has {len(text)} characters, room is for {limit}"

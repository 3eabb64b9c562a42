"""The legal-parity gate: which translations were made from an English text that has since changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.adapters.content.documents import Ledger, read
from bot.core.content import Content, Speech
from bot.core.errors import Mistake

FILE = "_parity.yaml"


def fingerprint(text: str) -> str:
    """Short hash of an English text; spaces do not count."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=5).hexdigest()


def english_texts(english: Speech) -> Iterator[tuple[str, str]]:
    """Every English text a translation is made from, by the name it has in `_parity.yaml`."""
    for topic, words in english.topics.items():
        yield f"topic/{topic}", f"{words.question}\n{words.answer}\n{words.todo}"
    yield from english.facts.items()


def _owned(english: Speech, said: Speech) -> Iterator[tuple[str, str]]:
    """Texts of a language with the English they stand for."""
    for name, text in english_texts(english):
        if name.removeprefix("topic/") in said.topics or name in said.facts:
            yield name, text


def stale_texts(path: Path, english: Speech, said: Speech, ledger: Ledger) -> frozenset[str]:
    """Names of translated texts whose English original differs from the recorded one.

    A text that is not recorded counts as stale: nobody said what it was made from.
    """
    recorded = read(path, ledger).data if path.exists() else {}
    return frozenset(
        name for name, text in _owned(english, said) if recorded.get(name) != fingerprint(text)
    )


def unknown(english: Speech, said: Speech, names: Collection[str]) -> list[str]:
    """Those names that are no text of this language."""
    owned = {name for name, _ in _owned(english, said)}
    return sorted(name for name in names if not {name, f"topic/{name}"} & owned)


def record(path: Path, english: Speech, said: Speech, names: Collection[str] = ()) -> int:
    """Writes that texts were made from today's English (all, or those named); says how many."""
    ledger = Ledger(path.parent)
    recorded = dict(read(path, ledger).data) if path.exists() else {}
    ledger.close()
    owned = dict(_owned(english, said))
    wanted = {n for n in owned if not names or n in names or n.removeprefix("topic/") in names}
    kept = {name: mark for name, mark in recorded.items() if name in owned}
    kept |= {name: fingerprint(owned[name]) for name in wanted}
    head = "# Which English text each translation was made from. Written by a command, not by hand."
    lines = [f"{name}: {mark}" for name, mark in sorted(kept.items())]
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return len(wanted)


def gaps(faq: Path, content: Content, locale: str | None = None) -> list[Mistake]:
    """Translations of which nobody recorded the English, and records of texts that are gone."""
    english = content.speech["en"]
    ledger = Ledger(faq)
    for code, language in content.languages.items():
        if code == "en" or language.derived_from or locale not in (None, code):
            continue
        path = faq / code / FILE
        document = read(path, ledger)
        owned = {name for name, _ in _owned(english, content.speech[code])}
        for name in sorted(owned - document.data.keys()):
            words = f"'{name}' is not recorded: run `python -m bot faq translated {code} {name}`"
            ledger.note(path, 1, words)
        for name in sorted(document.data.keys() - owned):
            ledger.note(path, document.line((name,)), f"there is no text '{name}' any more")
    return ledger.mistakes

"""The legal-parity gate: which translations were made from an English text that has since changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.content.documents import Ledger, read
from bot.core.content import Speech


def fingerprint(text: str) -> str:
    """Short hash of an English text; spaces do not count."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=5).hexdigest()


def english_texts(english: Speech) -> Iterator[tuple[str, str]]:
    """Every English text a translation is made from, by the name it has in `_parity.yaml`."""
    for topic, words in english.topics.items():
        yield f"topic/{topic}", f"{words.question}\n{words.answer}\n{words.todo}"
    yield from english.facts.items()


def stale_texts(path: Path, english: Speech, said: Speech, ledger: Ledger) -> frozenset[str]:
    """Names of translated texts whose English original differs from the recorded one."""
    if said is english or not path.exists():
        return frozenset()
    recorded = read(path, ledger).data
    return frozenset(
        name
        for name, text in english_texts(english)
        if name in recorded and recorded[name] != fingerprint(text)
    )


def record(path: Path, english: Speech, said: Speech) -> int:
    """Writes that every text of this language was made from today's English; says how many."""
    lines = [
        f"{name}: {fingerprint(text)}"
        for name, text in sorted(english_texts(english))
        if (name.removeprefix("topic/") in said.topics) or name in said.facts
    ]
    head = "# Which English text each translation was made from. Written by a command, not by hand."
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return len(lines)

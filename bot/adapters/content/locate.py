"""In which file and line a text stands, for those who have to mend it."""

from __future__ import annotations

from functools import cache
from pathlib import Path


class FileLocator:
    """Looks texts up in the files they were read from."""

    def __init__(self, faq: Path) -> None:
        self._faq = faq
        self._lines = cache(_lines)

    def topic(self, locale: str, topic: str, text: str = "") -> tuple[str, int]:
        """File and line of a text in the words of a topic; line 1 if the text spans lines."""
        return self._find(self._faq / locale / f"{topic}.yaml", text)

    def structure(self, topic: str, name: str) -> tuple[str, int]:
        """File and line of a topic's own value, such as its review date."""
        path = self._faq / "topics.yaml"
        lines = self._lines(path)
        start = next((n for n, line in enumerate(lines) if line == f"{topic}:"), 0)
        for number, line in enumerate(lines[start:], start + 1):
            if line.startswith(f"{name}:"):
                return self._name(path), number
        return self._name(path), start + 1

    def _find(self, path: Path, text: str) -> tuple[str, int]:
        for number, line in enumerate(self._lines(path), 1):
            if text and line == text:
                return self._name(path), number
        return self._name(path), 1

    def _name(self, path: Path) -> str:
        return path.resolve().relative_to(self._faq.resolve().parent).as_posix()


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    except OSError:
        return ()

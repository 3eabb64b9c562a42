"""What the bot knows right now, and how the last good state stays live while files are broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from bot.core.answer import compose
from bot.core.content import Content
from bot.core.errors import BadContent
from bot.core.understand.reading import Reading
from bot.services.card import Card, put_into_words
from bot.services.speech import Catalogue, Speaker


class Reader(Protocol):
    """Understands messages."""

    def read(self, text: str, *, locale: str | None = None) -> Reading:
        """What a message asks; `locale` is the writer's chosen language, if any."""
        ...


@dataclass(frozen=True)
class Knowledge:
    """One consistent state: content, languages and the index made from them."""

    content: Content
    catalogue: Catalogue
    reader: Reader


class Library:
    """Gives the present knowledge and takes in changes of the files.

    `load` reads everything anew and raises BadContent if a file is wrong;
    then the state before stays live and `problem` says why.
    """

    def __init__(self, load: Callable[[], Knowledge], today: Callable[[], date]) -> None:
        self._load = load
        self._today = today
        self.problem: BadContent | None = None
        self._take(load())

    def _take(self, knowledge: Knowledge) -> None:
        self.now = knowledge
        self._cards = lru_cache(maxsize=4096)(self._make_card)

    def reload(self) -> bool:
        """Reads the files anew; says whether the new state is live."""
        try:
            knowledge = self._load()
        except BadContent as problem:
            self.problem = problem
            return False
        self.problem = None
        self._take(knowledge)
        return True

    def note(self) -> str:
        """What is wrong with the files while an earlier state stays live; else nothing."""
        if self.problem is None:
            return ""
        first = self.problem.mistakes[0]
        return (
            f"the last good files are used; {len(self.problem.mistakes)} mistakes, first: {first}"
        )

    def speaker(self, locale: str) -> Speaker:
        """The speaker of a language."""
        return self.now.catalogue.speaker(locale)

    def read(self, text: str, locale: str | None = None) -> Reading:
        """What a message asks."""
        return self.now.reader.read(text, locale=locale)

    def card(self, topic: str, locale: str, host: str | None, citizenship: str | None) -> Card:
        """The answer to a topic, in words, as of today."""
        return self._cards(topic, locale, host, citizenship, self._today())

    def _make_card(
        self, topic: str, locale: str, host: str | None, citizenship: str | None, today: date
    ) -> Card:
        answer = compose(
            self.now.content, topic, locale=locale, host=host, citizenship=citizenship, today=today
        )
        return put_into_words(answer, self.now.content, self.now.catalogue.speaker(locale))

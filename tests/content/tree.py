"""A small whole content on disk: two topics, one country with facts, English and Russian."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.adapters import messages
from bot.parts import RealParts
from bot.settings import Settings, load
from tests.builders import BORDER, FINE, HOSTS, TODAY

RUSSIAN_FINE = ("какой штраф за просрочку", "сколько платить за лишние дни", "штраф за оверстей")
RUSSIAN_BORDER = ("граница открыта сегодня", "какой переход работает", "когда откроют границу")

TOPICS = """\
sections: [stay, travel]
topics:
  fine:
    section: stay
    icon: 💰
    importance: vital
    order: 10
    related: [border]
    review: 2027-05-01
  border:
    section: travel
    icon: 🛂
    importance: common
    order: 20
    related: [fine]
    review: 2027-06-01
"""

LANGUAGES = """\
languages:
  en: {native_name: English, chain: [], telegram: [en]}
  ru: {native_name: Русский, chain: [en], telegram: [ru]}
"""

SOURCE = """\
    source:
      title: "Act on stays"
      url: "https://law.example/stays"
      published: 2026-01
    checked: 2026-11-01
    confidence: official
"""

KAZAKHSTAN = f"""\
country: KZ
facts:
  office:
    topics: [fine, border]
    values:
      site: {{url: my.gov.kz}}
{SOURCE}
rules:
  fine_small:
    kind: overstay
    topics: [fine]
    up_to: 3 days
    warning: yes
{SOURCE}
  fine_large:
    kind: overstay
    topics: [fine]
    over: 3 days
    fine: 43250 KZT
{SOURCE}
  spring:
    kind: measure
    topics: [fine]
    valid_from: 2026-01-01
    valid_until: 2026-03-31
{SOURCE}
  summer:
    kind: measure
    topics: [fine]
    supersedes: spring
    valid_from: 2026-04-01
    valid_until: 2027-12-31
{SOURCE}"""

AGENCIES = f"""\
contacts:
  police:
    kind: emergency
    host: KZ
    serves: [police]
    phones: ["102"]
{SOURCE}
  service:
    kind: migration
    host: KZ
    names: {{en: Migration service}}
    phones: ["1414"]
{SOURCE}"""

SENTENCES = """\
office: |
  Ask at {site}.
fine_small: |
  Up to {up_to}: a warning.
fine_large: |
  Over {over}: a fine of {fine}.
spring: |
  In spring nobody paid.
summer: |
  Nobody pays now.
"""

PLACES = """\
KZ:
  cities:
    almaty:
      names: [Almaty, Алматы]
"""

FILES = {
    "faq/topics.yaml": TOPICS,
    "faq/agencies.yaml": AGENCIES,
    "faq/places.yaml": PLACES,
    "faq/en/_names.yaml": "country:\n  KZ: |\n    Kazakhstan\ncitizenship:\n  UZ: |\n    uzbek*\n",
    "faq/en/_urgent.yaml": "danger: |\n  help he will kill me\n  they beat me every day\n",
    "faq/en/_chatter.yaml": "chatter: |\n  hello bot how are you\n  tell me a joke\n",
    "locales/languages.yaml": LANGUAGES,
}


def words(question: str, answer: str, asked: tuple[str, ...]) -> str:
    """A file with the words of a topic."""
    lines = "\n".join(f"  {line}" for line in asked)
    return (
        f"question: |\n  {question}\nanswer: |\n  {answer}\n"
        f"todo: |\n  - {{hotline}}\nalso_asked: |\n{lines}\n"
    )


@dataclass(frozen=True)
class Tree:
    """Folders `faq` and `locales` under a root."""

    root: Path

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Changes the first place where `old` stands, which must be there."""
        before, found, after = self.read(name).partition(old)
        assert found, f"{name} has no {old!r}"
        self.write(name, before + new + after)

    def line(self, name: str, text: str) -> int:
        """Number of the first line with this text."""
        lines = enumerate(self.read(name).splitlines(), 1)
        return next(number for number, line in lines if text in line)

    def settings(self) -> Settings:
        return load(
            faq_dir=self.root / "faq", locales_dir=self.root / "locales", today=TODAY,
            data_dir=self.root / "data", token="", database_url="", secret_key="",
        )  # fmt: skip

    def mistakes(self, locale: str | None = None) -> list[str]:
        """What `check` finds."""
        return [str(mistake) for mistake in RealParts().check(self.settings(), locale).mistakes]


def a_tree(root: Path) -> Tree:
    """A tree without mistakes."""
    tree = Tree(root)
    for host in HOSTS:
        tree.write(f"faq/countries/{host}.yaml", f"country: {host}\n")
        tree.write(f"faq/en/countries/{host}.yaml", "")
    for name, text in FILES.items():
        tree.write(name, text)
    tree.write("faq/countries/KZ.yaml", KAZAKHSTAN)
    for code in ("en", "ru"):
        tree.write(f"faq/{code}/countries/KZ.yaml", SENTENCES)
    tree.write("faq/en/fine.yaml", words("What is the fine?", "It depends.", FINE))
    tree.write("faq/en/border.yaml", words("Is the border open?", "Ask {hotline}.", BORDER))
    tree.write("faq/ru/fine.yaml", words("Какой штраф?", "По-разному.", RUSSIAN_FINE))
    tree.write("faq/ru/border.yaml", words("Граница открыта?", "{hotline}.", RUSSIAN_BORDER))
    tree.write("locales/ru/LC_MESSAGES/bot.po", echoing("ru"))
    RealParts().translated(tree.settings(), "ru", ())
    return tree


@cache
def echoing(code: str) -> str:
    """Interface texts of a language that say everything in English."""
    catalogue = Catalog(code, project="Yoldash")
    for message in messages.template():
        if message.id:
            plural = not isinstance(message.id, str)
            said = (message.id[1],) * catalogue.num_plurals if plural else message.id
            catalogue.add(message.id, said, context=message.context)
    made = io.BytesIO()
    write_po(made, catalogue, width=0, sort_output=True)
    return made.getvalue().decode()

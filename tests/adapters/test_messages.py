"""The program's texts all reach the translators, and updating loses nothing they wrote."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.adapters import messages
from bot.core.locale import Language
from tests.content.tree import echoing

LANGUAGES = {
    "en": Language("en", "English", ()),
    "ru": Language("ru", "Русский", ("en",)),
    "uz": Language("uz", "Oʻzbekcha", ("en",)),
    "uz_Cyrl": Language("uz_Cyrl", "Ўзбекча", ("uz",), derived_from="uz"),
}


class Called(NamedTuple):
    """A call of gettext in the program; None where a part is not written out."""

    where: str
    context: str | None
    texts: tuple[str | None, ...]


def calls() -> Iterator[Called]:
    """Every call of gettext, pgettext and ngettext with at least one text written out."""
    for path in sorted(messages.PROGRAM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = _called(node, f"{path.relative_to(messages.PROGRAM)}:{node.lineno}")
                if called and called.texts[0] is not None:
                    yield called


def _called(node: ast.Call, where: str) -> Called | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    said = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
    texts = tuple(text if isinstance(text, str) else None for text in said)
    match name:
        case "gettext":
            return Called(where, None, texts[:1])
        case "pgettext":
            return Called(where, texts[0], texts[1:2])
        case "ngettext":
            return Called(where, None, texts[:2])
    return None


def known() -> set[tuple[str | None, tuple[str, ...]]]:
    found = set()
    for message in messages.template():
        texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        found.add((message.context, texts))
    return found


def test_every_text_of_the_program_is_in_the_template() -> None:
    written, listed = list(calls()), known()
    assert [c.where for c in written if (c.context, c.texts) not in listed] == []
    assert {name.partition(":")[0] for name, _, _ in written} >= {"services/card.py"}
    assert {c.context for c in written} >= {None, "button", "section", "command"}
    assert [c for c in written if len(c.texts) == 2]


def test_the_template_has_nothing_the_program_does_not_say() -> None:
    written = {(c.context, c.texts) for c in calls()}
    assert [key for key in known() if key[1] != ("",) and key not in written] == []


def test_comments_for_translators_come_along() -> None:
    (message,) = [m for m in messages.template() if m.id == "not confirmed"]
    assert message.auto_comments == [
        "Translators: short mark after a fact that no office has confirmed."
    ]


def catalogue(folder: Path, code: str = "ru") -> Catalog:
    with messages.path_of(folder, code).open("rb") as file:
        return read_po(file)


def translate(folder: Path, old: str, new: str) -> None:
    path = messages.path_of(folder, "ru")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_updating_makes_a_catalogue_for_each_translated_language(tmp_path: Path) -> None:
    assert messages.update(tmp_path, LANGUAGES) == ["ru", "uz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ru", "uz"]
    made = catalogue(tmp_path)
    assert {(m.context, m.id) for m in made} == {(m.context, m.id) for m in messages.template()}
    assert [m.id for m in made if m.id and any(m.string or ())] == []
    assert made.num_plurals == 3
    assert catalogue(tmp_path, "uz").num_plurals == Catalog("uz").num_plurals


def test_updating_again_changes_nothing(tmp_path: Path) -> None:
    messages.update(tmp_path, LANGUAGES)
    before = messages.path_of(tmp_path, "ru").read_bytes()
    assert messages.update(tmp_path, LANGUAGES) == []
    assert messages.path_of(tmp_path, "ru").read_bytes() == before


def test_updating_keeps_translations_and_their_notes(tmp_path: Path) -> None:
    messages.update(tmp_path, LANGUAGES)
    translate(tmp_path, 'msgid "Soon"\nmsgstr ""', '# ask a lawyer\nmsgid "Soon"\nmsgstr "Скоро"')
    translate(tmp_path, 'msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Назад"')
    plural = 'msgid_plural "{n} working days"\nmsgstr[0] "'
    translate(tmp_path, plural, plural + "{n} день")
    messages.update(tmp_path, LANGUAGES)
    assert messages.update(tmp_path, LANGUAGES) == []
    kept = catalogue(tmp_path)
    soon = kept.get("Soon")
    assert soon is not None
    assert (soon.string, soon.user_comments) == ("Скоро", ["ask a lawyer"])
    assert {m.string for m in kept if m.id == "Back"} == {"Назад"}
    assert {m.string for m in kept if m.pluralizable} == {("{n} день", "", "")}


def test_updating_adds_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    messages.update(tmp_path, LANGUAGES)
    translate(tmp_path, 'msgid "Soon"', 'msgid "Sooner or later"')
    assert messages.update(tmp_path, LANGUAGES) == ["ru"]
    text = messages.path_of(tmp_path, "ru").read_text(encoding="utf-8")
    assert "Sooner or later" not in text
    assert 'msgid "Soon"\nmsgstr ""' in text


def test_a_complete_catalogue_has_no_mistakes_and_counts_as_such(tmp_path: Path) -> None:
    for code in ("ru", "uz"):
        path = messages.path_of(tmp_path, code)
        path.parent.mkdir(parents=True)
        path.write_text(echoing(code), encoding="utf-8")
    count = len([message for message in messages.template() if message.id])
    mistakes, said = messages.check(tmp_path, LANGUAGES)
    assert mistakes == []
    assert said == dict.fromkeys(LANGUAGES, (count, count))


def test_what_is_untranslated_is_counted_and_told(tmp_path: Path) -> None:
    messages.update(tmp_path, LANGUAGES)
    count = len([message for message in messages.template() if message.id])
    translate(tmp_path, 'msgid "Soon"\nmsgstr ""', 'msgid "Soon"\nmsgstr "Скоро"')
    mistakes, said = messages.check(tmp_path, LANGUAGES, "ru")
    assert said == {"en": (count, count), "ru": (1, count), "uz": (0, count), "uz_Cyrl": (0, count)}
    assert len(mistakes) == count - 1


@pytest.mark.parametrize(
    ("text", "fine"),
    [("x" * 40, True), ("x" * 41, False), ("ы" * 40, True)],
)
def test_a_button_has_its_room(tmp_path: Path, text: str, fine: bool) -> None:
    path = messages.path_of(tmp_path, "ru")
    path.parent.mkdir(parents=True)
    path.write_text(echoing("ru").replace('msgstr "Back"', f'msgstr "{text}"'), encoding="utf-8")
    only = {code: LANGUAGES[code] for code in ("en", "ru")}
    assert (messages.check(tmp_path, only)[0] == []) is fine

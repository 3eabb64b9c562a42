"""A content without mistakes is clean; each kind of mistake is told with its file and line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.parts import RealParts
from bot.services.check import Coverage
from tests.builders import FINE, HOSTS
from tests.content.slips import (
    EN,
    EN_KZ,
    FACTS,
    INTERFACE,
    LANGUAGES,
    PO,
    RU,
    TOPICS,
    WORDS,
    Slip,
)
from tests.content.tree import Tree
from tests.content.tree import words as said


def told(tree: Tree, file: str) -> list[str]:
    """What is told of a file; a mistake may have echoes in the files that rely on it."""
    return [mistake for mistake in tree.mistakes() if mistake.startswith(f"{file}:")]


def test_a_content_without_mistakes_is_clean(tree: Tree) -> None:
    report = RealParts().check(tree.settings(), None)
    assert report.mistakes == ()
    texts = report.coverage[0].interface_of
    assert report.coverage == (
        Coverage("en", 2, 2, 5, 5, texts, texts, 8, 4, (), 0),
        Coverage("ru", 2, 2, 5, 5, texts, texts, 6, 3, (), 0),
    )


@pytest.mark.parametrize(
    "slip",
    [pytest.param(slip, id=name) for table in (FACTS, WORDS, INTERFACE)
     for name, slip in table.items()],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file_and_line(tree: Tree, slip: Slip) -> None:
    tree.replace(slip.file, slip.old, slip.new)
    expected = f"{slip.file}:{_line(tree, slip)}: {slip.message}"
    found = [mistake for mistake in told(tree, slip.file) if slip.message in mistake]
    assert [mistake[: len(expected)] for mistake in found] == [expected]


def _line(tree: Tree, slip: Slip) -> int:
    """The line with the mark; of a key written twice, the second."""
    first = tree.line(slip.file, slip.at)
    if "written twice" not in slip.message:
        return first
    later = tree.read(slip.file).splitlines()[first:]
    return first + 1 + next(n for n, line in enumerate(later) if slip.at in line)


@pytest.mark.parametrize(
    "file",
    [TOPICS, "faq/agencies.yaml", "faq/places.yaml", EN, EN_KZ, PO, LANGUAGES],
)
def test_a_missing_file_is_told(tree: Tree, file: str) -> None:
    (tree.root / file).unlink()
    assert f"{file}:1: this file is missing" in told(tree, file)


@pytest.mark.parametrize("file", [TOPICS, "faq/agencies.yaml", EN_KZ, RU, LANGUAGES])
def test_a_file_that_is_not_utf_8_is_told(tree: Tree, file: str) -> None:
    (tree.root / file).write_bytes("question: |\n  штраф\n".encode("cp1251"))
    assert f"{file}:1: this file is not UTF-8 text (byte 14)" in told(tree, file)


def test_a_catalogue_that_is_not_utf_8_is_told(tree: Tree) -> None:
    (tree.root / PO).write_bytes('msgid "Soon"\nmsgstr "Скоро"\n'.encode("cp1251"))
    assert {mistake.split("'")[0] for mistake in told(tree, PO)} == {f"{PO}:1: cannot be read: "}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (TOPICS, "    section: stay", "\tsection: stay"),
        (EN_KZ, "office: |\n  Ask", "office: \n\tAsk"),
        (RU, "  Какой", "\tКакой"),
        (TOPICS, "    icon: 💰", "   icon: 💰"),
    ],
)
def test_a_tab_or_a_lost_space_is_told_with_its_line(
    tree: Tree, file: str, old: str, new: str
) -> None:
    tree.replace(file, old, new)
    line = tree.line(file, new.splitlines()[-1])
    assert [mistake for mistake in told(tree, file) if mistake.startswith(f"{file}:{line}: ")]


def test_a_broken_catalogue_is_told(tree: Tree) -> None:
    tree.replace(PO, 'msgstr "Soon"', 'msgstring "Soon"')
    line = tree.line(PO, "msgstring")
    assert [m for m in told(tree, PO) if m.startswith(f"{PO}:{line}: cannot be read: Unknown")]


def test_a_phrase_that_leads_elsewhere_is_told_where_it_stands(tree: Tree) -> None:
    stray = "tell me a joke about fines"
    tree.replace("faq/en/border.yaml", "  when will", f"  {stray}\n  when will")
    tree.write("faq/en/_chatter.yaml", "chatter: |\n" + f"  {stray}\n" * 60)
    line = tree.line("faq/en/border.yaml", stray)
    words = f"'{stray}' leads to no topic, not to 'border': say it more clearly or move it"
    assert tree.mistakes() == [f"faq/en/border.yaml:{line}: {words}"]


def test_an_answer_that_needs_too_many_messages_is_told(tree: Tree) -> None:
    story = "This is a long story about the fine. " * 500
    tree.replace(RU, "По-разному.", story)
    found = told(tree, RU)
    assert {m.partition(" takes ")[0] for m in found} == {
        f"{RU}:1: the answer to 'fine' for {host}" for host in ("no country", *HOSTS)
    }


def test_a_record_of_a_text_that_is_gone_is_told(tree: Tree) -> None:
    file = "faq/ru/_parity.yaml"
    tree.write(file, tree.read(file) + "KZ/winter: 0123456789\n")
    line = tree.line(file, "KZ/winter")
    assert tree.mistakes() == [f"{file}:{line}: there is no text 'KZ/winter' any more"]


def test_a_translation_of_yesterday_s_english_is_no_mistake_but_waits_unseen(tree: Tree) -> None:
    tree.replace(EN, "It depends.", "It depends on your days.")
    tree.replace(EN_KZ, "In spring nobody paid.", "In spring few paid.")
    report = RealParts().check(tree.settings(), None)
    assert report.mistakes == ()
    english, russian = report.coverage
    assert russian == replace(
        english,
        locale="ru",
        topics=1,
        facts=4,
        phrases=6,
        fewest=3,
        stale=("KZ/spring", "topic/fine"),
    )
    card = RealParts().library(tree.settings()).card("fine", "ru", "KZ", None)
    assert (card.title, card.answer) == ("What is the fine?", "It depends on your days.")
    assert card.ended == ("In spring few paid.",)
    RealParts().translated(tree.settings(), "ru", ("fine", "KZ/spring"))
    card = RealParts().library(tree.settings()).card("fine", "ru", "KZ", None)
    assert (card.title, card.answer) == ("Какой штраф?", "По-разному.")
    assert card.ended == ("In spring nobody paid.",)


def test_all_mistakes_are_told_at_once(tree: Tree) -> None:
    slips = (
        FACTS["rule gap"], FACTS["bad confidence"], FACTS["unknown section"],
        WORDS["unknown placeholder in an answer"], WORDS["colon"], WORDS["words of no fact"],
        INTERFACE["fuzzy"], INTERFACE["disallowed tag"],
    )  # fmt: skip
    for slip in slips:
        tree.replace(slip.file, slip.old, slip.new)
    found = tree.mistakes()
    missed = [slip.message for slip in slips if not [m for m in found if slip.message in m]]
    assert missed == []


def test_with_a_language_only_its_catalogue_is_checked(tree: Tree) -> None:
    tree.replace(PO, 'msgstr "Soon"', 'msgstr ""')
    assert tree.mistakes("en") == []
    assert len(tree.mistakes("ru")) == 1


def test_a_question_of_exactly_a_button_s_length_is_fine(tree: Tree) -> None:
    tree.write(EN, said("x" * 64, "It depends.", FINE))
    RealParts().translated(tree.settings(), "ru", ())
    assert tree.mistakes() == []

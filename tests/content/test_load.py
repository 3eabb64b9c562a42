"""The small content as it is loaded: facts with values, words in their languages, places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.adapters.content.load import load_content, writers
from bot.core.content import Content, Words
from bot.core.errors import BadContent
from bot.core.fact import Confidence, Source
from bot.core.place import Place
from bot.core.value import Duration, Money, Text
from tests.builders import BORDER, FINE, HOSTS
from tests.content.tree import Tree, words


def loaded(tree: Tree) -> Content:
    return load_content(tree.root / "faq", tree.root / "locales")


def test_facts_come_with_values_sources_and_dates(tree: Tree) -> None:
    content = loaded(tree)
    assert list(content.facts) == list(HOSTS)
    office, small, large, spring, summer = content.facts["KZ"]
    assert office.values == {"site": Text("my.gov.kz", "url")}
    assert office.topics == ("fine", "border")
    assert small.values == {"up_to": Duration(3, "days"), "warning": Text("yes", "flag")}
    assert large.values == {"over": Duration(3, "days"), "fine": Money(Decimal(43250), "KZT")}
    assert (spring.valid_from, spring.valid_until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert summer.source == Source("Act on stays", "https://law.example/stays", "2026-01")
    assert (summer.checked, summer.confidence) == (date(2026, 11, 1), Confidence.official)
    assert summer.id == "KZ/summer"


def test_words_phrases_and_contacts_are_those_of_the_files(tree: Tree) -> None:
    content = loaded(tree)
    assert list(content.topics) == ["fine", "border"]
    english = content.speech["en"]
    assert english.topics == {
        "fine": Words("What is the fine?", "It depends.", "- {hotline}", FINE),
        "border": Words("Is the border open?", "Ask {hotline}.", "- {hotline}", BORDER),
    }
    assert english.facts["KZ/fine_large"] == "Over {over}: a fine of {fine}."
    assert [contact.key for contact in content.contacts] == ["police", "service"]
    assert content.places == (
        Place("almaty", "KZ", "city", ("Almaty", "Алматы")),
        Place("KZ", "KZ", "country", ("Kazakhstan",)),
        Place("UZ", "UZ", "citizenship", ("uzbek*",)),
    )
    assert content.urgent["danger"] == {"en": ("help he will kill me", "they beat me every day")}
    assert content.chatter == {"en": ("hello bot how are you", "tell me a joke")}


def test_topics_and_facts_are_shown_in_their_order(tree: Tree) -> None:
    tree.replace("faq/topics.yaml", "order: 20", "order: 5")
    tree.replace("faq/countries/KZ.yaml", "    up_to: 3 days", "    order: 60\n    up_to: 3 days")
    tree.replace("faq/agencies.yaml", "    host: KZ", "    host: KZ\n    order: 90")
    content = loaded(tree)
    assert list(content.topics) == ["border", "fine"]
    assert [fact.key for fact in content.facts["KZ"]][-1] == "fine_small"
    assert [contact.key for contact in content.contacts] == ["service", "police"]


def test_loading_twice_gives_the_same_and_a_changed_file_another_state(tree: Tree) -> None:
    before = loaded(tree)
    assert loaded(tree) == before
    tree.replace("faq/ru/fine.yaml", "По-разному.", "Иначе.")
    assert loaded(tree) != before
    assert loaded(tree).speech["en"] == before.speech["en"]


def a_derived_language(tree: Tree) -> None:
    """Uzbek in Latin letters and, derived from it, in Cyrillic ones."""
    tree.replace(
        "locales/languages.yaml",
        "  ru:",
        "  uz: {native_name: Oʻzbekcha, chain: [ru, en]}\n"
        "  uz_Cyrl: {native_name: Ўзбекча, chain: [uz, ru, en], derived_from: uz}\n  ru:",
    )
    tree.write("faq/uz/fine.yaml", words("Jarima qancha?", "Aktyorga {hotline}.", ("jarima",)))
    tree.write("faq/uz/countries/KZ.yaml", "office: |\n  Sayt: {site}.\n")
    tree.write("faq/uz_Cyrl/fine.yaml", "also_asked: |\n  жарима қанча\n")
    tree.write("faq/uz_Cyrl/_exceptions.yaml", "aktyor*: актёр\n")


def test_a_derived_language_says_what_its_base_says_in_its_own_letters(tree: Tree) -> None:
    a_derived_language(tree)
    content = loaded(tree)
    derived = content.speech["uz_Cyrl"]
    assert derived.topics == {
        "fine": Words("Жарима қанча?", "Актёрга {hotline}.", "- {hotline}", ("жарима қанча",))
    }
    assert derived.facts == {"KZ/office": "Сайт: {site}."}
    assert derived.stale == content.speech["uz"].stale == {"topic/fine", "KZ/office"}
    write = writers(tree.root / "faq", content)
    assert {code: way("aktyor") for code, way in write.items()} == {"uz_Cyrl": "актёр"}


def test_a_mistake_keeps_the_whole_content_from_loading(tree: Tree) -> None:
    tree.replace("faq/countries/KZ.yaml", "43250 KZT", "much")
    with pytest.raises(BadContent) as error:
        loaded(tree)
    assert str(error.value).splitlines()[0] == (
        "faq/countries/KZ.yaml:27: a sum is written like '43250 KZT', not 'much'"
    )

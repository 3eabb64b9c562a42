"""Reads `faq/` and `locales/languages.yaml` into one Content, or raises with every mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.adapters.content.countries import read_contacts, read_country
from bot.adapters.content.documents import Document, Ledger, entries, read, typed
from bot.adapters.content.parity import stale_texts
from bot.adapters.content.places import read_chatter, read_places, read_urgent
from bot.adapters.content.schema import (
    LanguageShape,
    TopicShape,
    WordsShape,
)
from bot.core.content import Content, Speech, Topic, Words
from bot.core.fact import Fact
from bot.core.locale import Language, transliterator

PLACEHOLDER = re.compile(r"\{(\w*)\}")
TOPIC_PLACEHOLDERS = frozenset({"host", "hotline", "emergency"})


def load_content(faq: Path, locales: Path) -> Content:
    """The content in these folders; raises BadContent with every mistake, file and line."""
    ledger = Ledger(faq)
    languages = load_languages(locales, ledger)
    sections, topics = _topics(faq / "topics.yaml", ledger)
    files = sorted((faq / "countries").glob("*.yaml"))
    hosts = tuple(path.stem for path in files)
    facts = {path.stem: read_country(path, topics, hosts, ledger) for path in files}
    speech = _speeches(faq, languages, topics, facts, ledger)
    content = Content(
        languages=languages,
        sections=sections,
        topics=topics,
        facts=facts,
        contacts=read_contacts(faq / "agencies.yaml", hosts, ledger),
        places=read_places(faq, languages, hosts, ledger),
        urgent=read_urgent(faq, languages, ledger),
        speech=speech,
        chatter=read_chatter(faq, languages, ledger),
    )
    ledger.close()
    return content


def load_languages(locales: Path, ledger: Ledger) -> dict[str, Language]:
    """The languages of `languages.yaml`; its mistakes are noted."""
    path = locales / "languages.yaml"
    document = read(path, ledger)
    languages: dict[str, Language] = {}
    listed = document.data.get("languages", {})
    for code, raw in entries(document, ("languages",), listed, ledger):
        shape = typed(document, LanguageShape, raw, ("languages", code), ledger)
        if shape:
            languages[code] = shape.build(code)
    if "en" not in languages:
        ledger.note(path, document.line(("languages",)), "'en' is missing: every text begins there")
    for code, language in languages.items():
        for other in (*language.chain, *filter(None, [language.derived_from])):
            if other not in languages:
                line = document.line(("languages", code))
                ledger.note(path, line, f"'{code}' names the language '{other}', which is not here")
    return languages


def _topics(path: Path, ledger: Ledger) -> tuple[tuple[str, ...], dict[str, Topic]]:
    document = read(path, ledger)
    sections = tuple(document.data.get("sections") or ())
    shapes: dict[str, TopicShape] = {}
    for topic, raw in entries(document, ("topics",), document.data.get("topics", {}), ledger):
        shape = typed(document, TopicShape, raw, ("topics", topic), ledger)
        if shape:
            shapes[topic] = shape
    for topic, shape in shapes.items():
        if shape.section not in sections:
            line = document.line(("topics", topic, "section"))
            ledger.note(path, line, f"there is no section '{shape.section}'")
        for other in shape.related:
            if other not in shapes:
                line = document.line(("topics", topic, "related"))
                ledger.note(path, line, f"there is no topic '{other}'")
    ordered = sorted(shapes.items(), key=lambda item: item[1].order)
    return sections, {topic: shape.build(topic) for topic, shape in ordered}


def _speeches(
    faq: Path,
    languages: Mapping[str, Language],
    topics: Mapping[str, Topic],
    facts: Mapping[str, tuple[Fact, ...]],
    ledger: Ledger,
) -> dict[str, Speech]:
    speech: dict[str, Speech] = {}
    bases = {language.derived_from for language in languages.values()} - {None}
    if not {"en", *bases} <= languages.keys():
        return {}  # noted where the languages are read
    written = [code for code, language in languages.items() if not language.derived_from]
    for code in written:
        speech[code] = _speech(faq / code, topics, facts, ledger, complete=code == "en")
    for code, said in list(speech.items()):
        stale = stale_texts(faq / code / "_parity.yaml", speech["en"], said, ledger)
        speech[code] = replace(said, stale=stale if code != "en" else frozenset())
    for code, language in languages.items():
        if language.derived_from:
            speech[code] = _derived(faq / code, speech[language.derived_from], topics, ledger)
    return speech


def _speech(
    folder: Path,
    topics: Mapping[str, Topic],
    facts: Mapping[str, tuple[Fact, ...]],
    ledger: Ledger,
    *,
    complete: bool,
) -> Speech:
    words: dict[str, Words] = {}
    for topic in topics:
        path = folder / f"{topic}.yaml"
        if complete or path.exists():
            document = read(path, ledger)
            shape = typed(document, WordsShape, document.data, (), ledger)
            if shape:
                words[topic] = _topic_words(document, shape, ledger, complete=complete)
    sentences: dict[str, str] = {}
    for country, known in facts.items():
        path = folder / "countries" / f"{country}.yaml"
        if complete or path.exists():
            sentences |= _sentences(path, country, known, ledger, complete=complete)
    return Speech(words, sentences, signed=_signed(folder / "_signoff.yaml", ledger))


def _topic_words(document: Document, shape: WordsShape, ledger: Ledger, *, complete: bool) -> Words:
    for name in ("question", "answer", "todo"):
        for placeholder in PLACEHOLDER.findall(getattr(shape, name)):
            if placeholder not in TOPIC_PLACEHOLDERS:
                known = ", ".join(f"{{{p}}}" for p in sorted(TOPIC_PLACEHOLDERS))
                line = document.line((name,))
                ledger.note(
                    document.path, line, f"{{{placeholder}}} is not known; there are {known}"
                )
    if complete and not (shape.question and shape.answer):
        ledger.note(document.path, 1, "'question' and 'answer' are needed")
    return shape.build()


def _sentences(
    path: Path, country: str, facts: tuple[Fact, ...], ledger: Ledger, *, complete: bool
) -> dict[str, str]:
    document = read(path, ledger)
    known = {fact.key: fact for fact in facts}
    sentences: dict[str, str] = {}
    for key, raw in document.data.items():
        if key not in known:
            ledger.note(path, document.line((key,)), f"there is no fact '{key}' in {country}.yaml")
        elif not isinstance(raw, str) or not raw.strip():
            ledger.note(path, document.line((key,)), f"'{key}' has no words")
        else:
            _placeholders(document, key, raw, known[key], ledger)
            sentences[f"{country}/{key}"] = " ".join(raw.split())
    if complete:
        for key in known.keys() - document.data.keys():
            ledger.note(path, 1, f"the words of '{key}' are missing")
    return sentences


def _placeholders(document: Document, key: str, raw: str, fact: Fact, ledger: Ledger) -> None:
    for placeholder in PLACEHOLDER.findall(raw):
        if placeholder not in fact.values:
            values = ", ".join(f"{{{name}}}" for name in fact.values) or "none"
            message = f"'{key}': {{{placeholder}}} is not a value of this fact; there are: {values}"
            ledger.note(document.path, document.line((key,)), message)


def _signed(path: Path, ledger: Ledger) -> dict[str, str]:
    if not path.exists():
        return {}
    signed: dict[str, str] = {}
    for topic, entry in read(path, ledger).data.items():
        signed[topic] = entry.get("name", "") if isinstance(entry, dict) else str(entry)
    return signed


def writers(faq: Path, content: Content) -> dict[str, Callable[[str], str]]:
    """For each derived language, what turns a text of its base into it."""
    derived = (code for code, language in content.languages.items() if language.derived_from)
    return {code: _writer(faq / code, Ledger(faq)) for code in derived}


def _writer(folder: Path, ledger: Ledger) -> Callable[[str], str]:
    path = folder / "_exceptions.yaml"
    exceptions = read(path, ledger).data if path.exists() else {}
    return transliterator({str(k): str(v) for k, v in exceptions.items()})


def _derived(folder: Path, base: Speech, topics: Mapping[str, Topic], ledger: Ledger) -> Speech:
    write = _writer(folder, ledger)
    own = _speech(folder, topics, {}, ledger, complete=False).topics if folder.exists() else {}
    words = {
        topic: Words(
            question=write(said.question),
            answer=write(said.answer),
            todo=write(said.todo),
            also_asked=own[topic].also_asked if topic in own else (),
        )
        for topic, said in base.topics.items()
    }
    sentences = {fact: write(sentence) for fact, sentence in base.facts.items()}
    return Speech(words, sentences, stale=base.stale, signed=base.signed)

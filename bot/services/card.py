"""An answer put into words: what every face shows, in the order it is read, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.answer import Answer, Line
from bot.core.content import Contact, Content
from bot.core.fact import Confidence, Source
from bot.core.value import Text
from bot.services.speech import Speaker

FACTS_AT_ONCE = 6
"""Facts a frightened reader can take in; the rest waits folded."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a reader sees it: who says it, when, where."""

    title: str
    url: str
    published: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """A contact as a reader sees it."""

    name: str
    phones: tuple[str, ...]
    links: tuple[str, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One answer in a person's language."""

    icon: str
    title: str
    where: str
    """Country (and passport) the answer is for; empty if no country is known."""
    answer: str
    facts: tuple[str, ...] = ()
    """What matters most."""
    more: tuple[str, ...] = ()
    """Further facts, for those who want to know more."""
    ahead: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    contacts: tuple[Reachable, ...] = ()
    ended: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    """In force since, checked on, how sure."""
    sources: tuple[Cited, ...] = ()
    phones: tuple[str, ...] = field(default=())
    """Numbers worth a button to copy: the hotline or the emergency number first."""


def put_into_words(answer: Answer, content: Content, speak: Speaker) -> Card:
    """The card of an answer in the speaker's language."""
    values = _common_values(answer, speak)
    facts = tuple(_sentences(answer.lines, speak))
    contacts = tuple(reachable(contact, speak) for contact in answer.contacts)
    return Card(
        icon=answer.topic.icon,
        title=_filled(answer.words.question, values),
        where=_where(answer, speak),
        answer=_filled(answer.words.answer, values),
        facts=facts[:FACTS_AT_ONCE],
        more=facts[FACTS_AT_ONCE:],
        ahead=tuple(_ahead(answer.ahead, speak)),
        todo=tuple(_list(_filled(answer.words.todo, values))),
        contacts=contacts,
        ended=tuple(_sentences(answer.ended, speak)),
        notices=tuple(_notices(answer, content, speak)),
        dates=tuple(_dates(answer, speak)),
        sources=tuple(_cited(source, speak) for source in answer.sources),
        phones=_phones(answer, contacts),
    )


def _common_values(answer: Answer, speak: Speaker) -> dict[str, str]:
    hotline, emergency = answer.hotline, answer.emergency
    nowhere = speak.gettext("the country you are in")
    return {
        "host": speak.country(answer.host) if answer.host else nowhere,
        "hotline": hotline.phones[0] if hotline else speak.gettext("the migration service there"),
        "emergency": emergency.phones[0] if emergency else "112",
    }


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), template)


def _sentences(lines: Iterable[Line], speak: Speaker) -> Iterator[str]:
    for line in lines:
        values = {name: speak.value(value) for name, value in line.fact.values.items()}
        sentence = _filled(line.sentence, values)
        if line.fact.confidence is Confidence.other:
            # Translators: short mark after a fact that no office has confirmed.
            mark = speak.gettext("not confirmed")
            sentence = f"{sentence} ({mark})"
        yield sentence


def _ahead(lines: tuple[Line, ...], speak: Speaker) -> Iterator[str]:
    for line, sentence in zip(lines, _sentences(lines, speak), strict=True):
        if line.fact.valid_from:
            # Translators: before a rule that begins later. {date} is a date, {rule} a sentence.
            text = speak.gettext("From {date}: {rule}")
            yield text.format(date=speak.date(line.fact.valid_from), rule=sentence)


def _list(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip():
            yield line.strip().removeprefix("-").strip()


def _where(answer: Answer, speak: Speaker) -> str:
    if not answer.host:
        return ""
    host = speak.country(answer.host)
    if not answer.citizenship:
        return host
    passport = passport_name(answer.citizenship, speak)
    # Translators: above an answer: the country it is about, and the passport it is for.
    return speak.gettext("{country} · passport: {passport}").format(country=host, passport=passport)


def passport_name(code: str, speak: Speaker) -> str:
    """Name of a citizenship, also for `other` and `stateless`."""
    if code == "other":
        return speak.gettext("another country")
    if code == "stateless":
        return speak.gettext("no citizenship")
    return speak.country(code)


def _notices(answer: Answer, content: Content, speak: Speaker) -> Iterator[str]:
    empty = not (answer.lines or answer.ahead or answer.ended or answer.contacts)
    if answer.host and empty and answer.topic.section != "bot":
        text = speak.gettext("We have no confirmed facts on this for {country}. Ask: {hotline}.")
        yield text.format(
            country=speak.country(answer.host),
            hotline=answer.hotline.phones[0] if answer.hotline else "112",
        )
    if answer.needs_review:
        yield speak.gettext("This answer is being re-checked. Ask the office before you act on it.")
    for code in _borrowed(answer):
        native = content.languages[code].native_name
        text = speak.gettext("This text is being updated in your language; shown in: {language}.")
        yield text.format(language=native)
    if answer.words_locale != "en" and not answer.signed_by:
        yield speak.gettext("Machine-made translation, not yet reviewed by a person.")


def _borrowed(answer: Answer) -> tuple[str, ...]:
    """Other languages that parts of the answer are in, because the reader's are not up to date."""
    lines = (*answer.lines, *answer.ahead, *answer.ended)
    used = dict.fromkeys((answer.words_locale, *(line.locale for line in lines)))
    own = {answer.locale, answer.locale.split("_")[0]}
    return tuple(code for code in used if code not in own)


def _dates(answer: Answer, speak: Speaker) -> Iterator[str]:
    if answer.in_force_since:
        text = speak.gettext("In force since: {date}")
        yield text.format(date=speak.date(answer.in_force_since))
    if answer.checked:
        yield speak.gettext("Checked on: {date}").format(date=speak.date(answer.checked))
    if answer.confidence is not None:
        yield confidence_text(answer.confidence, speak)


def confidence_text(confidence: Confidence, speak: Speaker) -> str:
    """How sure an answer is, in words a reader understands."""
    match confidence:
        case Confidence.official:
            return speak.gettext("Source: the office itself or the law")
        case Confidence.press:
            return speak.gettext("Source: press quoting the office; not confirmed by the office")
        case Confidence.other:
            return speak.gettext("Part of this is not from the office: confirm before you act")


def _cited(source: Source, speak: Speaker) -> Cited:
    published = speak.published(source.published) or speak.gettext("undated")
    return Cited(source.title, source.url, published)


def _phones(answer: Answer, contacts: tuple[Reachable, ...]) -> tuple[str, ...]:
    listed = [phone for contact in contacts for phone in contact.phones]
    first = answer.hotline.phones if answer.hotline else ()
    return tuple(dict.fromkeys((*first, *listed)))


def reachable(contact: Contact, speak: Speaker) -> Reachable:
    """A contact in the speaker's language, with what is doubtful about it."""
    details = [contact.address]
    if contact.hours:
        details.append(contact.hours if contact.hours == "24/7" else _hours(contact, speak))
    if contact.confidence is not Confidence.official or contact.source.published < "2024":
        published = speak.published(contact.source.published)
        mark = speak.gettext("not confirmed")
        details.append(f"{mark}, {published}" if published else mark)
    return Reachable(
        contact_name(contact, speak),
        contact.phones,
        (*contact.sites, *contact.emails),
        tuple(detail for detail in details if detail),
    )


def _hours(contact: Contact, speak: Speaker) -> str:
    return speak.value(Text(contact.hours, "hours"))


def contact_name(contact: Contact, speak: Speaker) -> str:
    """What a contact is called in the speaker's language."""
    country = speak.country(contact.of) if contact.of else ""
    city = _named(contact.city, speak.locale)
    match contact.kind:
        case "emergency":
            return " / ".join(_service(service, speak) for service in contact.serves)
        case "embassy":
            return speak.gettext("Embassy: {country} ({city})").format(country=country, city=city)
        case "consulate":
            return speak.gettext("Consulate: {country} ({city})").format(country=country, city=city)
        case "foreign_ministry":
            return speak.gettext("Foreign ministry: {country}").format(country=country)
        case _:
            return _named(contact.names, speak.locale) or contact.key


def _named(names: Mapping[str, str], locale: str) -> str:
    for code in (
        locale,
        locale.split("_", maxsplit=1)[0],
        "ru" if locale in _READ_RUSSIAN else "en",
        "en",
    ):
        if code in names:
            return names[code]
    return next(iter(names.values()), "")


_READ_RUSSIAN = ("kk", "ky", "uz", "uz_Cyrl", "tk")


def _service(service: str, speak: Speaker) -> str:
    names = {
        "all": speak.gettext("Emergency"),
        "police": speak.gettext("Police"),
        "ambulance": speak.gettext("Ambulance"),
        "fire": speak.gettext("Fire and rescue"),
    }
    return names.get(service, service)

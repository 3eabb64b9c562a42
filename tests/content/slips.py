"""Kinds of mistakes an editor can make in the small content, and what each is told as."""

from __future__ import annotations

from typing import NamedTuple

from tests.builders import FINE, HOSTS
from tests.content.tree import SOURCE

KZ = "faq/countries/KZ.yaml"
TOPICS = "faq/topics.yaml"
EN, RU = "faq/en/fine.yaml", "faq/ru/fine.yaml"
EN_KZ, RU_KZ = "faq/en/countries/KZ.yaml", "faq/ru/countries/KZ.yaml"
LANGUAGES = "locales/languages.yaml"
PO = "locales/ru/LC_MESSAGES/bot.po"
NO_SOURCE = SOURCE[SOURCE.index("    checked") :]
UNKNOWN = "is not a name this file knows; is it misspelt?"


class Slip(NamedTuple):
    """`old` replaced by `new` in a file; the mistake stands on the first line with `at`."""

    file: str
    old: str
    new: str
    at: str
    message: str


FACTS = {
    "missing source": Slip(KZ, SOURCE, NO_SOURCE, "office:", "'source' is missing"),
    "unknown key": Slip(KZ, "  published:", "  publishd:", "publishd", f"'source.publishd' {UNKNOWN}"),
    "unknown field of a rule": Slip(
        KZ, "    warning: yes", "    warned: yes", "fine_small:", f"'warned' {UNKNOWN}"
    ),
    "bad sum": Slip(
        KZ, "43250 KZT", "43250 tenge", "fine_large:",
        "a sum is written like '43250 KZT', not '43250 tenge'",
    ),
    "bad link": Slip(
        KZ, "my.gov.kz", "here", "office:", "a link is written like 'https://my.gov.uz', not 'here'"
    ),
    "unknown type of a value": Slip(
        KZ, "{url: my", "{link: my", "office:",
        "unknown type 'link'; the types are money, duration, date, number, percent, phone, url, "
        "email, address, text, hours, country, flag",
    ),
    "bad date": Slip(
        KZ, "checked: 2026-11-01", "checked: 1.11.26", "1.11.26",
        "'checked': a date is written like '2026-07-01', not '1.11.26'",
    ),
    "bad confidence": Slip(
        KZ, "official", "sure", "sure",
        "'confidence' is 'sure', but may only be 'official', 'press' or 'other'",
    ),
    "unknown topic": Slip(
        KZ, "[fine, border]", "[fine, gate]", "gate", "'office': there is no topic 'gate'"
    ),
    "unreadable citizenship": Slip(
        KZ, "    warning: yes",
        "    warning: yes\n    covers:\n      citizenships:\n        - KG\n        - uz", "- uz",
        "'covers.citizenships.1': 'uz' is neither a country's two letters nor other nor stateless",
    ),
    "unknown citizenship": Slip(
        KZ, "    warning: yes", "    warning: yes\n    covers: {except: [XX]}", "covers:",
        f"'XX' has no file in countries/; there are {', '.join(HOSTS)}, other, stateless",
    ),
    "unknown kind of rule": Slip(
        KZ, "kind: measure", "kind: amnesty", "spring:",
        "kind 'amnesty' is not one of stay, visa_required, registration, extension, permit, "
        "overstay, measure",
    ),
    "end before beginning": Slip(
        KZ, "valid_until: 2026-03-31", "valid_until: 2025-03-31", "spring:",
        "valid_until lies before valid_from",
    ),
    "wrong country": Slip(KZ, "country: KZ", "country: UZ", "country:", "country is not 'KZ'"),
    "a name of a fact with a capital": Slip(
        KZ, "  office:", "  Office:", "Office:", "'Office': only a-z, 0-9 and _ in a name"
    ),
    "rule gap": Slip(
        KZ, "over: 3 days", "over: 5 days", "fine_large:",
        "nothing covers 3 to 5 days, after 'fine_small'",
    ),
    "rule overlap": Slip(
        KZ, "over: 3 days", "over: 2 days", "fine_large:",
        "begins at 2 days, but 'fine_small' reaches to 3",
    ),
    "supersedes unknown": Slip(
        KZ, "supersedes: spring", "supersedes: winter", "summer:",
        "supersedes 'winter', which is not a measure of this country",
    ),
    "unknown topic beside a topic": Slip(
        TOPICS, "related: [border]", "related: [gate]", "gate", "there is no topic 'gate'"
    ),
    "unknown section": Slip(
        TOPICS, "section: stay", "section: home", "section: home", "there is no section 'home'"
    ),
    "review date passed": Slip(
        TOPICS, "2027-06-01", "2026-11-25", "review: 2026-11-25",
        "'border' was to be re-checked by 2026-11-25: check its facts, then set a new day",
    ),
    "unknown kind of contact": Slip(
        "faq/agencies.yaml", "kind: migration", "kind: office", "kind: office",
        "'kind' is 'office', but may only be 'emergency', 'migration', 'hotline', 'embassy', "
        "'consulate', 'foreign_ministry', 'ombudsman', 'un', 'legal_aid', 'protection' or 'portal'",
    ),
    "unknown country of a contact": Slip(
        "faq/agencies.yaml", "    host: KZ", "    host: XX", "police:",
        f"'XX' has no file in countries/; there are {', '.join(HOSTS)}, other, stateless",
    ),
    "unknown group of places": Slip(
        "faq/places.yaml", "cities:", "towns:", "towns:",
        "'towns' is not one of airports, crossings, cities",
    ),
    "a list where names of places are wanted": Slip(
        "faq/places.yaml", "    almaty:\n      names: [Almaty, Алматы]", "    - Almaty", "cities:",
        "'cities' must be a list of 'name: value' lines",
    ),
    "a list where a block of names is wanted": Slip(
        "faq/en/_names.yaml", "KZ: |\n    Kazakhstan", "KZ:\n    - Kazakhstan", "KZ:",
        "'KZ' must be a text: a block after '|', one entry a line",
    ),
    "unknown name in a file of idle talk": Slip(
        "faq/en/_chatter.yaml", "chatter: |", "talk: |", "talk:", "'talk' is not one of chatter"
    ),
    "unknown host of a place": Slip(
        "faq/places.yaml", "KZ:", "XX:", "XX:", "'XX' is not a host country"
    ),
    "unknown kind of name": Slip(
        "faq/en/_names.yaml", "citizenship:", "people:", "people:",
        "'people' is not one of country, citizenship, agency",
    ),
    "unknown kind of emergency": Slip(
        "faq/en/_urgent.yaml", "danger:", "dangers:", "dangers:",
        "'dangers' is not one of danger, passport_taken_by_employer, child_alone, "
        "medical_emergency, detained_now",
    ),
    "unknown language": Slip(
        LANGUAGES, "Русский, chain: [en]", "Русский, chain: [uk, en]", "ru:",
        "'ru' names the language 'uk', which is not here",
    ),
    "missing name of a language": Slip(
        LANGUAGES, "native_name: Русский, ", "", "ru:", "'native_name' is missing"
    ),
}  # fmt: skip

WORDS = {
    "unknown placeholder in an answer": Slip(
        EN, "It depends.", "It depends on {days}.", "answer:",
        "{days} is not known; there are {emergency}, {host}, {hotline}",
    ),
    "unknown placeholder in a translated list": Slip(
        RU, "- {hotline}", "- {hot_line}", "todo:",
        "{hot_line} is not known; there are {emergency}, {host}, {hotline}",
    ),
    "unknown placeholder in a fact": Slip(
        RU_KZ, "{fine}", "{sum}", "fine_large:",
        "'fine_large': {sum} is not a value of this fact; there are: {over}, {fine}",
    ),
    "words of no fact": Slip(
        RU_KZ, "office:", "offices:", "offices:", "there is no fact 'offices' in KZ.yaml"
    ),
    "a fact without words": Slip(
        RU_KZ, "office: |\n  Ask at {site}.", "office:", "office:", "'office' has no words"
    ),
    "colon": Slip(
        RU, "question: |\n  Какой штраф?", "question: Какой: штраф?", "question:",
        "a colon in the text: put the text into a block after '|' or into quotes",
    ),
    "key written twice": Slip(
        RU, "also_asked:", "todo: |\n  - Twice.\nalso_asked:", "todo:", "'todo' is written twice"
    ),
    "unknown key": Slip(RU, "also_asked:", "asked:", "asked:", f"'asked' {UNKNOWN}"),
    "too long question": Slip(
        EN, "What is the fine?", f"What is {'x' * 60}?", "What is",
        "the question of 'fine' has 69 characters, a button shows 64",
    ),
    "phrase in two topics": Slip(
        "faq/ru/border.yaml", "граница открыта сегодня", FINE[0], FINE[0],
        f"'{FINE[0]}' also stands in 'fine': keep it where it belongs",
    ),
    "parity not recorded": Slip(
        "faq/ru/_parity.yaml", "topic/fine: ", "topic/border2: ", "#",
        "'topic/fine' is not recorded: run `python -m bot faq translated ru topic/fine`",
    ),
}  # fmt: skip

INTERFACE = {
    "missing plural form": Slip(
        PO, 'msgstr[2] "{n} working days"\n', "", 'msgid "{n} working day"',
        "'{n} working days' has no translation",
    ),
    "missing translation": Slip(
        PO, 'msgstr "Soon"', 'msgstr ""', 'msgid "Soon"', "'Soon' has no translation"
    ),
    "fuzzy": Slip(
        PO, 'msgid "Soon"', '#, fuzzy\nmsgid "Soon"', 'msgid "Soon"',
        "'Soon' is marked fuzzy: check the translation and remove the mark",
    ),
    "disallowed tag": Slip(
        PO, 'msgstr "Soon"', 'msgstr "<b>Soon</b>"', 'msgid "Soon"',
        "'Soon': <b> would be shown as it is; write plain words",
    ),
    "unclosed tag": Slip(
        PO, 'msgstr "Soon"', 'msgstr "<a href=x>Soon"', 'msgid "Soon"',
        "'Soon': <a href=x> would be shown as it is; write plain words",
    ),
    "entity": Slip(
        PO, 'msgstr "Soon"', 'msgstr "Soon&nbsp;"', 'msgid "Soon"',
        "'Soon': &nbsp; would be shown as it is; write plain words",
    ),
    "too long button text": Slip(
        PO, 'msgstr "Back"', f'msgstr "{"x" * 41}"', 'msgid "Back"',
        "'Back': the translation has 41 characters, room is for 40",
    ),
    "unknown placeholder": Slip(
        PO, 'msgstr "Soon"', 'msgstr "Soon {day}"', 'msgid "Soon"',
        "'Soon': {day} does not belong into the translation",
    ),
    "dropped placeholder": Slip(
        PO, 'msgstr "Checked on: {date}"', 'msgstr "Checked"', 'msgid "Checked on: {date}"',
        "'Checked on: {date}': {date} is missing from the translation",
    ),
    "text gone": Slip(
        PO, 'msgid "Soon"\nmsgstr "Soon"\n', "", "#",
        "'Soon' is not in this file: run `python -m bot locales update`",
    ),
}  # fmt: skip

"""HTML as Telegram reads it: cases known from the behaviour of its own parser."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.sandbox import markup, texts
from bot.faces.sandbox.errors import ApiError

S = "🏟 🏟"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        (f"{S}&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        (f"{S}&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("a < b and c > d", 'Unsupported start tag "" at byte offset 2'),
        (f"{S}&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        (f"{S}&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        (f"{S}&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        (f"{S}&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        (f'{S}&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        (f"{S}&lt;</", "Unexpected end tag at byte offset 13"),
        (f"{S}&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        (f"{S}&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        (
            "&#xDFDF;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        markup.parse(source)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&ge;&lt;&gt;&amp;&quot;&laquo;", '&ge;<>&"&laquo;', []),
        (f"{S}<i>{S}</i>", f"{S}{S}", [("italic", 5, 5)]),
        (f"{S}<strong>{S}</strong>", f"{S}{S}", [("bold", 5, 5)]),
        ("<ins>a</ins><del>b</del>", "ab", [("underline", 0, 1), ("strikethrough", 1, 1)]),
        (
            f"{S}<i>🏟 &gt;<b aba   =   caba>&lt🏟</b></i>",
            f"{S}🏟 ><🏟",
            [("italic", 5, 7), ("bold", 9, 3)],
        ),
        (f"{S}&lt;<i>a</>", f"{S}<a", [("italic", 6, 1)]),
        ("<b></b>x", "x", []),
        ("<span class = 'tg-spoiler'>a</span>", "a", [("spoiler", 0, 1)]),
        ("<blockquote   expandable   asd>a</>", "a", [("expandable_blockquote", 0, 1)]),
        ('<blockquote cite="">a</blockquote>', "a", [("blockquote", 0, 1)]),
        ("<pre><code>a</code></pre>", "a", [("pre", 0, 1), ("code", 0, 1)]),
        ("<a> </a>", " ", []),
    ],
)
def test_markup_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    found_text, found = markup.parse(source)
    assert found_text == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_code_with_a_language_becomes_one_block() -> None:
    _, entities = markup.parse('<pre><code class="language-fift">a</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "fift"}]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("<a href=telegram.org>a</a>", "http://telegram.org/"),
        ("<a   href=  'telegram.org?&lt;'   >a</a>", "http://telegram.org/?<"),
        ("<a>telegram.org</a>", "http://telegram.org/"),
        ("<a href='https://egov.kz/a?b#c'>a</a>", "https://egov.kz/a?b#c"),
    ],
)
def test_links_are_completed(source: str, address: str) -> None:
    assert markup.parse(source)[1][0]["url"] == address


def test_a_link_to_nowhere_is_plain_text() -> None:
    assert markup.parse("<a href='nowhere'>a</a>") == ("a", [])


def test_blanks_at_the_ends_go_and_entities_move_along() -> None:
    text, entities = texts.formatted("  \n<b>a </b>b  ", "HTML")
    assert (text, entities) == ("a b", [{"type": "bold", "offset": 0, "length": 2}])


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("see https://egov.kz/a, then", "url", "https://egov.kz/a"),
        ("/start KZ", "bot_command", "/start"),
        ("ask @yoldash_bot now", "mention", "@yoldash_bot"),
        ("call +7 7172 70 71 72.", "phone_number", "+7 7172 70 71 72"),
        ("a@b.org", "email", "a@b.org"),
    ],
)
def test_telegram_marks_what_it_knows(text: str, kind: str, part: str) -> None:
    (entity,) = texts.detect(text, [])
    start = entity["offset"]
    assert (entity["type"], text[start : start + entity["length"]]) == (kind, part)


@pytest.mark.parametrize(
    "source",
    ["<b>a<i>b</i></b>c", "<blockquote expandable>🏟 x</blockquote>", "a &lt; b <code>c</code>"],
)
def test_html_can_be_written_again(source: str) -> None:
    assert texts.as_html(*markup.parse(source)) == source


def test_a_nested_tag_of_any_depth_keeps_its_place() -> None:
    source: Any = "<u><b>" * 20 + "x" + "</b></u>" * 20
    assert len(markup.parse(source)[1]) == 40

"""What buttons say on the wire: short enough for Telegram, and read back as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.faces.telegram.buttons import Ask, Press
from tests.builders import CITIZENSHIPS, HOSTS, a_content, a_fact
from tests.faces.telegram.stage import FINE

CONTENT = a_content(facts=[a_fact(country=host) for host in HOSTS])
LONGEST = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
WORDS = st.text(st.characters(exclude_characters=":", codec="utf-8"))
ASKS = st.builds(
    Ask,
    WORDS,
    st.sampled_from((None, *HOSTS)),
    st.sampled_from((None, *CITIZENSHIPS)),
    st.booleans(),
)


@given(WORDS, st.lists(WORDS, max_size=4))
def test_a_press_reads_back_as_it_was_written_or_is_refused_as_too_long(
    verb: str, arguments: list[str]
) -> None:
    press = Press(verb, tuple(arguments))
    size = len(":".join((verb, *arguments)).encode())
    if size > LONGEST:
        with pytest.raises(ValueError, match="longer"):
            press.code()
    else:
        assert Press.read(press.code()) == press


@given(ASKS)
def test_an_ask_reads_back_as_it_was_written(ask: Ask) -> None:
    assert Ask.read(ask.args(), CONTENT) == ask


@given(st.lists(WORDS, max_size=6))
def test_an_ask_of_any_arguments_is_one_that_can_be_written_again(arguments: list[str]) -> None:
    ask = Ask.read(arguments, CONTENT)
    assert Ask.read(ask.args(), CONTENT) == ask


@pytest.mark.parametrize(
    ("ask", "written"),
    [
        (Ask(FINE), (FINE, "-")),
        (Ask(FINE, "KZ"), (FINE, "KZ")),
        (Ask(FINE, "KZ", "UZ"), (FINE, "KZ", "UZ")),
        (Ask(FINE, None, "stateless"), (FINE, "-", "stateless")),
        (Ask(FINE, "KZ", None, urgent=True), (FINE, "KZ", "-", "1")),
        (Ask(FINE, None, None, urgent=True), (FINE, "-", "-", "1")),
    ],
    ids=str,
)
def test_an_ask_is_written_as_shortly_as_it_can(ask: Ask, written: tuple[str, ...]) -> None:
    assert ask.args() == written


@pytest.mark.parametrize(
    ("arguments", "ask"),
    [
        ((), Ask("")),
        ((FINE,), Ask(FINE)),
        ((FINE, "KAZ", "uz", "yes"), Ask(FINE)),
        ((FINE, "K", "statelessness"), Ask(FINE)),
        ((FINE, "İŞ", "КЗ"), Ask(FINE)),
        ((FINE, "other", "other"), Ask(FINE, None, "other")),
        ((FINE, "KZ", "-", "1", "more"), Ask(FINE, "KZ", None, urgent=True)),
    ],
    ids=str,
)
def test_what_is_no_country_is_left_open_in_an_ask(arguments: tuple[str, ...], ask: Ask) -> None:
    assert Ask.read(arguments, CONTENT) == ask


def test_an_ask_keeps_its_country_and_takes_one_where_it_has_none() -> None:
    assert Ask(FINE, "KZ", "UZ").at("TR") == Ask(FINE, "KZ", "UZ")
    assert Ask(FINE, None, "UZ", urgent=True).at("TR") == Ask(FINE, "TR", "UZ", urgent=True)
    assert Ask(FINE).at(None) == Ask(FINE)

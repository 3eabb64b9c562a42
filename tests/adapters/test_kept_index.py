"""An index kept between starts reads as the new one does, and never keeps the bot from starting."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.kept_index import KEPT, default_folder, load_index, name_of
from bot.core.content import Content
from bot.core.place import Place
from bot.core.understand.decide import Decider
from bot.core.understand.index import Index, build
from bot.core.understand.reading import Reading
from tests.builders import BORDER, DANGER, FINE, a_content, some_speech, some_words

ASKED = (
    *FINE, *BORDER, *DANGER, "fine for overstay how much", "overstay and the border",
    "good night to all of you", "what fine in Kazakhstan", "штраф", "",
)  # fmt: skip


def content(answer: str = "It depends.") -> Content:
    topics = {
        "fine": some_words(answer=answer, also_asked=FINE),
        "border": some_words("Is the border open?", also_asked=BORDER),
    }
    return a_content(
        speech={"en": some_speech(topics=topics)},
        places=(Place("KZ", "KZ", "country", ("Kazakhstan",)),),
        chatter={"en": ("good night", "tell me a joke", "hello bot how are you")},
    )


def readings(index: Index) -> list[Reading]:
    """What the messages are taken for; scores to the precision of the kept weights."""
    read = [Decider(index).read(text) for text in ASKED]
    return [replace(reading, score=round(reading.score, 2)) for reading in read]


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_kept_index_reads_as_the_new_one(tmp_path: Path) -> None:
    new = readings(load_index(content(), tmp_path / "cache"))
    assert kept(tmp_path / "cache") == [name_of(content())]
    again = load_index(content(), tmp_path / "cache")
    assert readings(again) == new
    assert again.exact == build(content()).exact
    assert {reading.decision for reading in new} == {"answer", "offer", "decline"}


def test_a_kept_index_is_read_and_not_made_anew(tmp_path: Path) -> None:
    load_index(content(), tmp_path)
    other = a_content(
        speech={"en": some_speech(topics={"border": some_words("?", also_asked=FINE)})}
    )
    load_index(other, tmp_path)
    (tmp_path / name_of(other)).replace(tmp_path / name_of(content()))
    assert Decider(load_index(content(), tmp_path)).read(FINE[0]).topic == "border"


def test_another_content_has_an_index_of_its_own(tmp_path: Path) -> None:
    assert name_of(content()) == name_of(content())
    load_index(content(), tmp_path)
    load_index(content("Otherwise."), tmp_path)
    assert kept(tmp_path) == sorted([name_of(content()), name_of(content("Otherwise."))])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def scramble(path: Path) -> None:
    path.write_bytes(b"\x00nonsense" * 500)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def without_weights(path: Path) -> None:
    import numpy as np

    with np.load(path) as arrays:
        left = {name: arrays[name] for name in arrays if name != "weights"}
    np.savez(path, **left)


@pytest.mark.parametrize("harm", [flip_a_bit, scramble, make_folder, without_weights])
def test_a_broken_file_is_ignored_and_replaced(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    new = readings(load_index(content(), tmp_path))
    path = tmp_path / name_of(content())
    harm(path)
    assert readings(load_index(content(), tmp_path)) == new
    assert [name for name in kept(tmp_path) if name.endswith(".tmp")] == []
    if path.is_file():
        size = path.stat().st_size
        load_index(content(), tmp_path)
        assert (path.stat().st_size, size > 10_000) == (size, True)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "cache", Path("/proc/nowhere")):
        assert readings(load_index(content(), folder))[0].topic == "fine"
    assert kept(tmp_path) == ["file"]


def test_only_the_newest_indexes_stay(tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        answer = f"Answer {number}."
        load_index(content(answer), tmp_path)
        os.utime(tmp_path / name_of(content(answer)), (number, number))
    load_index(content("Newest."), tmp_path)
    expected = ["Newest.", "Answer 4.", "Answer 3."]
    assert kept(tmp_path) == sorted(name_of(content(answer)) for answer in expected)


def test_the_folder_is_where_programs_keep_what_they_can_make_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "yoldash"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_folder() == Path.home() / ".cache" / "yoldash"

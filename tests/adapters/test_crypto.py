"""Sealing, coded keys, rotation."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.crypto import Keys, load_secrets
from bot.core.errors import BadSettings, StoreUnavailable

OLD, NEW = "o" * 40, "n" * 40


@given(st.binary(max_size=500))
def test_what_is_sealed_opens_again_and_shows_nothing(plain: bytes) -> None:
    keys = Keys([NEW])
    sealed = keys.seal(plain)
    assert keys.open(sealed) == plain
    assert len(plain) < 8 or plain not in sealed
    assert keys.seal(plain) != sealed


def test_after_rotation_old_seals_open_and_new_ones_use_the_new_key() -> None:
    sealed = Keys([OLD]).seal(b"x")
    both = Keys([NEW, OLD])
    assert both.open(sealed) == b"x"
    assert Keys([NEW]).open(both.seal(b"y")) == b"y"
    with pytest.raises(StoreUnavailable, match="BOT_SECRET_KEY"):
        Keys([NEW]).open(sealed)


def test_a_changed_seal_does_not_open() -> None:
    sealed = bytearray(Keys([NEW]).seal(b"x" * 20))
    sealed[-1] ^= 1
    with pytest.raises(StoreUnavailable):
        Keys([NEW]).open(bytes(sealed))


def test_coded_keys_come_newest_first_and_differ_by_purpose() -> None:
    assert Keys([NEW, OLD]).person_keys(5) == (
        *Keys([NEW]).person_keys(5),
        *Keys([OLD]).person_keys(5),
    )
    codes = {Keys([NEW]).person_keys(n)[0] for n in (5, -5, 6)} | {Keys([NEW]).ballot(5, 0)}
    assert {len(code) for code in codes} == {16}
    assert len(codes) == 4


@pytest.mark.parametrize("secrets", [[], [""], ["short"], [NEW, "short"]])
def test_a_weak_secret_is_refused(secrets: list[str]) -> None:
    with pytest.raises(BadSettings, match="BOT_SECRET_KEY"):
        Keys(secrets)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_secrets("", tmp_path / "data")
    assert first == load_secrets("", tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert [p.name for p in (tmp_path / "data").iterdir()] == ["secret.key"]
    assert load_secrets(f"{NEW}, {OLD}", tmp_path / "none") == (NEW, OLD)
    assert not (tmp_path / "none").exists()
    Keys(first)

"""The index of understanding, kept between starts: learning takes seconds, loading a blink."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import zipfile
from pathlib import Path

import numpy as np

from bot.core.content import Content
from bot.core.understand import index
from bot.core.understand.index import Index

KEPT = 3
"""How many indexes of earlier content stay."""


def default_folder() -> Path:
    """Where this user's programs keep what they can make again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yoldash"


def name_of(content: Content) -> str:
    """File name for an index: equal content, equal name."""
    learnt = (index.VERSION, index.classes(content), sorted(map(repr, index.phrases(content))))
    said = [(code, speech.topics, speech.facts) for code, speech in content.speech.items()]
    return hashlib.blake2b(repr((learnt, said)).encode(), digest_size=12).hexdigest() + ".npz"


def load_index(content: Content, folder: Path) -> Index:
    """The kept index of this content, else a new one, which is then kept if the folder lets us."""
    path = folder / name_of(content)
    unusable = (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile)
    with contextlib.suppress(*unusable), path.open("rb") as file:
        return index.from_arrays(content, dict(np.load(file, allow_pickle=False)))
    made = index.build(content)
    with contextlib.suppress(OSError):
        _keep(made, path)
    return made


def _keep(made: Index, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("wb") as file:
            np.savez(file, **index.to_arrays(made))  # type: ignore[arg-type]  # numpy's stub
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _drop_old(path)


def _drop_old(path: Path) -> None:
    kept = sorted(path.parent.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)

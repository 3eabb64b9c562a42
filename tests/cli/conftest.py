"""The commands on the small content, with settings from a clean environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.builders import TODAY
from tests.content.tree import Tree, a_tree


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """The small content, and an environment in which the commands work on it."""
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    made = a_tree(tmp_path)
    for name, value in {
        "XDG_CACHE_HOME": tmp_path / "cache",
        "BOT_FAQ_DIR": tmp_path / "faq",
        "BOT_LOCALES_DIR": tmp_path / "locales",
        "BOT_DATA_DIR": tmp_path / "data",
        "BOT_TODAY": TODAY.isoformat(),
    }.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.chdir(tmp_path)
    return made


@pytest.fixture
def yoldash(tree: Tree, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process."""
    assert tree

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return run

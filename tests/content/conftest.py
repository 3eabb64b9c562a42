"""A whole small content for each test, with the index kept in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.tree import Tree, a_tree


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return a_tree(tmp_path)

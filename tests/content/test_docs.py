"""The pages for readers, editors and developers: what they name is there, and nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from typer.main import get_command

from bot.faces.cli.app import app
from bot.settings import PROJECT, Settings

PAGES = ("README.md", "faq/README.md", "locales/README.md", "bot/README.md")
MAPS = PAGES[1:]
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(
    r"(?:bot|docs|faq|locales|tests|\.ci)/[\w./-]*|[\w./-]+\.(?:md|po|py|toml|txt|yaml)"
)
"""A path, from the top folder; names with `<…>` or `*` stand for many files."""


def page(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def commands() -> Iterator[str]:
    """Each command by its full name, such as `db upgrade`."""
    for name, command in vars(get_command(app))["commands"].items():
        inner = getattr(command, "commands", {})
        yield from (f"{name} {part}" for part in inner) if inner else (name,)


def anchors(text: str) -> set[str]:
    """What links to headings of a page may point to."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("command", list(commands()))
def test_a_command_is_named_on_a_page(command: str) -> None:
    assert [name for name in PAGES if re.search(rf"python -m bot {command}\b", page(name))]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_has_a_description(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_only_settings_and_commands_there_are(name: str) -> None:
    text = page(name)
    assert {f"BOT_{field.upper()}" for field in Settings.model_fields} >= set(
        re.findall(r"\bBOT_[A-Z_]+\b", text)
    )
    known = {command.split()[0] for command in commands()}
    assert known >= set(re.findall(r"python -m bot ([a-z]+)", text))


@pytest.mark.parametrize("name", MAPS)
def test_a_path_on_a_page_is_there(name: str) -> None:
    named = CODE.findall(FENCE.sub("", page(name)))
    paths = [path for path in named if PATH.fullmatch(path)]
    assert paths
    assert [path for path in paths if not (PROJECT / path).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_link_on_a_page_leads_somewhere(name: str) -> None:
    for link in LINK.findall(page(name)):
        if not link.startswith("http"):
            path, _, anchor = link.partition("#")
            target = (PROJECT / name).parent / path if path else PROJECT / name
            assert target.exists(), link
            assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


def test_the_search_for_paths_finds_them() -> None:
    found = {
        "bot/core/answer.py": True, "faq/": True, ".ci/run": True, "pyproject.toml": True, "bot.po": True,
        "faq/<locale>/_names.yaml": False, "locales/*/LC_MESSAGES/bot.po": False, "KZ/unit_mci": False,
        "/healthz": False, "python -m bot try": False, "context.say": False,
    }  # fmt: skip
    assert {path: PATH.fullmatch(path) is not None for path in found} == found

"""YAML files as plain strings with the line of every value, and all their mistakes at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.core.errors import BadContent, Mistake

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Model = TypeVar("Model", bound=BaseModel)
Where = tuple[str, ...]


@dataclass
class Ledger:
    """Collects the mistakes of many files, so that an editor sees them all."""

    root: Path
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, path: Path, line: int, message: str) -> None:
        """Adds one mistake; the file is named as its editor knows it."""
        try:
            name = path.resolve().relative_to(self.root.resolve().parent).as_posix()
        except ValueError:
            name = path.name
        self.mistakes.append(Mistake(name, line, message))

    def close(self) -> None:
        """Raises BadContent if anything was noted."""
        if self.mistakes:
            raise BadContent(self.mistakes)


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, all strings, and the line where each value stands."""

    path: Path
    data: dict[str, Any]
    lines: dict[Where, int]

    def line(self, where: Sequence[Any]) -> int:
        """The line of a value, or of the nearest thing around it."""
        key = tuple(str(part) for part in where)
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


def read(path: Path, ledger: Ledger) -> Document:
    """The document in a file; what cannot be read is noted and left empty."""
    lines: dict[Where, int] = {}
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        data = _plain(node, (), lines, path, ledger) if node else {}
    except FileNotFoundError:
        ledger.note(path, 1, "this file is missing")
        data = {}
    except UnicodeDecodeError as error:
        ledger.note(path, 1, f"this file is not UTF-8 text (byte {error.start})")
        data = {}
    except yaml.reader.ReaderError as error:
        ledger.note(path, 1, f"a character that no text has (number {error.position}); delete it")
        data = {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        ledger.note(path, mark.line + 1 if mark else 1, _plainly(error))
        data = {}
    if not isinstance(data, dict):
        ledger.note(path, 1, "this file must be a list of 'name: value' lines")
        data = {}
    return Document(path, data, lines)


def _plainly(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "cannot be read"
    if "mapping values" in problem:
        return "a colon in the text: put the text into a block after '|' or into quotes"
    if "tab" in problem or "\\t" in problem or "cannot start any token" in problem:
        return "a tab or a strange sign: use spaces at the beginning of a line, quotes around signs"
    return f"cannot be read here: {problem} (check the spaces at the beginning of the line)"


def _plain(node: Any, where: Where, lines: dict[Where, int], path: Path, ledger: Ledger) -> Any:
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(child, (*where, str(i)), lines, path, ledger)
            for i, child in enumerate(node.value)
        ]
    data: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in data:
            ledger.note(path, line, f"'{key}' is written twice; keep one of them")
        lines[(*where, key)] = line
        data[key] = _plain(child, (*where, key), lines, path, ledger)
    return data


def entries(
    document: Document, where: Where, data: Any, ledger: Ledger
) -> Iterable[tuple[str, Any]]:
    """The `name: value` lines of a part of a file; anything else is noted."""
    if isinstance(data, dict):
        return data.items()
    words = f"'{where[-1] if where else document.path.name}' must be a list of 'name: value' lines"
    ledger.note(document.path, document.line(where), words)
    return ()


def typed(
    document: Document, model: type[Model], data: Any, at: Where, ledger: Ledger
) -> Model | None:
    """Data as a typed model; mistakes are noted in plain words with their line."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for found in error.errors():
            where = (*at, *(str(part) for part in found["loc"]))
            ledger.note(document.path, document.line(where), _in_words(found))
        return None


def _in_words(found: Any) -> str:
    name = ".".join(str(part) for part in found["loc"])
    kind = found["type"]
    if kind == "missing":
        return f"'{name}' is missing"
    if kind == "extra_forbidden":
        return f"'{name}' is not a name this file knows; is it misspelt?"
    if kind == "literal_error":
        return f"'{name}' is '{found['input']}', but may only be {found['ctx']['expected']}"
    if kind == "value_error":
        return f"'{name}': {found['ctx']['error']}" if name else str(found["ctx"]["error"])
    return f"'{name}': {found['msg'].lower()}"

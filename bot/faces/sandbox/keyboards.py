"""Keyboards under messages: what Telegram accepts in `reply_markup`."""

from __future__ import annotations

from typing import Any

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.markup import link
from bot.faces.sandbox.params import Params

Markup = dict[str, Any]
_ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
STYLES = ("primary", "success", "danger")
MAX_BUTTONS = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
_EMPTY_MEANS_ABSENT = ("url", "callback_data")


def read(params: Params, *, only_inline: bool = False) -> Markup | None:
    """The keyboard of a call, checked; None when there is none."""
    return check(params.structure("reply_markup", "reply keyboard markup"), only_inline=only_inline)


def check(found: Any, *, only_inline: bool = False) -> Markup | None:
    """A keyboard already taken out of its JSON."""
    if found is None:
        return None
    if not isinstance(found, dict):
        raise refused("object expected as reply markup")
    if "inline_keyboard" in found and not found.get("keyboard"):
        rows = _rows(found["inline_keyboard"], "inline_keyboard", _inline_button)
        if sum(map(len, rows)) > MAX_BUTTONS:
            raise refused("reply markup is too long")
        return {"inline_keyboard": rows} if rows else None
    return _in_place_of_keys(found, only_inline=only_inline)


def _in_place_of_keys(found: Markup, *, only_inline: bool) -> Markup | None:
    """A keyboard in place of the phone's own, or what ends one."""
    if not any(found.get(name) for name in ("keyboard", "remove_keyboard", "force_reply")):
        return None
    if only_inline:
        raise refused("inline keyboard expected")
    if found.get("keyboard"):
        return {"keyboard": _rows(found["keyboard"], "keyboard", _reply_button), **_extra(found)}
    return dict(found)


def _extra(found: Markup) -> Markup:
    return {name: value for name, value in found.items() if name != "keyboard"}


def _rows(rows: Any, name: str, button: Any) -> list[list[Markup]]:
    of = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
    wrong = refused(f'Field "{name}"{of} must be an Array of Arrays')
    if not isinstance(rows, list):
        raise refused(f'Field "{name}" must be of type Array')
    checked = []
    for row in rows:
        if not isinstance(row, list):
            raise wrong
        kept = [found for found in map(button, row) if found["text"]]
        if kept:
            checked.append(kept)
    return checked


def _reply_button(found: Any) -> Markup:
    if isinstance(found, str):
        return {"text": found}
    if not isinstance(found, dict):
        raise refused("can't parse keyboard button: KeyboardButton must be a String or an Object")
    return {**found, "text": _text(found, "keyboard button")}


def _text(found: Markup, where: str) -> str:
    if "text" not in found:
        raise refused(f"can't parse {where}: Can't find field \"text\"")
    if not isinstance(found["text"], str | int | float):
        raise refused(f'can\'t parse {where}: Field "text" must be of type String')
    return str(found["text"])


def _inline_button(found: Any) -> Markup:
    where = "inline keyboard button"
    if not isinstance(found, dict):
        raise refused(f"can't parse {where}: InlineKeyboardButton must be an Object")
    button = {"text": _text(found, where)}
    style = str(found.get("style") or "").lower()
    if style not in ("", "default", *STYLES):
        raise refused(f"can't parse {where}: invalid button style specified")
    if style in STYLES:
        button["style"] = style
    actions = [
        name
        for name in _ACTIONS
        if name in found and not (name in _EMPTY_MEANS_ABSENT and not found[name])
    ]
    if not actions:
        raise refused(f"can't parse {where}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        # Telegram silently takes the first; its documentation forbids it, so the sandbox refuses.
        raise refused(f"can't parse {where}: exactly one action expected, found {actions}")
    return {**button, actions[0]: _action(actions[0], found[actions[0]])}


def _action(name: str, value: Any) -> Any:
    limit = InlineKeyboardButtonLimit
    if name == "callback_data":
        size = len(str(value).encode())
        if not limit.MIN_CALLBACK_DATA <= size <= limit.MAX_CALLBACK_DATA:
            raise refused("BUTTON_DATA_INVALID")
        return str(value)
    if name == "url":
        address = link(str(value))
        if address is None:
            raise refused(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        return address
    if name == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str):
            raise refused("can't parse inline keyboard button: Can't find field \"text\"")
        if not limit.MIN_COPY_TEXT <= len(text) <= limit.MAX_COPY_TEXT:
            raise refused("BUTTON_COPY_TEXT_INVALID")
        return {"text": text}
    return value

"""Answers to inline questions that Telegram refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faces.sandbox.conftest import Client

CONTENT = {"message_text": "x"}


@pytest.mark.parametrize(
    ("results", "words"),
    [
        (
            [{"type": "article", "id": "1", "input_message_content": CONTENT}],
            "can't parse inline query result: Can't find field \"title\"",
        ),
        (
            [{"type": "article", "id": "1", "title": "t"}],
            "can't parse inline query result: Can't find field \"message_text\"",
        ),
        (
            [{"type": "article", "id": "x" * 65, "title": "t", "input_message_content": CONTENT}],
            "RESULT_ID_INVALID",
        ),
        (
            [{"type": "article", "id": "1", "title": "t", "input_message_content": CONTENT}] * 2,
            "RESULT_ID_DUPLICATE",
        ),
        (
            [
                {"type": "article", "id": str(n), "title": "t", "input_message_content": CONTENT}
                for n in range(51)
            ],
            "too many inline query results specified",
        ),
        (
            [
                {
                    "type": "article",
                    "id": "1",
                    "title": "t",
                    "input_message_content": {"message_text": "<b>", "parse_mode": "HTML"},
                }
            ],
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ],
)
async def test_wrong_inline_answers_are_refused(
    call: Client, results: list[dict[str, Any]], words: str
) -> None:
    person = call.sandbox.person("Aziza")
    with pytest.raises(TimeoutError):
        await person.inline("x", patience=0)
    (update,) = await call.result("getUpdates")
    answer = await call(
        "answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=results
    )
    assert answer["description"] == f"Bad Request: {words}"

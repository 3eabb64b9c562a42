"""The sender with a real store and a real server standing for Telegram."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.crypto import Keys
from bot.adapters.sql.store import SqlStore
from bot.core.outgoing import Outgoing
from bot.faces.telegram.outbox import Sender
from bot.metrics import Metrics
from tests.faces.durable import KEY, Telegram, calling, refusal, running, serving, until


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'bot.db'}", Keys([KEY]))
    await store.upgrade()
    yield store
    await store.close()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with serving(Telegram()) as telegram:
        yield telegram


def a_message(chat: int = 1, text: str = "hello", **values: Any) -> Outgoing:
    return Outgoing(chat, "sendMessage", {"text": text}, **values)


async def add(store: SqlStore, *messages: Outgoing) -> None:
    async with store.unit_of_work() as uow:
        await uow.outbox.add(messages)


async def send_all(store: SqlStore, telegram: Telegram, **options: Any) -> None:
    async with calling(telegram.url) as api:
        sender = Sender(store, api, Metrics(), **options)
        async with running(sender):
            await asyncio.wait_for(sender.idle(), 8)


async def waiting(store: SqlStore, *chats: int) -> list[int]:
    async with store.reading() as uow:
        return [await uow.outbox.waiting(chat) for chat in chats]


async def test_messages_of_a_chat_go_out_in_order_one_at_a_time(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.delay = 0.005
    await add(store, *(a_message(n % 4, str(n)) for n in range(40)))
    await send_all(store, telegram, limits=False)
    assert telegram.most_in_flight == 1
    for chat in range(4):
        assert [int(t) for c, t in telegram.sent if c == chat] == list(range(chat, 40, 4))
    assert await waiting(store, 0, 1, 2, 3) == [0, 0, 0, 0]


async def test_a_message_not_yet_committed_is_not_sent(store: SqlStore, telegram: Telegram) -> None:
    """First-draft bug: reading the outbox through the writer's connection sent what was rolled back."""
    async with calling(telegram.url) as api:
        sender = Sender(store, api, Metrics(), limits=False)
        async with running(sender):
            await add(store, a_message(1, "committed"))
            with pytest.raises(ZeroDivisionError):
                async with store.unit_of_work() as uow:
                    await uow.outbox.add([a_message(2, "never")])
                    await uow.outbox.drop(99)
                    sender._wake.set()  # even a wake-up must not show it
                    await asyncio.sleep(0.1)
                    raise ZeroDivisionError
            await asyncio.sleep(0.1)
    assert telegram.sent == [(1, "committed")]


async def test_nothing_is_sent_twice_while_outcomes_wait_to_be_written(
    store: SqlStore, telegram: Telegram
) -> None:
    """First-draft bug: a SELECT made before the deletion was committed sent the message again."""
    async with calling(telegram.url) as api:
        sender = Sender(store, api, Metrics(), limits=False)
        async with running(sender):
            await add(store, *(a_message(n) for n in range(20)))
            async with store.unit_of_work():  # holds the writer: nothing can be deleted
                for _ in range(20):
                    sender._wake.set()
                    await asyncio.sleep(0.01)
            await asyncio.wait_for(sender.idle(), 5)
    assert sorted(telegram.sent) == [(n, "hello") for n in range(20)]


async def test_the_sender_wakes_after_the_commit(store: SqlStore, telegram: Telegram) -> None:
    """First-draft bug: woken before the commit, it found nothing and slept on."""
    async with calling(telegram.url) as api:
        sender = Sender(store, api, Metrics(), limits=False)
        async with running(sender):
            await asyncio.sleep(0.05)
            began = time.monotonic()
            await add(store, a_message())
            await until(lambda: telegram.sent != [])
            assert time.monotonic() - began < 0.5


async def test_a_restart_sends_what_was_left(store: SqlStore, telegram: Telegram) -> None:
    await add(store, a_message(1, "a"))
    await send_all(store, telegram)
    await add(store, a_message(1, "b"))
    await send_all(store, telegram)
    assert telegram.sent == [(1, "a"), (1, "b")]


async def test_a_chat_told_to_wait_delays_no_other(store: SqlStore, telegram: Telegram) -> None:
    telegram.for_chat[1].append(refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    await add(
        store, a_message(1, "a"), *(a_message(n, "b") for n in range(2, 12)), a_message(1, "c")
    )
    began = time.monotonic()
    async with calling(telegram.url) as api:
        sender = Sender(store, api, Metrics(), limits=False)
        async with running(sender):
            await until(lambda: sum(t == "b" for _, t in telegram.sent) == 10)
            assert time.monotonic() - began < 0.8
            await asyncio.wait_for(sender.idle(), 5)
    assert time.monotonic() - began >= 1
    assert [t for c, t in telegram.sent if c == 1] == ["a", "a", "c"]


async def test_a_server_error_is_tried_again(store: SqlStore, telegram: Telegram) -> None:
    telegram.for_chat[1] += [refusal(502, "Bad Gateway"), refusal(500, "Internal Server Error")]
    await add(store, a_message(1, "a"), a_message(1, "b"))
    await send_all(store, telegram, limits=False)
    assert telegram.sent == [(1, "a"), (1, "a"), (1, "a"), (1, "b")]


async def test_a_blocked_bot_is_noted_and_the_rest_of_the_chat_dropped(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.for_chat[1].append(refusal(403, "Forbidden: bot was blocked by the user"))
    await add(store, a_message(1, "a"), a_message(1, "b"), a_message(2, "c"))
    await send_all(store, telegram)
    assert sorted(telegram.sent) == [(1, "a"), (2, "c")]
    assert await waiting(store, 1, 2) == [0, 0]
    async with store.reading() as uow:
        assert (await uow.people.get(1)).blocked_at is not None
        assert (await uow.people.get(2)).blocked_at is None


async def test_a_refused_message_is_final_and_the_next_goes_on(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.for_chat[1].append(refusal(400, "Bad Request: message is too long"))
    await add(store, a_message(1, "a"), a_message(1, "b"))
    await send_all(store, telegram)
    assert telegram.sent == [(1, "a"), (1, "b")]


def an_edit(text: str = "new", answers: int | None = None) -> Outgoing:
    return Outgoing(1, "editMessageText", {"message_id": 77, "text": text}, answers=answers)


async def test_an_edit_that_changes_nothing_is_a_success(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.for_chat[1].append(refusal(400, "Bad Request: message is not modified: specified new"))
    await add(store, an_edit(answers=5))
    await send_all(store, telegram)
    assert [method for method, _ in telegram.calls] == ["editMessageText"]
    async with store.reading() as uow:
        assert await uow.replies.answer_to(1, 5) == 77


async def test_an_edit_of_a_deleted_message_is_sent_anew(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.for_chat[1].append(refusal(400, "Bad Request: message to edit not found"))
    await add(store, an_edit("again", answers=5))
    await send_all(store, telegram)
    assert telegram.sent == [(1, "again")]
    async with store.reading() as uow:
        assert await uow.replies.answer_to(1, 5) == 1002


async def test_the_answer_to_a_question_is_remembered(store: SqlStore, telegram: Telegram) -> None:
    await add(store, a_message(1, answers=10))
    await send_all(store, telegram)
    async with store.reading() as uow:
        assert await uow.replies.answer_to(1, 10) == 1001


async def test_a_chat_gets_a_short_burst_then_one_a_second(
    store: SqlStore, telegram: Telegram
) -> None:
    await add(store, *(a_message(1, str(n)) for n in range(5)))
    began = time.monotonic()
    await send_all(store, telegram)
    assert 1.9 < time.monotonic() - began < 3.5


async def test_stopping_leaves_waiting_messages_for_the_next_start(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.delay = 0.2
    await add(store, *(a_message(1, str(n)) for n in range(5)))
    async with calling(telegram.url) as api:
        async with running(Sender(store, api, Metrics(), limits=False)):
            await until(lambda: telegram.sent != [])
    assert telegram.sent == [(1, "0")]
    assert await waiting(store, 1) == [4]


async def test_a_message_whose_form_is_refused_arrives_in_plain_words(
    store: SqlStore, telegram: Telegram
) -> None:
    refused = "Bad Request: can't parse entities: Unmatched end tag at byte offset 4"
    telegram.for_chat[1].append(refusal(400, refused))
    broken = {"text": "<b>call 112 &amp; wait</i>", "parse_mode": "HTML", "reply_markup": {}}
    await add(store, Outgoing(1, "sendMessage", broken))
    async with calling(telegram.url) as api:
        async with running(Sender(store, api, Metrics(), limits=False)):
            await until(lambda: len(telegram.calls) == 2)
    assert telegram.calls[1] == ("sendMessage", {"chat_id": 1, "text": "call 112 & wait"})

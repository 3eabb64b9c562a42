"""Poller, receiver and worker with the real Application and a real store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.adapters.crypto import Keys
from bot.adapters.sql.store import SqlStore
from bot.core.errors import BadSettings, NotUnderstood, StoreUnavailable
from bot.faces.telegram.inbox import Poller, Receiver, received
from bot.faces.telegram.work import current_work
from bot.faces.telegram.worker import Worker
from bot.metrics import Metrics
from tests.faces.durable import (
    KEY,
    App,
    Telegram,
    a_text,
    an_app,
    apologise,
    calling,
    echo,
    refusal,
    running,
    serving,
    until,
)


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


async def put(store: SqlStore, *updates: dict[str, Any]) -> None:
    async with store.unit_of_work() as uow:
        await uow.inbox.put([received(update) for update in updates])


async def letters(store: SqlStore) -> list[tuple[int, str]]:
    taken = await store.post.take("person", 0, 1000)
    return [(letter.message.chat_id, letter.message.params["text"]) for letter in taken]


def a_worker(store: SqlStore, telegram_url: str, app: App, api: Any, **options: Any) -> Worker:
    return Worker(store, app, api, Metrics(), apologise, **options)


async def test_an_update_is_confirmed_only_after_it_is_stored(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.updates = [a_text(7), a_text(8)]
    async with calling(telegram.url) as api:
        async with running(Poller(store, api, Metrics(), poll_seconds=1)):
            await until(lambda: len(telegram.polls) > 1)
            assert telegram.polls[:2] == [None, 9]
            async with store.reading() as uow:
                assert [u.update_id for u in await uow.inbox.heads(9)] == [7, 8]


async def test_a_poll_that_could_not_be_stored_is_not_confirmed(
    store: SqlStore, telegram: Telegram
) -> None:
    """A full or locked database must not move the offset."""
    telegram.updates = [a_text(7)]
    async with calling(telegram.url) as api:
        poller = Poller(store, api, Metrics(), poll_seconds=1)
        async with store.unit_of_work() as holding:
            await holding.state.put("a", "b")
            task = asyncio.create_task(poller.run())
            await asyncio.sleep(0.2)
            assert 8 not in telegram.polls
        await until(lambda: 8 in telegram.polls)
        await poller.stop()
        await task


async def test_an_update_that_cannot_be_parsed_does_not_stop_the_queue(
    store: SqlStore, telegram: Telegram
) -> None:
    telegram.updates = [{"update_id": 1, "message": {"chat": "odd"}}, a_text(2, "fine")]
    async with calling(telegram.url) as api:
        worker = a_worker(store, telegram.url, an_app(), api)
        async with running(Poller(store, api, Metrics(), poll_seconds=1), worker):
            await until(lambda: 3 in telegram.polls)
            async with asyncio.timeout(5):
                while await store.pending():
                    await asyncio.sleep(0.01)
    assert await letters(store) == [(1, "fine")]
    async with store.reading() as uow:
        assert await uow.inbox.buried() == 1


async def test_an_unknown_token_is_named_in_one_line(store: SqlStore, telegram: Telegram) -> None:
    telegram.script["getUpdates"].append(refusal(401, "Unauthorized"))
    async with calling(telegram.url) as api:
        with pytest.raises(BadSettings, match=r"^BOT_TOKEN: Telegram does not know this token"):
            await Poller(store, api, Metrics(), poll_seconds=1).run()


async def test_polling_survives_conflicts_and_broken_answers(
    store: SqlStore, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.faces.telegram.inbox.PATIENCE", (0.01, 0.05))
    telegram.script["getUpdates"] += [
        refusal(409, "Conflict"),
        refusal(502, "Bad Gateway"),
        (200, {}),
    ]
    telegram.updates = [a_text(5)]
    async with calling(telegram.url) as api:
        async with running(Poller(store, api, Metrics(), poll_seconds=1)):
            await until(lambda: 6 in telegram.polls)


async def test_one_of_two_processes_polls(store: SqlStore, telegram: Telegram) -> None:
    async with calling(telegram.url) as api:
        first = Poller(store, api, Metrics(), holder="far|1|a", poll_seconds=1, lease_seconds=0.3)
        second = Poller(store, api, Metrics(), holder="far|2|b", poll_seconds=1, lease_seconds=0.3)
        async with running(second):
            async with running(first):
                await asyncio.sleep(0.5)
                assert sum(p._metrics.polling._value.get() for p in (first, second)) == 1
            await until(lambda: second._metrics.polling._value.get() == 1)


async def test_updates_of_a_chat_are_processed_in_order(
    store: SqlStore, telegram: Telegram
) -> None:
    await put(store, *(a_text(n, str(n), chat=n % 3 + 1) for n in range(1, 100)))
    async with calling(telegram.url) as api:
        worker = a_worker(store, telegram.url, an_app(), api)
        assert await worker.step() == 64
        assert await worker.step() == 35
    assert await letters(store) == [(n % 3 + 1, str(n)) for n in range(1, 100)]


async def test_a_failed_update_is_undone_apologised_for_and_set_aside(
    store: SqlStore, telegram: Telegram
) -> None:
    async def handle(update: Update, text: str) -> None:
        echo(update, text)
        await current_work.get().uow.state.put(text, "was here")
        if text == "bug":
            raise ZeroDivisionError

    await put(
        store, a_text(1, "one"), a_text(2, "bug"), a_text(3, "three"), a_text(4, "other", chat=2)
    )
    async with calling(telegram.url) as api:
        worker = a_worker(store, telegram.url, an_app(handle), api)
        while await worker.step():
            pass
    sent = await letters(store)
    assert [text for chat, text in sent if chat == 1] == ["one", "sorry", "three"]
    assert (2, "other") in sent
    async with store.reading() as uow:
        assert await uow.inbox.buried() == 1
        assert [await uow.state.get(t) for t in ("one", "bug", "three")] == [
            "was here",
            None,
            "was here",
        ]


async def test_an_update_that_fails_once_succeeds_alone_and_in_order(
    store: SqlStore, telegram: Telegram
) -> None:
    tries: list[str] = []

    def handle(update: Update, text: str) -> None:
        tries.append(text)
        if tries == ["first"]:
            raise ValueError
        echo(update, text)

    await put(store, a_text(1, "first"), a_text(2, "second"))
    async with calling(telegram.url) as api:
        worker = a_worker(store, telegram.url, an_app(handle), api)
        while await worker.step():
            pass
    assert tries == ["first", "first", "second"]
    assert await letters(store) == [(1, "first"), (1, "second")]


async def test_a_database_failure_loses_nothing_and_blames_no_update(
    store: SqlStore, telegram: Telegram
) -> None:
    failures = [StoreUnavailable("disk full")]

    def handle(update: Update, text: str) -> None:
        echo(update, text)
        if failures:
            raise failures.pop()

    await put(store, a_text(1, "one"), a_text(2, "two"))
    async with calling(telegram.url) as api:
        worker = a_worker(store, telegram.url, an_app(handle), api)
        with pytest.raises(StoreUnavailable):
            await worker.step()
        assert await letters(store) == []
        assert await worker.step() == 2
    assert await letters(store) == [(1, "one"), (1, "two")]


async def test_a_handler_that_hangs_is_ended(store: SqlStore, telegram: Telegram) -> None:
    async def handle(_update: Update, text: str) -> None:
        if text == "hang":
            await asyncio.sleep(60)

    await put(store, a_text(1, "hang"), a_text(2, "fine"))
    async with calling(telegram.url) as api:
        worker = a_worker(store, telegram.url, an_app(handle), api, update_seconds=0.05)
        while await worker.step():
            pass
    assert await letters(store) == [(1, "sorry")]


async def test_direct_calls_go_out_at_once(store: SqlStore, telegram: Telegram) -> None:
    def handle(_update: Update, _text: str) -> None:
        current_work.get().direct("answerCallbackQuery", {"callback_query_id": "1"})

    await put(store, a_text(1))
    async with calling(telegram.url) as api:
        async with running(a_worker(store, telegram.url, an_app(handle), api)):
            await until(lambda: telegram.calls != [])
    assert telegram.calls == [("answerCallbackQuery", {"callback_query_id": "1"})]


async def test_updates_from_the_webhook_are_committed_before_receive_returns(
    store: SqlStore,
) -> None:
    receiver = Receiver(store)
    await asyncio.gather(*(receiver.receive(json.dumps(a_text(n)).encode()) for n in range(1, 51)))
    async with store.reading() as uow:
        assert len(await uow.inbox.heads(100)) == 50


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b'{"update_id":"x"}', b"\xff"])
async def test_a_body_that_is_no_update_is_refused(store: SqlStore, raw: bytes) -> None:
    with pytest.raises(NotUnderstood):
        await Receiver(store).receive(raw)


def test_every_kind_of_update_is_ordered_by_its_chat() -> None:
    message = {"chat": {"id": 5}, "from": {"id": 6}}
    assert received({"update_id": 1, "edited_message": message}).chat_id == 5
    assert (
        received(
            {"update_id": 1, "callback_query": {"message": message, "from": {"id": 6}}}
        ).chat_id
        == 5
    )
    assert received({"update_id": 1, "callback_query": {"from": {"id": 6}}}).chat_id == 6
    assert received({"update_id": 1, "inline_query": {"from": {"id": 6}}}).chat_id == 6
    assert received({"update_id": 1, "my_chat_member": message}).chat_id == 5
    assert received({"update_id": 1, "message": {"chat": "odd"}}).chat_id == 0
    assert received({"update_id": 1, "message": {"text": "\ud800"}}).payload.count(b"?") == 1

"""What every store promises: memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.outgoing import Outgoing
from bot.core.person import Vote
from bot.services.ports import Received, Store


class Oops(Exception):
    pass


def an_update(number: int, chat: int = 1, payload: bytes = b"{}") -> Received:
    return Received(number, chat, payload)


def a_message(chat: int = 1, text: str = "hello", **values: object) -> Outgoing:
    return Outgoing(chat, "sendMessage", {"text": text}, **values)  # type: ignore[arg-type]


async def test_an_unknown_person_has_no_choices(store: Store) -> None:
    async with store.unit_of_work() as uow:
        person = await uow.people.get(5)
    assert (person.locale, person.host, person.citizenship, person.blocked_at) == (None,) * 4
    assert len(person.key) == 16


async def test_a_saved_person_is_found_again(store: Store) -> None:
    async with store.unit_of_work() as uow:
        person = replace(await uow.people.get(5), locale="uz_Cyrl", host="KZ", citizenship="UZ")
        await uow.people.save(person)
        assert await uow.people.get(5) == person
    async with store.unit_of_work() as uow:
        await uow.people.prefetch([5, 6])
        assert await uow.people.get(5) == person
        assert (await uow.people.get(6)).locale is None
    async with store.reading() as uow:
        assert await uow.people.get(5) == person


async def test_a_forgotten_person_leaves_nothing(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.people.save(replace(await uow.people.get(5), locale="ky"))
        await uow.replies.put(5, 1, 2)
    async with store.unit_of_work() as uow:
        await uow.people.forget(5)
        assert (await uow.people.get(5)).locale is None
        assert await uow.replies.answer_to(5, 1) is None


async def test_a_blocked_person_is_marked(store: Store) -> None:
    at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    async with store.unit_of_work() as uow:
        await uow.people.mark_blocked(5, at)
    async with store.unit_of_work() as uow:
        assert (await uow.people.get(5)).blocked_at == at


async def test_an_exception_undoes_everything(store: Store) -> None:
    with pytest.raises(Oops):
        async with store.unit_of_work() as uow:
            await uow.people.save(replace(await uow.people.get(5), locale="ky"))
            await uow.outbox.add([a_message()])
            await uow.inbox.put([an_update(1)])
            raise Oops
    async with store.unit_of_work() as uow:
        assert (await uow.people.get(5)).locale is None
        assert await uow.outbox.waiting(1) == 0
        assert await uow.inbox.heads(5) == []
        assert await uow.inbox.put([an_update(1)]) == 1


async def test_a_savepoint_fails_alone(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message(1)])
        with pytest.raises(Oops):
            async with uow.savepoint():
                await uow.people.save(replace(await uow.people.get(5), locale="ky"))
                await uow.outbox.add([a_message(1)])
                raise Oops
        async with uow.savepoint():
            await uow.people.save(replace(await uow.people.get(6), locale="kk"))
    async with store.unit_of_work() as uow:
        assert (await uow.people.get(5)).locale is None
        assert (await uow.people.get(6)).locale == "kk"
        assert await uow.outbox.waiting(1) == 1


async def test_savepoints_nest(store: Store) -> None:
    async with store.unit_of_work() as uow, uow.savepoint():
        await uow.state.put("outer", "1")
        with pytest.raises(Oops):
            async with uow.savepoint():
                await uow.state.put("inner", "1")
                raise Oops
    async with store.unit_of_work() as uow:
        assert await uow.state.get("outer") == "1"
        assert await uow.state.get("inner") is None


async def test_an_answer_is_remembered_and_replaced(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.replies.put(5, 10, 11)
        await uow.replies.put(5, 10, 12)
        await uow.replies.put(6, 10, 99)
    async with store.unit_of_work() as uow:
        assert await uow.replies.answer_to(5, 10) == 12
        assert await uow.replies.answer_to(5, 11) is None


async def test_a_second_vote_replaces_the_first(store: Store) -> None:
    vote = Vote(b"", "overstay_fine_amount", "KZ", "ru", helpful=True)
    async with store.unit_of_work() as uow:
        await uow.votes.put(5, 10, vote)
        await uow.votes.put(5, 10, replace(vote, helpful=False, reason="old"))


async def test_an_update_stored_twice_counts_once(store: Store) -> None:
    async with store.unit_of_work() as uow:
        assert await uow.inbox.put([an_update(1), an_update(2), an_update(1)]) == 2
        assert await uow.inbox.put([an_update(2), an_update(3)]) == 1
        assert await uow.inbox.put([]) == 0


async def test_an_update_that_comes_again_after_processing_is_ignored(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.inbox.put([an_update(1)])
    async with store.unit_of_work() as uow:
        await uow.inbox.done([1])
    async with store.unit_of_work() as uow:
        assert await uow.inbox.put([an_update(1)]) == 0
    assert not await store.pending()


async def test_heads_come_in_order_with_their_payload(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.inbox.put([an_update(3, 1, b"c"), an_update(1, 1, "сәлем".encode())])
        await uow.inbox.put([an_update(2, -100200300400, b"b")])
    assert await store.pending()
    async with store.unit_of_work() as uow:
        heads = [u for u in await uow.inbox.heads(10) if u.update_id != 3]
    assert heads == [an_update(1, 1, "сәлем".encode()), an_update(2, -100200300400, b"b")]


async def test_an_update_can_be_taken_alone(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.inbox.put([an_update(1), an_update(2)])
    async with store.unit_of_work() as uow:
        assert await uow.inbox.take(1) == an_update(1)
        assert await uow.inbox.take(9) is None


async def test_a_buried_update_is_out_of_the_way(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.inbox.put([an_update(1), an_update(2)])
    async with store.unit_of_work() as uow:
        await uow.inbox.bury(1, "Unparsable")
        assert await uow.inbox.buried() == 1
    async with store.unit_of_work() as uow:
        assert [u.update_id for u in await uow.inbox.heads(5)] == [2]


async def test_letters_come_in_order_and_by_budget(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message(1, "қ"), a_message(2, "b", budget="staff")])
        await uow.outbox.add([a_message(3, "c", answers=7)])
        assert await uow.outbox.waiting(1) == 1
    letters = await store.post.take("person", 0, 10)
    assert [letter.message for letter in letters] == [
        a_message(1, "қ"),
        a_message(3, "c", answers=7),
    ]
    assert [letter.message.chat_id for letter in await store.post.take("staff", 0, 10)] == [2]


async def test_the_post_sees_only_what_is_committed(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message(1, "committed")])
    with pytest.raises(Oops):
        async with store.unit_of_work() as uow:
            await uow.outbox.add([a_message(2, "never")])
            await uow.state.put("forces", "a write")
            letters = await store.post.take("person", 0, 10)
            raise Oops
    assert [letter.message.params["text"] for letter in letters] == ["committed"]


async def test_a_letter_number_is_never_used_again(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message()])
    (first,) = await store.post.take("person", 0, 10)
    async with store.unit_of_work() as uow:
        await uow.outbox.sent([first.id])
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message()])
    (second,) = await store.post.take("person", first.id, 10)
    assert second.id > first.id


async def test_dropping_a_chat_leaves_the_others(store: Store) -> None:
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message(1), a_message(2), a_message(1)])
    async with store.unit_of_work() as uow:
        await uow.outbox.drop(1)
        assert (await uow.outbox.waiting(1), await uow.outbox.waiting(2)) == (0, 1)


async def test_watchers_wake_after_the_commit_and_only_then(store: Store) -> None:
    woken: list[str] = []
    store.watch("inbox", lambda: woken.append("inbox"))
    store.watch("outbox", lambda: woken.append("outbox"))
    async with store.unit_of_work() as uow:
        await uow.outbox.add([a_message()])
        assert woken == []
    assert woken == ["outbox"]
    with pytest.raises(Oops):
        async with store.unit_of_work() as uow:
            await uow.inbox.put([an_update(1)])
            raise Oops
    async with store.unit_of_work() as uow:
        await uow.state.put("a", "b")
    assert woken == ["outbox"]
    async with store.unit_of_work() as uow:
        await uow.inbox.put([an_update(1)])
    assert woken == ["outbox", "inbox"]


async def test_state_is_kept_and_replaced(store: Store) -> None:
    async with store.unit_of_work() as uow:
        assert await uow.state.get("commands") is None
        await uow.state.put("commands", "abc")
        await uow.state.put("commands", "def")
    async with store.unit_of_work() as uow:
        assert await uow.state.get("commands") == "def"


async def test_a_lease_has_one_holder(store: Store) -> None:
    async with store.unit_of_work() as uow:
        assert await uow.leases.take("poller", "far|1|a", 60)
        assert await uow.leases.take("poller", "far|1|a", 60)
        assert not await uow.leases.take("poller", "far|2|b", 60)
        await uow.leases.release("poller", "far|2|b")
        assert not await uow.leases.take("poller", "far|2|b", 60)
        await uow.leases.release("poller", "far|1|a")
        assert await uow.leases.take("poller", "far|2|b", 60)


async def test_a_lease_ends(store: Store) -> None:
    async with store.unit_of_work() as uow:
        assert await uow.leases.take("poller", "far|1|a", 0.01)
    await asyncio.sleep(0.05)
    async with store.unit_of_work() as uow:
        assert await uow.leases.take("poller", "far|2|b", 60)


async def test_many_units_of_work_at_once_all_count(store: Store) -> None:
    async def put(number: int) -> None:
        async with store.unit_of_work() as uow:
            await uow.inbox.put([an_update(number, number)])

    await asyncio.gather(*(put(number) for number in range(40)))
    async with store.unit_of_work() as uow:
        assert len(await uow.inbox.heads(100)) == 40


async def test_sweeping_and_asking_for_health_work(store: Store) -> None:
    await store.upgrade()
    await store.sweep()
    await store.ping()

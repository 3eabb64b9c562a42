"""The chat page in a real browser, with a bot that runs on python-telegram-bot."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.faces.sandbox.driver import Sandbox
from tests.faces.sandbox.echo import LONG, polling

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
Open = Callable[..., Awaitable[Page]]
browser_only = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="no browser on this machine"
)
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
async def opened(sandbox: Sandbox) -> AsyncIterator[Open]:
    faults: list[str] = []
    async with polling(sandbox) as app, async_playwright() as playwright:
        await app.bot.set_my_commands([("start", "Бастау")], language_code="kk")
        await app.bot.set_my_description("Answers on stays and fines.")
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS.split())

        async def open_page(path: str = "", width: int = 1280, height: int = 800) -> Page:
            page = await browser.new_page(viewport={"width": width, "height": height})
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
            page.on("request", lambda r: _local(r.url, sandbox, faults))
            await page.goto(sandbox.page_url + path)
            return page

        yield open_page
        await browser.close()
    assert faults == []


def _local(url: str, sandbox: Sandbox, faults: list[str]) -> None:
    if not url.startswith((sandbox.api_url, "data:")):
        faults.append(f"asked another host: {url}")


async def _write(page: Page, text: str) -> None:
    await page.get_by_label("Write a message").first.fill(text)
    await page.keyboard.press("Enter")


@browser_only
async def test_a_conversation_on_the_page(sandbox: Sandbox, opened: Open) -> None:
    aigul = sandbox.person("Айгүл", "kk")
    sandbox.person("Dilshod", "uz")
    page = await opened(f"?person={aigul.id}")
    await expect(page.get_by_text("Answers on stays and fines.")).to_be_visible()
    await _write(page, "<b>Айыппұл</b> қанша?")
    answer = page.locator(".theirs .words").first
    await expect(answer).to_contain_text("You said: <b>Айыппұл</b> қанша?")
    assert await page.locator(".mine .words b").count() == 0
    await expect(answer.locator("strong")).to_have_text("You said")
    await expect(answer.locator("a")).to_have_attribute("href", "https://egov.kz/")
    await expect(page.locator(".key.success")).to_have_text("Yes")
    quote = page.locator(".expandable")
    await expect(quote).to_have_class("expandable folded")
    await quote.click()
    await expect(quote).to_have_class("expandable")
    assert LONG in await quote.inner_text()
    await page.get_by_role("button", name="No", exact=True).click()
    await expect(page.locator("#alert-text")).to_have_text("Thank you!")
    await page.get_by_role("button", name="OK").click()
    await page.get_by_role("button", name="Yes", exact=True).click()
    await expect(answer).to_have_text("Good.")
    assert [message.text for message in aigul.chat][1] == "Good."


@browser_only
async def test_commands_come_in_the_language_of_the_phone(sandbox: Sandbox, opened: Open) -> None:
    sandbox.person("Айгүл", "kk")
    page = await opened("?person=Айгүл")
    await page.get_by_label("Commands of the bot").first.click()
    await page.get_by_role("button", name="Бастау").click()
    await expect(page.locator(".mine .words")).to_have_text("/start")


@browser_only
async def test_editing_samples_and_inline_cards(sandbox: Sandbox, opened: Open) -> None:
    person = sandbox.person("Aziza", "uz")
    page = await opened()
    await _write(page, "one")
    await expect(page.locator(".theirs .words")).to_have_count(1)
    await page.locator(".mine").hover()
    await page.get_by_label("Edit this message").click()
    await _write(page, "two")
    await expect(page.locator(".mine .words").first).to_have_text("two")
    await expect(page.locator(".theirs .words")).to_have_count(2)
    await page.get_by_label("Send a sample").first.click()
    await page.get_by_role("button", name="Photo", exact=True).click()
    await expect(page.get_by_alt_text("Photo")).to_be_visible()
    await expect(page.locator(".theirs .words").last).to_have_text("I read text only.")
    await page.get_by_label("Write a message").first.fill("@yoldash_sandbox_bot fine")
    await page.get_by_role("button", name="About fine").click()
    await expect(page.locator(".mine .words").last).to_contain_text("Card")
    assert person.chat[0].edited


@browser_only
async def test_people_are_added_chosen_and_deleted(sandbox: Sandbox, opened: Open) -> None:
    page = await opened(width=360, height=740)
    await expect(page.locator(".title").first).to_have_text("Yoldash")
    await expect(page.locator("#people")).to_be_hidden()
    await page.get_by_role("button", name="People", exact=True).click()
    await page.get_by_label("Add a person").fill("محمد")
    await page.get_by_label("Language of the phone").select_option("fa")
    await page.get_by_role("button", name="Add", exact=True).click()
    await _write(page, "سلام")
    await expect(page.locator(".theirs .words")).to_contain_text("سلام")
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == 360
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="People", exact=True).click()
    await page.get_by_label("Delete محمد").click()
    await expect(page.locator(".person")).to_have_count(1)
    assert [person.name for person in sandbox.people.values()] == ["Aziza"]


@browser_only
async def test_the_staff_group_is_a_second_chat(sandbox: Sandbox, opened: Open) -> None:
    sandbox.person("Aziza")
    page = await opened()
    await page.get_by_label("Show or hide the staff group").click()
    await page.locator("#staff").get_by_label("Write a message").fill("who takes it?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#staff .theirs .words")).to_contain_text("who takes it?")
    await page.locator("#staff").get_by_role("button", name="Yes", exact=True).click()
    await expect(page.locator("#staff .theirs .words")).to_have_text("Good.")
    await page.get_by_label("Hide the staff group").last.click()
    await expect(page.locator("#staff")).to_be_hidden()


async def test_another_site_cannot_listen(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(
            f"{sandbox.api_url}/sandbox/live", headers={"Origin": "https://example.org"}
        )


async def test_only_files_of_the_page_are_served(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    for path in ("/static/..%2Fdriver.py", "/static/none.js", "/sandbox/file/none"):
        async with session.get(sandbox.api_url + path) as answer:
            assert answer.status == 404

"""A conversation on the chat page, in a real browser, with the real bot.

Set PICTURES to a folder to keep the screenshots.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.trying import sandboxed

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None and "CI" not in os.environ, reason="no browser here"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONVERSATIONS = {
    "kk": ("kk", "Мерзімім 5 күнге өтіп кетті, айыппұл қанша?", "Айыппұл", "43"),
    "uz_Cyrl": ("uz", "муддатим 5 кунга утиб кетди, жарима канча", "Жарима", "43"),
    "ru": ("ru", "просрочил на 5 дней, какой штраф?", "Какой штраф", "43"),
}
"""Language of the phone, a question, and what the answer begins with and holds."""


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with sandboxed(tmp_path / "data") as (sandbox, _), async_playwright() as playwright:
        for name, code in (("Aigerim", "kk"), ("Dilshod", "uz"), ("Olim", "ru")):
            sandbox.person(name, code)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS.split())
        opened = await browser.new_page(viewport={"width": 1180, "height": 900})
        await opened.goto(sandbox.page_url)
        yield opened
        await browser.close()


async def _picture(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder:
        await page.wait_for_timeout(700)
        await page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("locale", CONVERSATIONS)
async def test_a_person_asks_in_their_language_and_reads_the_answer(
    page: Page, locale: str
) -> None:
    phone, question, begins, holds = CONVERSATIONS[locale]
    person = {"kk": "Aigerim", "uz": "Dilshod", "ru": "Olim"}[phone]
    await page.locator("#people-list").get_by_text(person).click()
    chat = page.locator("#phone")
    await _write(page, "/start")
    names = {"kk": "Қазақша", "uz_Cyrl": "Ўзбекча", "ru": "Русский"}
    await chat.get_by_role("button", name=names[locale]).click()
    await _picture(page, f"{locale}-1-where")
    await chat.get_by_role("button", name="🇰🇿").click()
    await _picture(page, f"{locale}-2-passport")
    await chat.get_by_role("button", name="🇺🇿").click()
    await expect(chat.get_by_role("button", name="🔒")).to_be_visible()
    await _write(page, question)
    await expect(chat.get_by_text(begins).last).to_be_visible()
    await expect(chat.get_by_text(holds).last).to_be_visible()
    await expect(chat.get_by_role("button", name="👍")).to_be_visible()
    await _picture(page, f"{locale}-3-answer")
    await chat.get_by_role("button", name="👍").click()
    await _picture(page, f"{locale}-4-thanks")


async def _write(page: Page, text: str) -> None:
    await page.locator("#phone").get_by_label("Write a message").fill(text)
    await page.keyboard.press("Enter")

"""Which real parts make up the bot; nothing else knows them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.adapters.catalogue import GettextCatalogue
from bot.adapters.content.documents import Ledger
from bot.adapters.content.load import load_content, writers
from bot.adapters.crypto import Keys, load_secrets
from bot.adapters.kept_index import default_folder, load_index
from bot.adapters.sql.store import SqlStore
from bot.core.errors import BadSettings
from bot.core.understand.decide import Decider
from bot.faces.telegram.bot import Hook, TelegramBot, hook
from bot.faces.web.app import Probe, web_app
from bot.faces.web.server import WebServer
from bot.metrics import Metrics
from bot.services.knowledge import Knowledge, Library
from bot.services.ports import Store
from bot.settings import Settings

NO_TOKEN = (
    "BOT_TOKEN is not set: put the token from @BotFather there. `python -m bot try` needs none."  # noqa: S105
)

ONE_KEY = (
    "BOT_SECRET_KEY is not set: on PostgreSQL every process needs the same one; "
    "make it with: openssl rand -hex 32"
)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


def today_of(settings: Settings) -> Callable[[], date]:
    """Today, or the date set for tests of rules."""
    return lambda: settings.today or datetime.now(UTC).date()


def load_knowledge(settings: Settings, cache: Path | None = None) -> Knowledge:
    """Content, languages and the index; raises BadContent with every mistake."""
    content = load_content(settings.faq_dir, settings.locales_dir)
    ledger = Ledger(settings.locales_dir)
    catalogue = GettextCatalogue(
        settings.locales_dir, content.languages, writers(settings.faq_dir, content), ledger
    )
    ledger.close()
    index = load_index(content, cache or default_folder())
    return Knowledge(content, catalogue, Decider(index))


def without_memory(knowledge: Knowledge) -> Decider:
    """A reader that only learnt from the phrases and does not know them by heart."""
    index = load_index(knowledge.content, default_folder())
    return Decider(replace(index, exact={}))


def make_library(settings: Settings) -> Library:
    """What the bot knows, loaded from the files of these settings."""
    return Library(lambda: load_knowledge(settings), today_of(settings))


def open_store(settings: Settings) -> SqlStore:
    """The database of these settings; its tables may still be of an older shape."""
    if not settings.database().startswith("sqlite") and not settings.secret_key.get_secret_value():
        raise BadSettings(ONE_KEY)
    secrets = load_secrets(settings.secret_key.get_secret_value(), settings.data_dir)
    return SqlStore(settings.database(), Keys(secrets))


def webhook_of(settings: Settings) -> Hook | None:
    """The webhook of these settings; None means polling."""
    if not settings.webhook_url:
        return None
    return hook(settings.webhook_url, settings.token.get_secret_value())


def require_token(settings: Settings) -> None:
    """Raises BadSettings where no token is set, before anything slow is done."""
    if not settings.token.get_secret_value():
        raise BadSettings(NO_TOKEN)


def make_bot(
    settings: Settings, store: Store, library: Library, metrics: Metrics, *, limits: bool = True
) -> TelegramBot:
    """The bot against Telegram."""
    return TelegramBot(
        store, library, SystemClock(), metrics, token=settings.token.get_secret_value(),
        api_url=settings.api_url, webhook=webhook_of(settings), limits=limits,
    )  # fmt: skip


def make_web(
    settings: Settings, bot: TelegramBot, store: Store, library: Library, metrics: Metrics
) -> WebServer:
    """The web server: the webhook if there is one, health, metrics."""
    webhook = webhook_of(settings)
    probes: Mapping[str, Probe] = {"store": store.ping}
    app = web_app(
        bot.receiver if webhook else None,
        probes,
        metrics,
        webhook.path if webhook else "",
        webhook.secret if webhook else "",
        notes={"content": library.note},
    )
    return WebServer(app, settings.http_host, settings.http_port)

"""Every setting of the bot, read once at start from the environment or `.env`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import BadSettings

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator can set; each field's description is its documentation."""

    model_config = SettingsConfigDict(env_prefix="BOT_", env_file=".env", extra="ignore")

    token: SecretStr = Field(SecretStr(""), description="Token from @BotFather. `try` needs none.")
    api_url: str = Field(
        "https://api.telegram.org",
        description="Bot API server; the bot calls {BOT_API_URL}/bot<token>/<method>.",
    )
    data_dir: Path = Field(Path("data"), description="Folder for the database and the secret key.")
    database_url: str = Field(
        "", description="postgresql://… or sqlite:///…; empty: SQLite in BOT_DATA_DIR."
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Key (several, newest first, comma-separated) that encrypts what is stored; "
        "empty: one is made in BOT_DATA_DIR.",
    )
    webhook_url: str = Field(
        "", description="Public address of this bot; set: webhook instead of polling."
    )
    http_host: str = Field("127.0.0.1", description="Address the web server listens on.")
    http_port: int = Field(
        8080,
        ge=0,
        le=65535,
        description="Port of webhook, /healthz, /readyz, /metrics; 0: any free.",
    )
    public_url: str = Field("", description="Address under which people reach the web server.")
    faq_dir: Path = Field(PROJECT / "faq", description="Folder with the answers.")
    locales_dir: Path = Field(PROJECT / "locales", description="Folder with the interface texts.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged; no text, name or chat id at any level."
    )
    today: date | None = Field(None, description="A date taken for today, for tests of rules only.")

    def database(self) -> str:
        """The database address to use, SQLite in the data folder by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'yoldash.db'}"


def load(**overrides: object) -> Settings:
    """Settings from the environment; `overrides` win. Wrong ones raise one clear line each."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the types
    except ValidationError as error:
        lines = [f"BOT_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise BadSettings("\n".join(lines)) from None

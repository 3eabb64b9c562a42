"""What the bot counts; labels name outcomes, never people, chats or words."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

BATCHES = (1, 2, 4, 8, 16, 32, 64)
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The bot's counters, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter(
            "yoldash_updates", "Updates by outcome.", ["outcome"], registry=self.registry
        )
        self.batch = Histogram(
            "yoldash_batch_updates",
            "Updates in one commit.",
            buckets=BATCHES,
            registry=self.registry,
        )
        self.messages = Counter(
            "yoldash_messages",
            "Calls of the outbox by outcome.",
            ["outcome"],
            registry=self.registry,
        )
        self.call_seconds = Histogram(
            "yoldash_call_seconds",
            "Time of a call of the outbox.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self.decisions = Counter(
            "yoldash_decisions", "Questions by decision.", ["decision"], registry=self.registry
        )
        self.polling = Gauge(
            "yoldash_polling",
            "1 while this process asks Telegram for updates.",
            registry=self.registry,
        )

    def page(self) -> tuple[bytes, str]:
        """The text for Prometheus and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST

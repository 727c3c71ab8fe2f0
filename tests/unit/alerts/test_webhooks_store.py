"""The in-memory store of endpoints passes the suite of the real one."""

from tests.ports.webhooks_store import WebhooksSuite


class TestMemoryWebhooks(WebhooksSuite):
    """On memory."""

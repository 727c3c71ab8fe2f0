"""Posts to endpoints of organisations, signed as Standard Webhooks says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from standardwebhooks import Webhook as Signer

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.webhook import Webhook
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.usecases.webhook_ports import WebhookSecrets

USER_AGENT: Final = "InformationSharingPlatform-Webhooks/1"
GONE: Final = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPosts:
    """Signs each post with every secret that is good at its moment."""

    posts: PinnedPosts
    secrets: WebhookSecrets

    def post(self, webhook: Webhook, message_id: UUID, body: str, at: datetime) -> HandOver:
        """Return what became of one post."""
        signatures = [
            Signer(self.secrets.secret(webhook.webhook_id, each)).sign(str(message_id), at, body)
            for each in webhook.signed_by(at)
        ]
        headers = {
            "User-Agent": USER_AGENT,
            "Content-Type": "application/json",
            "webhook-id": str(message_id),
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
        return self.posts.posted(webhook.url, headers, body.encode(), _of_status)


def _of_status(status: int) -> HandOver:
    why = f"status {status}"
    if 200 <= status < 300:
        return HandOver(outcome=Outcome.TAKEN, why=why)
    if status == GONE:
        return HandOver(outcome=Outcome.NO_ADDRESS, why=why)
    return HandOver(outcome=Outcome.LATER, why=why)

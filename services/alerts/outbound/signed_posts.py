"""Posts to endpoints of organisations, signed as Standard Webhooks says."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from standardwebhooks import Webhook as Signer

from chassis.logs import logger
from kernel.ports import Clock, SystemClock
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.webhook import Webhook
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.usecases.webhook_ports import Heard, Post, WebhookSecrets

USER_AGENT: Final = "InformationSharingPlatform-Webhooks/1"
GONE: Final = 410
AT_ONCE: Final = 32
"""Endpoints that one batch is posted to at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPosts:
    """Signs each post with every secret that is good at its moment."""

    posts: PinnedPosts
    secrets: WebhookSecrets
    clock: Clock = field(default_factory=SystemClock)

    def post(self, webhook: Webhook, message_id: UUID, body: str, at: datetime) -> HandOver:
        """Return what became of one post."""
        return self.posts.loop.run(self._posted(webhook, message_id, body, at))

    def post_all(self, posts: Sequence[Post], *, until: datetime) -> Sequence[Heard | None]:
        """Return what became of each, None of one that was not posted."""
        return self.posts.loop.run(self._all(posts, until))

    async def _all(self, posts: Sequence[Post], until: datetime) -> Sequence[Heard | None]:
        """Post to many endpoints at a time, and to each one after another."""
        heard: list[Heard | None] = [None] * len(posts)
        theirs: dict[UUID, list[int]] = {}
        for number, each in enumerate(posts):
            theirs.setdefault(each.webhook.webhook_id, []).append(number)
        left = deque(theirs.values())

        async def work() -> None:
            while left:
                for number in left.popleft():
                    now = self.clock.now()
                    if number and now >= until:
                        return
                    each = posts[number]
                    became = await self._posted_or_not(each, now)
                    heard[number] = Heard(became, self.clock.now())
                    if became.outcome is not Outcome.TAKEN:
                        break

        await asyncio.gather(*(work() for _ in range(min(AT_ONCE, len(left)))))
        return heard

    async def _posted_or_not(self, each: Post, at: datetime) -> HandOver:
        """Return what became of one of many: a fault of ours must not end the others."""
        try:
            return await self._posted(each.webhook, each.message_id, each.body, at)
        except Exception as error:  # noqa: BLE001 - said in the log, and as what is known of it
            why = type(error).__name__
            logger().error("a post failed", webhook_id=str(each.webhook.webhook_id), why=why)
            return HandOver(outcome=Outcome.UNKNOWN, why=f"a fault: {why}")

    async def _posted(
        self, webhook: Webhook, message_id: UUID, body: str, at: datetime
    ) -> HandOver:
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
        return await self.posts.handed(webhook.url, headers, body.encode(), _of_status)


def _of_status(status: int) -> HandOver:
    why = f"status {status}"
    if 200 <= status < 300:
        return HandOver(outcome=Outcome.TAKEN, why=why)
    if status == GONE:
        return HandOver(outcome=Outcome.NO_ADDRESS, why=why)
    return HandOver(outcome=Outcome.LATER, why=why)

"""Make a feed link, or give it another token."""

import secrets
from dataclasses import dataclass

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.feed import FeedLink, FeedLinkNotFound, token_digest
from services.content.usecases.ports import UnitOfWork

_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewFeedLink:
    """Give somebody a token that nobody can guess; what they had before is void at once."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, key: RequestKey) -> tuple[FeedLink, str]:
        """Return the link and its token, which is kept nowhere; empty where the key came before.

        Raises:
            IdempotencyKeyReused: the key came with another body.
            StaleVersion: it was made meanwhile.
            FeedLinkNotFound: the key came before, and the link has ended since.
        """
        token, now, feed_id = secrets.token_urlsafe(_BYTES), self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            before = tx.feeds.link_of(caller.person, lock=True)
            if tx.idempotency.claim(caller.person, key, str(feed_id)) is not None:
                if before is None:
                    raise FeedLinkNotFound("The feed link has ended.")
                return before, ""
            digest = token_digest(token)
            if before is None:
                link = FeedLink(
                    feed_id=feed_id, version=1, owner=caller.person, digest=digest, made_at=now
                )
                tx.feeds.add(link)
            else:
                link = before.renewed(digest, at=now)
                tx.feeds.save(link)
            tx.audit.record(caller, "content:feed-link", str(link.feed_id), version=link.version)
            tx.outbox.add(Used(caller=caller, metric="content.feed-link", at=now))
        return link, token

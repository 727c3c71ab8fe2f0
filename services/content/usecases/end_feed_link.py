"""End a feed link."""

from dataclasses import dataclass

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.content.domain.feed import FeedLinkNotFound
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndFeedLink:
    """Let nobody read the caller's own feed any more."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, expected_version: int) -> None:
        """Forget the link, at once.

        Raises:
            FeedLinkNotFound: there is none.
            StaleVersion: it was renewed since it was read.
        """
        with self.unit_of_work() as tx:
            link = tx.feeds.link_of(caller.person, lock=True)
            if link is None:
                raise FeedLinkNotFound("You have no feed link.")
            if link.version != expected_version:
                raise StaleVersion("The feed link was renewed since you read it: read it again.")
            tx.feeds.forget(caller.person)
            tx.audit.record(caller, "content:feed-link-end", str(link.feed_id))

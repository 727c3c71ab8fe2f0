"""Look whether somebody has a feed link."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.content.domain.feed import FeedLink
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFeedLink:
    """Return the caller's feed link."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> FeedLink | None:
        """Return it, or None."""
        with self.unit_of_work() as tx:
            return tx.feeds.link_of(caller.person)

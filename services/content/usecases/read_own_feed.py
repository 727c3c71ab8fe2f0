"""Read the feed of what one person may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.feed import FeedLinkNotFound, token_digest
from services.content.domain.search import Query
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.read_feed import paged


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOwnFeed:
    """Return documents to whoever has a link's token, as its owner may read them now."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, token: str, query: Query, after: Place | None, size: int
    ) -> tuple[UUID, Sequence[Document], Place | None]:
        """Return the feed's id, a page, and where the next one begins.

        Raises:
            FeedLinkNotFound: no link that is good has this token.
        """
        with self.unit_of_work() as tx:
            link = tx.feeds.link_by(token_digest(token))
            owner = tx.readers.find(link.owner, since=link.made_at) if link else None
            if link is None or owner is None:
                raise FeedLinkNotFound("There is no such feed.")
            found = tx.feeds.page(owner, query, after=after, size=size + 1)
        page, following = paged([each for each in found if each.readable_by(owner)], size)
        return link.feed_id, page, following

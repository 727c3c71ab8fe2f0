"""What the use cases of feeds need."""

from collections.abc import Sequence
from typing import Protocol

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.feed import FeedLink
from services.content.domain.search import Query


class Feeds(Protocol):
    """Feeds and their links, on one transaction."""

    def page(
        self, reader: Principal, query: Query, *, after: Place | None, size: int
    ) -> Sequence[Document]:
        """Return published documents of ours of which a feed says something to this reader.

        The last that changed materially first. Of the query only filters count, and no days.
        """
        ...

    def link_by(self, digest: bytes) -> FeedLink | None:
        """Return the link whose token has this digest."""
        ...

    def link_of(self, owner: str, *, lock: bool = False) -> FeedLink | None:
        """Return somebody's link."""
        ...

    def add(self, link: FeedLink) -> None:
        """Keep somebody's first link.

        Raises:
            StaleVersion: they have one meanwhile.
        """
        ...

    def save(self, link: FeedLink) -> None:
        """Keep the next version of a link that was got under a lock."""
        ...

    def forget(self, owner: str) -> int:
        """Delete somebody's link; return how many rows."""
        ...

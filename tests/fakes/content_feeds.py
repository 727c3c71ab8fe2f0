"""Feeds of documents, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.feed import FeedLink, Told, placed, told_of
from services.content.domain.search import Query


@dataclass
class MemoryFeeds:
    """Links in a dictionary, beside the documents that feeds are of."""

    documents: Any
    links: dict[str, FeedLink] = field(default_factory=dict)

    def page(
        self, reader: Principal, query: Query, *, after: Place | None, size: int
    ) -> Sequence[Document]:
        found = [
            each
            for each in self.documents.kept.values()
            if each.status is Status.PUBLISHED
            and each.partner is None
            and each.readable_by(reader)
            and told_of(each.content.marking) in _told(query)
            and _passes(query, each)
            and (after is None or _place(each) < (after.at, after.item_id))
        ]
        return sorted(found, key=_place, reverse=True)[:size]

    def link_by(self, digest: bytes) -> FeedLink | None:
        return next((each for each in self.links.values() if each.digest == digest), None)

    def link_of(self, owner: str, *, lock: bool = False) -> FeedLink | None:
        return self.links.get(owner)

    def add(self, link: FeedLink) -> None:
        if link.owner in self.links:
            raise StaleVersion("The feed link was made meanwhile: read it again.")
        self.links[link.owner] = link

    def save(self, link: FeedLink) -> None:
        self.links[link.owner] = link

    def forget(self, owner: str) -> int:
        return int(self.links.pop(owner, None) is not None)


def _place(document: Document) -> tuple[Any, Any]:
    return document.material.changed_at, document.document_id


def _told(query: Query) -> set[Told]:
    return {Told.WHOLE, Told.TITLE} if placed(query) else set(Told)


def _passes(query: Query, document: Document) -> bool:
    said = document.content
    return (
        _for_one(query.sectors, said.sectors)
        and _for_one(query.regions, said.regions)
        and (not query.kinds or said.kind in query.kinds)
        and query.language in {"", said.language}
        and query.tags <= set(said.tags)
    )


def _for_one(wanted: frozenset[str], said: frozenset[str]) -> bool:
    return not wanted or not said or bool(wanted & said)

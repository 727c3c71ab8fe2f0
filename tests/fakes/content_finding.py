"""Gaps and saved searches, in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import ANONYMOUS, Principal
from services.content.domain.document import Document
from services.content.domain.gap import LEAST_CALLERS, MOST_GAPS, MOST_SIGHTINGS, Gap
from services.content.domain.saved_search import (
    MOST_MATCHES,
    MOST_UNSEEN,
    Match,
    SavedSearch,
    SavedSearchNotFound,
)
from services.content.domain.saved_search_mail import MailOrder
from services.content.domain.search import Query


@dataclass
class MemoryGaps:
    """Sightings in a set, texts in a dictionary."""

    sightings: set[tuple[bytes, date, int]] = field(default_factory=set)
    texts: dict[bytes, str] = field(default_factory=dict)

    def sighted(self, text: str, *, digest: bytes, bucket: int, on: date) -> None:
        if sum(day == on for _, day, _ in self.sightings) >= MOST_SIGHTINGS:
            return
        self.sightings.add((digest, on, bucket))
        if len(self._of(digest)) >= LEAST_CALLERS:
            self.texts.setdefault(digest, text)

    def listed(self, since: date) -> Sequence[Gap]:
        found = []
        for digest, text in self.texts.items():
            days = [day for day in self._of(digest) if day >= since]
            if len(days) >= LEAST_CALLERS:
                found.append(Gap(text, len(days), max(days)))
        return sorted(found, key=lambda gap: (-gap.times, gap.text))[:MOST_GAPS]

    def forget(self, before: date) -> int:
        old = {each for each in self.sightings if each[1] < before}
        self.sightings -= old
        few = [each for each in self.texts if len(self._of(each)) < LEAST_CALLERS]
        for each in few:
            del self.texts[each]
        return len(old) + len(few)

    def _of(self, digest: bytes) -> list[date]:
        return [day for each, day, _ in self.sightings if each == digest]


@dataclass
class MemorySavedSearches:
    """Saved searches in a dictionary, matches in another."""

    says: Callable[[Document, Query], bool]
    kept: dict[UUID, SavedSearch] = field(default_factory=dict)
    matched: dict[UUID, dict[UUID, Match]] = field(default_factory=dict)

    def add(self, saved: SavedSearch) -> None:
        self.kept[saved.saved_search_id] = saved

    def get(self, saved_search_id: UUID, *, owner: str, lock: bool = False) -> SavedSearch:
        saved = self.kept.get(saved_search_id)
        if saved is None or saved.owner != owner:
            raise SavedSearchNotFound("There is no such saved search.")
        return saved

    def save(self, saved: SavedSearch) -> None:
        if self.kept[saved.saved_search_id].version != saved.version - 1:
            raise StaleVersion("The saved search changed meanwhile: read it again.")
        self.kept[saved.saved_search_id] = saved

    def remove(self, saved_search_id: UUID) -> None:
        del self.kept[saved_search_id]
        self.matched.pop(saved_search_id, None)

    def of(self, owner: str) -> Sequence[SavedSearch]:
        mine = [each for each in self.kept.values() if each.owner == owner]
        return sorted(mine, key=lambda each: (each.name, str(each.saved_search_id)))

    def everyone(self, document: Document) -> Iterator[SavedSearch]:
        content = document.content
        for saved in sorted(self.kept.values(), key=lambda each: str(each.saved_search_id)):
            query = saved.query
            if (
                _passes(query.sectors, content.sectors)
                and _passes(query.regions, content.regions)
                and (not query.kinds or content.kind in query.kinds)
                and query.language in {"", content.language}
                and query.tags <= set(content.tags)
            ):
                yield saved

    def match(self, saved_search_id: UUID, document_id: UUID, *, at: datetime) -> bool:
        of_it = self.matched.setdefault(saved_search_id, {})
        if document_id in of_it:
            return False
        of_it[document_id] = Match(document_id=document_id, matched_at=at, seen=False)
        for each in self.matches(saved_search_id)[MOST_MATCHES:]:
            del of_it[each.document_id]
        return True

    def matches(self, saved_search_id: UUID) -> Sequence[Match]:
        found = self.matched.get(saved_search_id, {}).values()
        by_id = sorted(found, key=lambda each: str(each.document_id))
        return sorted(by_id, key=lambda each: each.matched_at, reverse=True)

    def unseen(self, owner: str) -> Mapping[UUID, Sequence[UUID]]:
        every = [
            (each.saved_search_id, match)
            for each in self.of(owner)
            for match in self.matches(each.saved_search_id)
            if not match.seen
        ]
        every.sort(key=lambda pair: str(pair[1].document_id))
        every.sort(key=lambda pair: pair[1].matched_at, reverse=True)
        found: dict[UUID, list[UUID]] = {}
        for saved_search_id, match in every[:MOST_UNSEEN]:
            found.setdefault(saved_search_id, []).append(match.document_id)
        return found

    def see(self, saved_search_id: UUID) -> None:
        of_it = self.matched.get(saved_search_id, {})
        for document_id, match in of_it.items():
            of_it[document_id] = replace(match, seen=True)

    def forget(self, owner: str) -> int:
        mine = self.of(owner)
        for each in mine:
            self.remove(each.saved_search_id)
        return len(mine)


def _passes(wanted: frozenset[str], said: frozenset[str]) -> bool:
    return not wanted or not said or bool(wanted & said)


@dataclass
class MemoryMailOrders:
    """Who is to be mailed, in a dictionary."""

    kept: dict[str, MailOrder] = field(default_factory=dict)

    def of(self, subject: str, *, lock: bool = False) -> MailOrder | None:
        return self.kept.get(subject)

    def keep(self, order: MailOrder) -> None:
        self.kept[order.subject] = order

    def next_due(self, now: datetime) -> MailOrder | None:
        due = [each for each in self.kept.values() if each.due_at and each.due_at <= now]
        return min(due, key=lambda each: each.due_at or now) if due else None

    def end(self, token: str) -> str | None:
        whose = next((each.subject for each in self.kept.values() if each.stop_token == token), "")
        return self.kept.pop(whose).subject if whose else None

    def forget(self, subject: str) -> int:
        return int(self.kept.pop(subject, None) is not None)


@dataclass
class MemoryReaders:
    """People in a dictionary; None for an account that may not be used."""

    known: dict[str, Principal | None] = field(default_factory=dict)
    valid_after: dict[str, datetime] = field(default_factory=dict)

    def find(self, subject: str, *, since: datetime | None = None) -> Principal | None:
        valid_after = self.valid_after.get(subject)
        if since and valid_after and since < valid_after:
            return None
        return self.known.get(subject, ANONYMOUS)

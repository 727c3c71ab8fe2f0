"""Find documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.compartments import Compartment, entitled
from services.content.domain.cursor import GOOD_FOR, Cursor, SearchMustRestart, binding
from services.content.domain.document import Document
from services.content.domain.errors import SearchUnavailable
from services.content.domain.search import MOST_COUNTED, Answerer, Found, Hit, Query
from services.content.usecases import ports
from services.content.usecases.reading import without_hidden_originals


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found. `degraded` says that the record answered, not the search engine."""

    documents: Sequence[tuple[Document, Hit]]
    found: Found
    degraded: bool
    following: str = ""
    """The token of the next page; empty at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Find what the caller may read, in no compartment but theirs."""

    engine: ports.Search
    unit_of_work: ports.UnitOfWork
    cursors: ports.Cursors
    clock: Clock
    note_gap: Callable[[Principal, Query], None]

    def __call__(
        self, caller: Principal, *, query: Query, size: int, offset: int = 0, token: str = ""
    ) -> Results:
        """Return a page of what was found, best first.

        The index may be a moment behind: what leaves is the record's word, and what the caller
        may not read any more does not leave.

        Raises:
            CursorRefused: the token is none of ours, or of another search or caller.
            SearchMustRestart: the token is too old, or what answered the page before is away.
        """
        bound = binding(caller, query, size)
        cursor = self._opened(token, bound) if token else None
        with self.unit_of_work() as tx:
            where = 0 if cursor else offset
            found, degraded = self._found(
                tx, entitled(caller), query, size=size, offset=where, cursor=cursor
            )
            there = tx.documents.of_ids([hit.document_id for hit in found.hits])
            may = [each for each in there if each.readable_by(caller)]
            shown = without_hidden_originals(tx.documents, caller, may)
        readable = {each.document_id: each for each in shown}
        documents = [
            (readable[hit.document_id], hit) for hit in found.hits if hit.document_id in readable
        ]
        seen = (cursor.seen if cursor else offset) + len(found.hits)
        if not (found.total or degraded or query.narrowed):
            self.note_gap(caller, query)
        following = self._following(found, seen, bound) if len(found.hits) == size else ""
        return Results(documents=documents, found=found, degraded=degraded, following=following)

    def _opened(self, token: str, bound: bytes) -> Cursor:
        cursor = self.cursors.open(token, bound)
        if cursor.ends_at <= self.clock.now():
            raise SearchMustRestart("Search again from the beginning.")
        return cursor

    def _found(
        self,
        tx: ports.Stores,
        compartments: Sequence[Compartment],
        query: Query,
        *,
        size: int,
        offset: int,
        cursor: Cursor | None,
    ) -> tuple[Found, bool]:
        """Ask the engine, or the record where that is away or answered the page before."""
        if cursor is not None and cursor.mark.answerer is Answerer.RECORD:
            return tx.full_text.find(compartments, query, size=size, after=cursor.mark), True
        after = cursor.mark if cursor else None
        try:
            found = self.engine.find(compartments, query, size=size, offset=offset, after=after)
        except SearchUnavailable:
            if cursor is not None:
                raise SearchMustRestart("Search again from the beginning.") from None
            return tx.full_text.find(compartments, query, size=size, offset=offset), True
        return found, False

    def _following(self, found: Found, seen: int, bound: bytes) -> str:
        if found.end is None or seen >= min(found.total, MOST_COUNTED):
            return ""
        ends_at = self.clock.now() + GOOD_FOR
        return self.cursors.sign(Cursor(mark=found.end, seen=seen, ends_at=ends_at), bound)

"""Find documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.content.domain.compartments import entitled
from services.content.domain.document import Document
from services.content.domain.errors import SearchUnavailable
from services.content.domain.search import Found, Hit, Query
from services.content.usecases import ports


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found. `degraded` says that the record answered, not the search engine."""

    documents: Sequence[tuple[Document, Hit]]
    found: Found
    degraded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Find what the caller may read, in no compartment but theirs."""

    engine: ports.Search
    unit_of_work: ports.UnitOfWork

    def __call__(self, caller: Principal, *, query: Query, size: int, offset: int) -> Results:
        """Return a page of what was found, best first.

        The index may be a moment behind: what leaves is the record's word, and what the caller
        may not read any more does not leave.
        """
        compartments = entitled(caller)
        with self.unit_of_work() as tx:
            degraded = False
            try:
                found = self.engine.find(compartments, query, size=size, offset=offset)
            except SearchUnavailable:
                found = tx.full_text.find(compartments, query, size=size, offset=offset)
                degraded = True
            there = tx.documents.of_ids([hit.document_id for hit in found.hits])
        readable = {each.document_id: each for each in there if each.readable_by(caller)}
        documents = [
            (readable[hit.document_id], hit) for hit in found.hits if hit.document_id in readable
        ]
        return Results(documents=documents, found=found, degraded=degraded)

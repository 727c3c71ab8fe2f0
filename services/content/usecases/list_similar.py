"""List documents like one that somebody reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.compartments import entitled
from services.content.domain.document import Document
from services.content.domain.errors import SearchUnavailable
from services.content.domain.similarity import telling_terms
from services.content.usecases.finding_ports import Finding
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to, without_hidden_originals


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSimilar:
    """Return documents that say much of the same, among those that the caller may read."""

    engine: Finding
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, document_id: UUID) -> Sequence[Document]:
        """Return at most five, best first; neither itself nor its translations.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        compartments = entitled(caller)
        with self.unit_of_work() as tx:
            document, _ = get_open_to(tx, caller, document_id, self.clock.now())
            content = document.content
            terms = telling_terms(content)
            same = tx.documents.translations(content.translation_of or document_id)
            leave_out = sorted({document_id, *(each.document_id for each in same)}, key=str)
            if not terms:
                return []
            try:
                found = self.engine.alike(
                    compartments, terms, language=content.language, leave_out=leave_out
                )
            except SearchUnavailable:
                found = tx.full_text.alike(
                    compartments, terms, language=content.language, leave_out=leave_out
                )
            may = [each for each in tx.documents.of_ids(found) if each.readable_by(caller)]
            shown = without_hidden_originals(tx.documents, caller, may)
        there = {each.document_id: each for each in shown}
        return [there[each] for each in found if each in there]

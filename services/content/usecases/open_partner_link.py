"""Say where somebody is about to go."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import ANONYMOUS, Principal
from kernel.usage import Used
from services.content.domain.document import Document, Status
from services.content.domain.errors import DocumentNotFound
from services.content.domain.partner_errors import PartnerLinkNotFound
from services.content.domain.partner_link import PartnerLink
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_readable

METRIC = "content.partner-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPartnerLink:
    """Return where a listed link, or a partner's document, leads; count it without a person."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, link_id: UUID) -> PartnerLink | Document:
        """Return the link, or the partner's document that the caller may read.

        Raises:
            PartnerLinkNotFound: it is neither.
        """
        with self.unit_of_work() as tx:
            found, counted = _found(tx, caller, link_id)
            # Nobody's: who went where is not to be known, not even for a day.
            now = self.clock.now()
            tx.outbox.add(Used(caller=ANONYMOUS, metric=METRIC, at=now, detail=str(counted)))
        return found


def _found(tx: Stores, caller: Principal, link_id: UUID) -> tuple[PartnerLink | Document, UUID]:
    """Return it, and under which id it is counted: of a document its catalogue's, for all alike."""
    try:
        return tx.partner_links.get(link_id), link_id
    except PartnerLinkNotFound:
        try:
            document = get_readable(tx.documents, caller, link_id)
        except DocumentNotFound:
            raise PartnerLinkNotFound("There is no such link.") from None
        if document.partner is None or document.status is Status.WITHDRAWN:
            raise PartnerLinkNotFound("There is no such link.") from None
        return document, document.partner.catalogue_id

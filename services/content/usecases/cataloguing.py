"""What the verbs about catalogues share: the version that was read, and items as documents."""

from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from services.content.domain.catalogue import Catalogue
from services.content.domain.catalogue_item import Item
from services.content.domain.document import Document, PartnerOrigin
from services.content.domain.events import DocumentChanged
from services.content.usecases.partner_ports import Catalogues
from services.content.usecases.ports import Stores


def catalogue_as_read(
    catalogues: Catalogues, catalogue_id: UUID, expected_version: int
) -> Catalogue:
    """Return a catalogue, locked, at the version that was read.

    Raises:
        CatalogueNotFound: there is none.
        StaleVersion: it changed since.
    """
    catalogue = catalogues.get(catalogue_id, lock=True)
    if catalogue.version != expected_version:
        raise StaleVersion("The catalogue changed since you read it: read it again.")
    return catalogue


def keep_items(
    tx: Stores, catalogue: Catalogue, items: tuple[Item, ...], *, ids: Ids, at: datetime
) -> None:
    """Make a catalogue's documents those items and no others; what is as it was stays untouched."""
    by = f"catalogue:{catalogue.catalogue_id}"
    there = {
        each.partner.item_id: each
        for each in tx.documents.of_catalogue(catalogue.catalogue_id)
        if each.partner
    }
    for item in items:
        origin = PartnerOrigin(
            catalogue_id=catalogue.catalogue_id,
            item_id=item.item_id,
            name=catalogue.name,
            account=catalogue.account,
            url=item.url,
        )
        before = there.pop(item.item_id, None)
        if before is None:
            document = Document.published(ids.new(), item.content, by=by, at=at, partner=origin)
            tx.documents.add(document)
            tx.outbox.add(DocumentChanged(document))
        else:
            _keep(tx, before, before.in_catalogue(item.content, origin, by=by, at=at))
    for gone in there.values():
        _keep(tx, gone, gone.out_of_catalogue(by=by, at=at))


def _keep(tx: Stores, before: Document, document: Document) -> None:
    if document.version != before.version:
        tx.documents.save(document)
        tx.outbox.add(DocumentChanged(document))

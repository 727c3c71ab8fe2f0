"""Fetch partners' catalogues, and keep what is good of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue import FETCH_EVERY, Catalogue, CatalogueStatus
from services.content.domain.catalogue_pack import Pack, PackRefused, pack_from
from services.content.usecases.cataloguing import keep_items
from services.content.usecases.partner_ports import Fetching
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCatalogues:
    """Ask for each catalogue that is due. What is refused changes nothing until it runs out.

    `refused` hears why, for the alarm.
    """

    unit_of_work: UnitOfWork
    fetching: Fetching
    clock: Clock
    ids: Ids
    rules: AddressRules
    refused: Callable[[str], None]
    every: timedelta = field(default=FETCH_EVERY)

    def __call__(self) -> int:
        """Return how many were asked for."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            due = tx.catalogues.due(now - self.every, now)
        for catalogue_id in due:
            self._take(catalogue_id)
        return len(due)

    def _take(self, catalogue_id: UUID) -> None:
        with self.unit_of_work() as tx:
            source = tx.catalogues.get(catalogue_id)
        try:
            found: Pack | PackRefused = self._fetched(source)
        except PackRefused as refusal:
            found = refusal
        with self.unit_of_work() as tx:  # nothing was held open while the partner was asked
            now, catalogue = self.clock.now(), tx.catalogues.get(catalogue_id, lock=True)
            if catalogue.status is not CatalogueStatus.ACTIVE:
                return
            try:
                if isinstance(found, PackRefused):
                    raise found
                changed = not catalogue.unchanged(found)
                catalogue = catalogue.took(found, at=now)
                if changed:
                    keep_items(tx, catalogue, found.items, ids=self.ids, at=now)
            except PackRefused as refusal:
                self.refused(refusal.reason.value)
                catalogue = catalogue.refused(f"{refusal.reason.value}: {refusal}", at=now)
                if catalogue.ran_out(now):
                    catalogue = catalogue.emptied()
                    keep_items(tx, catalogue, (), ids=self.ids, at=now)
            tx.catalogues.looked(catalogue)

    def _fetched(self, source: Catalogue) -> Pack:
        signed = self.fetching.fetched(source.url)
        claims = self.fetching.opened(signed, source.public_key)
        return pack_from(claims, issuer=source.url, at=self.clock.now(), rules=self.rules)

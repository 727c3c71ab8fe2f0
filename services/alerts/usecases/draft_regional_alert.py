"""Write a region's own alert."""

from dataclasses import dataclass

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import AlertContent
from services.alerts.usecases.draft_alert import DraftAlert
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRegionalAlert:
    """Write a new alert on behalf of a region, within it, that nobody receives yet."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, region: str, content: AlertContent, key: RequestKey
    ) -> Alert:
        """Return the draft; the same key gives the same draft.

        Raises:
            NotOfTheRegion: the caller has no seat of the region.
            AudienceLeavesRegion: it may be for somebody elsewhere.
            Invalid: the content breaks a rule; each field is named.
            IdempotencyKeyReused: the key came with another body.
        """
        draft = DraftAlert(unit_of_work=self.unit_of_work, clock=self.clock, ids=self.ids)
        return draft(caller, content=content, key=key, origin=region)

"""Private drills in memory: alerts, each of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.principals import PrincipalRow, principal_of_row
from kernel.audiences import AudienceRow
from kernel.pages import Place
from kernel.principals import Principal
from kernel.standing import Standing
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.drill_errors import DrillNotFound
from services.alerts.domain.drilling import SERIOUS
from services.alerts.domain.wording import CapStatus


@dataclass
class MemoryDrills:
    """The drills among the alerts of a dictionary."""

    alerts: dict[UUID, Alert]
    members: list[PrincipalRow] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def hold(self, organisation_id: str) -> None:
        self.held.append(organisation_id)

    def running(self, organisation_id: str) -> Alert | None:
        out = (each for each in self._of(organisation_id) if each.status is Status.ISSUED)
        return next(out, None)

    def count_since(self, organisation_id: str, at: datetime) -> int:
        return sum(_begun(each) >= at for each in self._of(organisation_id))

    def get(self, organisation_id: str, drill_id: UUID, *, lock: bool = False) -> Alert:
        found = (each for each in self._of(organisation_id) if each.alert_id == drill_id)
        there = next(found, None)
        if there is None:
            raise DrillNotFound("There is no such drill.")
        return there

    def real(self) -> Sequence[tuple[AudienceRow, ...]]:
        return [
            each.content.audience
            for each in self.alerts.values()
            if each.status is Status.ISSUED
            and each.successor is None
            and each.content.severity in SERIOUS
            and each.content.cap_status is CapStatus.ACTUAL
        ]

    def people(self, organisation_id: str) -> Sequence[Principal]:
        found = [
            replace(
                principal_of_row(each), subject=None, closed_groups=frozenset(), rights_version=0
            )
            for each in self.members
            if each.organisation_id == organisation_id and each.standing is Standing.ACTIVE
        ]
        return list(dict.fromkeys(found))

    def page(self, organisation_id: str, *, after: Place | None, size: int) -> Sequence[Alert]:
        found = sorted(
            self._of(organisation_id), key=lambda each: (_begun(each), each.alert_id), reverse=True
        )
        return [
            each
            for each in found
            if after is None or (_begun(each), each.alert_id) < (after.at, after.item_id)
        ][:size]

    def _of(self, organisation_id: str) -> list[Alert]:
        return [
            each
            for each in self.alerts.values()
            if each.drill and each.drill.organisation_id == organisation_id
        ]


def _begun(drill: Alert) -> datetime:
    assert drill.issued_at is not None
    return drill.issued_at

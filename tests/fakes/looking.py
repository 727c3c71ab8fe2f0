"""What alerts would reach, and what was issued before, in memory."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.principals import PrincipalRow, principal_of_row
from kernel.access import may_read
from kernel.places import REGIONS, SECTORS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.aim import Aim
from services.alerts.domain.alert import Alert
from services.alerts.domain.audience import compiled
from services.alerts.domain.cascade_regions import regions_at
from services.alerts.domain.reach import Counted
from services.alerts.domain.sharing import Name, Past, names_in
from services.alerts.domain.wording import CapStatus
from tests.fakes.deliveries import MemoryDeliveries
from tests.fakes.plumbing import a_row
from tests.fakes.recipients import MemoryRecipients
from tests.fakes.whereabouts import MemoryWhereabouts

SOMEBODY = a_row(
    "somebody", tier=Tier.TRUSTED, regions=frozenset(REGIONS), sectors=frozenset(SECTORS)
)
"""Whoever an alert is for, this person is among them, unless it is for places or for a role."""


@dataclass
class MemoryReach:
    """Counts people in memory."""

    people: list[PrincipalRow] = field(default_factory=list)
    recipients: MemoryRecipients = field(default_factory=MemoryRecipients)
    deliveries: MemoryDeliveries = field(default_factory=MemoryDeliveries)

    whereabouts: MemoryWhereabouts = field(default_factory=MemoryWhereabouts)

    def count(self, aim: Aim, earlier: Sequence[UUID] = ()) -> Counted:
        readers = [
            reader
            for row in self.people
            if row.standing is Standing.ACTIVE
            and aim.cap_status is not CapStatus.TEST
            and (reader := principal_of_row(row))
            and may_read(reader, aim.heard_under)
        ]
        holdings = self.whereabouts.holdings({each.organisation_id or "" for each in readers})
        asked = [(each, holdings[each.organisation_id or ""]) for each in readers]
        among = zip(readers, compiled(aim.audience).among(asked), strict=True)
        known = {each.subject for each, for_them in among if for_them}
        everyone = self.recipients.everyone()
        had = self.deliveries.had(earlier, self.recipients.kept)
        sent = {each: each.reached_by(aim, had=had.get(each.recipient_id, ())) for each in everyone}
        without = {
            each.subject or each.recipient_id
            for each, ways in sent.items()
            if ways and each.endpoint is None and each.subject not in known
        }
        return Counted(people=len(known) + len(without), messages=sum(map(len, sent.values())))

    def regions(self, aim: Aim, among: AbstractSet[str]) -> frozenset[str]:
        active = [replace(row, standing=Standing.ACTIVE) for row in self.people]
        known = [principal_of_row(row) for row in active]
        holdings = self.whereabouts.holdings({each.organisation_id or "" for each in known})
        people = [
            (each, holdings[each.organisation_id or ""])
            for each in known
            if may_read(each, aim.heard_under)
        ]
        return regions_at(aim.audience, people, among)


@dataclass
class MemorySharing:
    """What was issued before, of the alerts in memory."""

    alerts: dict[UUID, Alert]

    def past(self, names: AbstractSet[Name], cap_status: CapStatus) -> Past:
        out = [
            each
            for each in self.alerts.values()
            if each.issued_at is not None and each.content.cap_status is cap_status
        ]
        if not out:
            return Past()
        said = {name for each in out for name in names_in(each.content.audience)}
        latest = sorted(out, key=_latest, reverse=True)[:20]
        return Past(
            any=True,
            named=frozenset(said & names),
            reaches=tuple(each.reach for each in latest if each.reach is not None),
            channels=frozenset().union(*(each.content.channels for each in latest)),
        )


def _latest(alert: Alert) -> tuple[datetime, UUID]:
    return alert.issued_at or alert.created_at, alert.alert_id

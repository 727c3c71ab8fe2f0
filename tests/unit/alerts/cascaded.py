"""A cascade for tests: retail in London and Scotland, its seats, and members without and with."""

from dataclasses import replace
from uuid import UUID, uuid4

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.tiers import Tier
from services.alerts.domain.cascade import Context
from services.alerts.domain.content import Urgency
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.recipient import Account
from services.alerts.usecases.cascading import begin
from services.alerts.usecases.climb_cascades import ClimbCascades
from services.alerts.usecases.pass_on import PassOn
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from tests.fakes.alerts import NOON, issued, person
from tests.fakes.cascades import a_seat
from tests.fakes.deliveries import recipient
from tests.fakes.faults import MemoryFaults, putting_off
from tests.fakes.plumbing import FreshIds

LONDON, RETAIL = ("LON", ""), ("LON", "retail")
SCOTLAND = ("SCO", "")
ALONG = {
    "cascaded": True,
    "urgency": Urgency.EXPECTED,
    "audience": (
        AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),
        AudienceRow(Mode.INCLUDE, Kind.REGION, "SCO"),
        AudienceRow(Mode.MUST_BE, Kind.SECTOR, "retail"),
    ),
}
FRESH = {"acr": "aal2", "second_factor_at": NOON}
REGION = person("region", "regional-coordinator", regions=frozenset({"LON"}), **FRESH)
LEAD = person("lead", "sector-lead", tier=Tier.VERIFIED, **FRESH)
DEPUTY = person("deputy", "sector-lead", tier=Tier.VERIFIED, **FRESH)


def seated(stores) -> None:
    """Put a coordinator into London, a lead and a deputy into its retail; Scotland is vacant."""
    stores.paging.people += [REGION, LEAD, DEPUTY]
    stores.seats.keep(a_seat("LON", "", holder="region"))
    stores.seats.keep(a_seat(*RETAIL, holder="lead", deputy="deputy"))


def along(stores, **given):
    """Issue an alert that goes along seats, as an approval does."""
    alert = issued(**ALONG | given)
    stores.alerts.add(alert)
    stores.dispatches.add(Dispatch.of(alert, at=NOON))
    begin(stores, alert, NOON)
    return alert


def member(stores, name: str, region: str, sector: str, tier: Tier = Tier.REGISTERED) -> UUID:
    """Somebody with an account whom an alert may be sent to."""
    stores.recipients.accounts[name] = Account(
        active=True,
        tier=tier,
        roles=frozenset(),
        regions=frozenset({region}),
        sectors=frozenset({sector}),
        closed_groups=frozenset(),
        organisation_id=None,
    )
    made = recipient(f"{name}@retail.example", subject=name, recipient_id=uuid4())
    stores.recipients.keep(replace(made, regions=frozenset()))
    return made.recipient_id


class Along:
    """The use cases that move an alert along, and who has it by now."""

    def __init__(self, unit_of_work, clock, faults: MemoryFaults | None = None) -> None:
        self.stores = unit_of_work.stores
        self.pass_on = PassOn(unit_of_work=unit_of_work, clock=clock)
        self.climb = ClimbCascades(
            unit_of_work=unit_of_work, clock=clock, put_off=putting_off(clock, faults)
        )
        self._queue = QueueDeliveries(
            unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), chunk=2
        )

    def passed(self, alert, branch, by, context: Context | None = None, **given):
        """Pass it on as somebody who read what stands there."""
        step = self.stores.cascades.get(alert.alert_id, branch)
        said = {
            "alert_id": alert.alert_id,
            "branch": branch,
            "read": alert.digest,
            "expected_version": step.version if step else 1,
            "context": context,
        }
        return self.pass_on(by, **said | given)

    def have(self, alert) -> set[UUID]:
        """Queue what can be queued; return who has it."""
        while self._queue() is not None:
            pass
        rows = self.stores.deliveries.kept.values()
        return {each.recipient_id for each in rows if each.alert_id == alert.alert_id}

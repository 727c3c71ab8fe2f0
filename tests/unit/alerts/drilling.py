"""The security lead of a hall, and what they may do about drills."""

from dataclasses import dataclass, field
from typing import Any

from kernel.principals import Principal
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert
from services.alerts.domain.drill import Scenario
from services.alerts.usecases.end_drill import EndDrill
from services.alerts.usecases.start_drill import StartDrill
from tests.fakes.alerts import key, person
from tests.fakes.plumbing import FreshIds

LEAD = person("lead", "security-lead", tier=Tier.VERIFIED, organisation_id="hall")
COLLEAGUE = person("colleague", tier=Tier.REGISTERED, organisation_id="hall")
STRANGER = person("stranger", "security-lead", tier=Tier.VERIFIED, organisation_id="elsewhere")
FREELANCE = person("freelance", "security-lead", tier=Tier.VERIFIED)


@dataclass
class Lead:
    """Begins and ends drills."""

    unit_of_work: Any
    clock: Any
    ids: FreshIds = field(default_factory=FreshIds)

    def start(
        self,
        by: Principal = LEAD,
        scenario: Scenario = Scenario.EVACUATION,
        *,
        note: str = "",
        minutes: int = 30,
        called: str | None = None,
    ) -> Alert:
        use_case = StartDrill(unit_of_work=self.unit_of_work, clock=self.clock, ids=self.ids)
        request = key(called or self.ids.new().hex, rpc="StartDrill")
        return use_case(by, scenario=scenario, note=note, minutes=minutes, key=request)

    def end(self, drill: Alert, by: Principal = LEAD, version: int | None = None) -> Alert:
        use_case = EndDrill(unit_of_work=self.unit_of_work, clock=self.clock)
        expected = drill.version if version is None else version
        return use_case(by, drill_id=drill.alert_id, expected_version=expected)

"""A region's people and its messages, for tests: London has a holder and who stands in."""

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.usecases.draft_regional_alert import DraftRegionalAlert
from services.alerts.usecases.submit_alert import SubmitAlert
from tests.fakes.alerts import NOON, content, key, person
from tests.fakes.cascades import a_seat
from tests.fakes.plumbing import FreshIds

FRESH = {"acr": "aal2", "second_factor_at": NOON}
LONDON = {"regions": frozenset({"LON"}), **FRESH}
HOLDER = person("holder", "regional-coordinator", **LONDON)
DEPUTY = person("deputy", "regional-coordinator", **LONDON)
THIRD = person("third", "regional-coordinator", **LONDON)
NORTH = person("north", "regional-coordinator", regions=frozenset({"NW"}), **FRESH)
UNSEATED = person("unseated", "regional-coordinator", **LONDON)
LEAD = person("lead", "sector-lead", "regional-coordinator", **LONDON)
HUB = person("hub", "duty-officer", **FRESH)
EVERYBODY = (HOLDER, DEPUTY, THIRD, NORTH, UNSEATED, LEAD, HUB)
HERE = AudienceRow(Mode.INCLUDE, Kind.REGION, "LON")
EVERYONE = AudienceRow(Mode.INCLUDE, Kind.EVERYONE)
MUST_BE_HERE = AudienceRow(Mode.MUST_BE, Kind.REGION, "LON")


def seated(stores) -> None:
    """Two seats of London, one of the North West, and a lead of a sector in London."""
    stores.paging.people += EVERYBODY
    for seat in (
        a_seat("LON", "", holder="holder", deputy="deputy"),
        a_seat("LON", "", holder="third"),
        a_seat("NW", "", holder="north"),
        a_seat("LON", "retail", holder="lead"),
    ):
        stores.seats.keep(seat)


class Region:
    """The use cases by which a region's message comes to be submitted."""

    def __init__(self, unit_of_work, clock) -> None:
        self._draft = DraftRegionalAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
        self._submit = SubmitAlert(unit_of_work=unit_of_work, clock=clock)
        self._number = 0

    def drafted(self, by=HOLDER, region="LON", audience=(HERE,), **given):
        self._number += 1
        said = content(audience=audience, **given)
        return self._draft(by, region=region, content=said, key=key(str(self._number)))

    def submitted(self, by=HOLDER, submitter=None, **given):
        made = self.drafted(by, **given)
        return self._submit(
            submitter or by, alert_id=made.alert_id, expected_version=made.version, seen=b""
        )

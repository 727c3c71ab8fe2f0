"""An alert for an area reaches the streams of people whose premises are in it, as of now."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.area import Circle
from services.alerts.domain.whereabouts import NO_HOLDINGS, Premises, holdings_of
from services.alerts.inbound.stream.holdings import KnownHoldings
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.who import Anyone, TicketHolder
from tests.fakes.plumbing import SetClock, a_row
from tests.fakes.whereabouts import SHOP, organisation, premises
from tests.unit.alerts.stream.stage import MemoryLine, entry

AROUND = (AudienceRow(Mode.INCLUDE, Kind.CIRCLE, Circle.of(51.5, -0.12, 2).text),)
RETAIL = (AudienceRow(Mode.INCLUDE, Kind.SECTOR, "retail"),)
AWAY = {"latitude": 53.5, "longitude": -2.2}
Open = Callable[..., MemoryLine]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def hub(clock: SetClock) -> Hub:
    return Hub(clock)


@pytest.fixture
def opened(hub: Hub, clock: SetClock) -> Open:
    """Open a stream of somebody of an organisation, of the shop unless said otherwise."""

    def opened(organisation_id: str | None = SHOP, subject: str = "", **more: object) -> MemoryLine:
        line, who = MemoryLine(), subject or str(uuid4())
        row = a_row(who, tier=Tier.VERIFIED, organisation_id=organisation_id, **more)
        hub.enter(line, TicketHolder(who, row.rights_version, clock.now()), row, None, b"")
        return line

    return opened


def test_only_streams_with_premises_in_the_area_get_the_alert(hub: Hub, opened: Open) -> None:
    other = str(uuid4())
    hub.loaded([SHOP, other], [], [premises(), premises(**AWAY, organisation_id=other)])
    inside, outside, nobody = opened(), opened(other), opened(None)
    assert 1 == hub.publish(alert := entry(audience=AROUND))
    assert [alert.event_id] == inside.ids()
    assert [] == outside.ids() == nobody.ids()


def test_somebody_without_an_account_still_gets_all_that_everyone_may_read(hub: Hub) -> None:
    line = MemoryLine()
    hub.enter(line, Anyone(), None, None, b"")
    hub.publish(alert := entry(audience=AROUND))
    assert [alert.event_id] == line.ids()


def test_premises_that_come_into_the_area_bring_what_is_current(hub: Hub, opened: Open) -> None:
    there = premises(**AWAY)
    hub.loaded([SHOP], [], [there])
    line = opened()
    hub.publish(alert := entry(audience=AROUND))
    assert [] == line.ids()
    hub.heard([premises(premises_id=there.premises_id, version=2)])
    assert [alert.event_id] == line.ids()
    assert "premises-changed" in line.written.decode()


def test_removed_premises_bring_nothing_more_and_say_that_of_nobody_else(
    hub: Hub, opened: Open
) -> None:
    there, other = premises(), str(uuid4())
    hub.loaded([SHOP, other], [], [there, premises(organisation_id=other)])
    line, neighbour = opened(), opened(other)
    hub.heard([Premises.removed(there.premises_id, SHOP, 2)])
    hub.publish(alert := entry(audience=AROUND))
    assert [] == line.ids()
    assert [alert.event_id] == neighbour.ids()
    assert "premises-changed" not in neighbour.written.decode()


def test_an_organisations_sector_counts_for_its_people(hub: Hub, opened: Open) -> None:
    hub.loaded([SHOP], [organisation(sectors=frozenset())], [])
    line = opened(sectors=frozenset())
    hub.publish(alert := entry(audience=RETAIL))
    assert [] == line.ids()
    hub.heard([organisation(version=2)])
    assert [alert.event_id] == line.ids()


def test_who_moves_to_an_organisation_gets_what_concerns_it_once_that_is_known(
    hub: Hub, opened: Open
) -> None:
    line = opened(None, subject="mover")
    hub.publish(alert := entry(audience=AROUND))
    hub.standing.changed(
        [a_row("mover", tier=Tier.VERIFIED, organisation_id=SHOP, rights_version=2)]
    )
    assert [SHOP] == hub.holdings.wanted()
    assert [] == line.ids()
    hub.loaded([SHOP], [], [premises()])
    assert [] == hub.holdings.wanted()
    assert [alert.event_id] == line.ids()


def test_what_names_people_reaches_those_of_them_in_the_area(hub: Hub, opened: Open) -> None:
    other = str(uuid4())
    hub.loaded([SHOP, other], [], [premises(), premises(**AWAY, organisation_id=other)])
    named = Marking(
        tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"one", "two"})
    )
    inside, outside, unnamed = opened(subject="one"), opened(other, subject="two"), opened()
    hub.publish(alert := entry(audience=AROUND, marking=named))
    assert [alert.event_id] == inside.ids()
    assert [] == outside.ids() == unnamed.ids()


def test_an_event_that_is_here_before_the_record_has_it_wins() -> None:
    known, there = KnownHoldings(), premises()
    moved = premises(**AWAY, premises_id=there.premises_id, version=2)
    assert [] == known.heard([moved, there])
    assert [SHOP] == known.loaded([SHOP], [], [there])
    assert holdings_of(None, [moved]) == known.of(SHOP)
    assert [] == known.heard([there, moved])


def test_removed_premises_do_not_come_back_with_an_older_word() -> None:
    known, there = KnownHoldings(), premises()
    known.loaded([SHOP], [], [Premises.removed(there.premises_id, SHOP, 2)])
    assert [] == known.heard([there])
    assert NO_HOLDINGS == known.of(SHOP)


def test_no_more_organisations_are_kept_than_may_be() -> None:
    known, other = KnownHoldings(most=1), str(uuid4())
    known.loaded([SHOP], [], [premises()])
    known.loaded([other], [], [])
    assert [False, True] == [known.knows(SHOP), known.knows(other)]
    known.want([SHOP, other])
    assert [SHOP] == known.wanted()
    assert NO_HOLDINGS == known.of(None) == known.of(SHOP)
    for number in range(3):
        known.heard([organisation(organisation_id=str(number))])
    assert [] == known.loaded(["0"], [], [])

"""One person begins a drill, for their own organisation and within bounds."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.content import Severity
from services.alerts.domain.drill import MOST_IN_A_WHILE, WHILE, Drill, Scenario
from services.alerts.domain.drill_errors import DrillDuringAlert, DrillRunning, TooManyDrills
from services.alerts.domain.errors import IssuingFrozen, NoOrganisation
from services.alerts.domain.events import AlertIssued
from services.alerts.domain.freeze import Freeze, Word
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import NOON, issued, key
from tests.fakes.plumbing import a_row
from tests.unit.alerts.drilling import FREELANCE, LEAD, STRANGER, Lead


@pytest.fixture
def lead(unit_of_work, clock) -> Lead:
    return Lead(unit_of_work, clock)


def test_it_is_out_at_once_recorded_dispatched_and_counted_apart(lead, stores, clock) -> None:
    drill = lead.start(note="By the oak.", minutes=45)
    assert Status.ISSUED is drill.status
    assert Drill(organisation_id="hall", scenario=Scenario.EVACUATION) == drill.drill
    assert clock.now() + timedelta(minutes=45) == drill.content.expires_at
    assert drill == stores.alerts.get(drill.alert_id)
    assert [drill.alert_id] == [each.alert_id for each in stores.dispatches.kept.values()]
    (message,) = stores.messages.of_alert(drill.alert_id)
    assert not message.public
    assert AlertIssued(drill) in stores.outbox.events
    used = stores.outbox.events[-1]
    assert ("alerts.drill-started", "EVACUATION") == (used.metric, used.detail)
    assert ["alerts:start-drill"] == [row[1] for row in stores.audit.rows]
    assert ["hall"] == stores.drills.held


def test_the_same_key_begins_it_once(lead, stores) -> None:
    first = lead.start(called="one")
    assert first == lead.start(called="one")
    assert 1 == len(stores.alerts.kept)
    with pytest.raises(IdempotencyKeyReused):
        stores.idempotency.claim(LEAD.person, key("one", b"2" * 32, rpc="StartDrill"), "x")


def test_one_organisation_runs_one_at_a_time_and_another_its_own(lead) -> None:
    first = lead.start()
    with pytest.raises(DrillRunning):
        lead.start()
    assert "elsewhere" == lead.start(STRANGER).drill.organisation_id
    lead.end(first)
    lead.start()


def test_ten_in_thirty_days_are_the_most(lead, clock) -> None:
    for _ in range(MOST_IN_A_WHILE):
        lead.end(lead.start())
        clock.moment += timedelta(hours=1)
    with pytest.raises(TooManyDrills):
        lead.start()
    clock.moment += WHILE
    lead.start()


def test_who_belongs_to_none_has_nobody_to_practise_with(lead, stores) -> None:
    with pytest.raises(NoOrganisation):
        lead.start(FREELANCE)
    assert {} == stores.alerts.kept


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"note": "x" * 301}, "note"),
        ({"note": "\x00"}, "note"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 241}, "minutes"),
    ],
)
def test_what_is_out_of_bounds_is_named(lead, stores, said, field) -> None:
    with pytest.raises(Invalid) as refused:
        lead.start(**said)
    assert [field] == [each.field for each in refused.value.violations]
    assert {} == stores.alerts.kept


def test_nothing_is_practised_while_all_issuing_is_stopped(lead, stores) -> None:
    word = Word(by="ada", at=NOON, why="w")
    stores.freezes.add(Freeze(freeze_id=uuid4(), version=2, proposed=word, confirmed=word))
    with pytest.raises(IssuingFrozen):
        lead.start()


@pytest.mark.parametrize(
    ("region", "status", "stops"),
    [
        ("LON", CapStatus.ACTUAL, True),
        ("WAL", CapStatus.ACTUAL, False),
        ("LON", CapStatus.EXERCISE, False),
    ],
)
def test_nobody_practises_beside_a_serious_alert_that_is_for_them(
    lead, stores, region, status, stops
) -> None:
    about = (AudienceRow(Mode.INCLUDE, Kind.REGION, region),)
    stores.alerts.add(issued(audience=about, cap_status=status))
    here = replace(LEAD, regions=frozenset({"LON"}))
    if stops:
        with pytest.raises(DrillDuringAlert):
            lead.start(here)
    else:
        lead.start(here)


CLOSED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"ada"}))


@pytest.mark.parametrize(
    ("given", "stops"),
    [
        ({}, True),
        ({"marking": CLOSED}, True),
        ({"severity": Severity.EXTREME}, True),
        ({"severity": Severity.MODERATE}, False),
        ({"cap_status": CapStatus.TEST}, False),
        ({"audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)}, False),
    ],
    ids=["a colleague's region", "closed to all", "extreme", "moderate", "a test", "elsewhere"],
)
def test_an_alert_for_any_of_the_organisations_people_stops_it_whoever_may_read_it(
    lead, stores, given, stops
) -> None:
    """The lead themselves are in no region, and may read nothing of it."""
    stores.drills.members += [
        a_row("colleague", organisation_id="hall", regions=frozenset({"LON"})),
        a_row("stranger", organisation_id="elsewhere", regions=frozenset({"WAL"})),
        a_row(
            "former",
            organisation_id="hall",
            regions=frozenset({"WAL"}),
            standing=Standing.SUSPENDED,
        ),
    ]
    london = (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),)
    stores.alerts.add(issued(**{"audience": london, "severity": Severity.SEVERE} | given))
    if stops:
        with pytest.raises(DrillDuringAlert) as refused:
            lead.start()
        assert "Demonstration" not in str(refused.value)
    else:
        lead.start()


def test_a_real_alert_is_found_behind_a_hundred_others(lead, stores) -> None:
    london, wales = ((AudienceRow(Mode.INCLUDE, Kind.REGION, each),) for each in ("LON", "WAL"))
    stores.alerts.add(issued(audience=london, at=NOON - timedelta(minutes=1)))
    for _ in range(101):
        stores.alerts.add(issued(audience=wales))
    with pytest.raises(DrillDuringAlert):
        lead.start(replace(LEAD, regions=frozenset({"LON"})))

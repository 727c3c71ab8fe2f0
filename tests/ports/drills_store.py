"""What the store of private drills must do, in memory and in PostgreSQL."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.principals import PrincipalRow
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Severity
from services.alerts.domain.drill import Drill, Scenario
from services.alerts.domain.drill_errors import DrillNotFound
from services.alerts.domain.drilling import begun, ended
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import NOON, issued, submitted, updated
from tests.fakes.plumbing import a_row

Open = Callable[[], AbstractContextManager[Any]]


def drill(organisation_id: str = "hall", hours: int = 0, drill_id: UUID | None = None) -> Alert:
    of = Drill(organisation_id=organisation_id, scenario=Scenario.LOCKDOWN)
    at = NOON + timedelta(hours=hours)
    return begun(drill_id or uuid4(), of, note="", minutes=30, by="lead", at=at)


class DrillsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store.

    And with `keep_people`, which keeps rows of the copy of people's rights.
    """

    def test_a_drill_is_its_organisations_alone(self, unit_of_work: Open) -> None:
        ours, theirs = drill(), drill("elsewhere")
        with unit_of_work() as tx:
            tx.alerts.add(issued())
            for each in (ours, theirs):
                tx.drills.hold(each.drill.organisation_id)
                tx.alerts.add(each)
        with unit_of_work() as tx:
            assert ours == tx.drills.running("hall")
            assert theirs == tx.drills.running("elsewhere")
            assert tx.drills.running("nobody") is None
            assert ours == tx.drills.get("hall", ours.alert_id, lock=True)
            assert [ours] == list(tx.drills.page("hall", after=None, size=9))
            for organisation, drill_id in (("hall", theirs.alert_id), ("hall", uuid4())):
                with pytest.raises(DrillNotFound):
                    tx.drills.get(organisation, drill_id)

    def test_what_is_over_does_not_run_and_is_counted(self, unit_of_work: Open) -> None:
        older, newer = drill(hours=0), drill(hours=5)
        with unit_of_work() as tx:
            for each in (older, newer):
                tx.alerts.add(each)
                tx.alerts.save(ended(each, by="lead", at=NOON))
        with unit_of_work() as tx:
            assert tx.drills.running("hall") is None
            assert [2, 1, 0] == [
                tx.drills.count_since("hall", NOON + timedelta(hours=hours)) for hours in (0, 1, 6)
            ]
            page = tx.drills.page("hall", after=None, size=1)
            assert [newer.alert_id] == [each.alert_id for each in page]

    def test_no_officer_waits_for_answers_to_one(self, unit_of_work: Open) -> None:
        asks = issued(asks_answer=True)
        with unit_of_work() as tx:
            tx.alerts.add(drill())
            tx.alerts.add(asks)
        with unit_of_work() as tx:
            assert [asks] == list(tx.paging.unpaged(most=9))

    def test_what_is_real_is_each_serious_alert_that_is_meant_and_out(
        self, unit_of_work: Open
    ) -> None:
        london = (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),)
        closed = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"ada"}))
        meant = issued(audience=london, severity=Severity.EXTREME, marking=closed)
        before, after = updated(issued(severity=Severity.SEVERE), severity=Severity.MINOR)
        with unit_of_work() as tx:
            assert [] == list(tx.drills.real())
            for each in (
                meant,
                before,
                after,
                drill(),
                submitted(severity=Severity.SEVERE),
                issued(severity=Severity.MODERATE),
                issued(severity=Severity.SEVERE, cap_status=CapStatus.EXERCISE),
                issued(severity=Severity.SEVERE).withdraw(by="x", why="w", at=NOON),
            ):
                tx.alerts.add(each)
        with unit_of_work() as tx:
            assert [london] == list(tx.drills.real())

    def test_of_an_organisations_people_each_kind_is_there_once_and_nobody_named(
        self, unit_of_work: Open, keep_people: Callable[[Sequence[PrincipalRow]], None]
    ) -> None:
        hall = {"organisation_id": "hall", "regions": frozenset({"LON"})}
        keep_people(
            [
                a_row("one", **hall),
                a_row("two", **hall, closed_groups=frozenset({"cell"}), rights_version=2),
                a_row("three", **hall | {"roles": frozenset({"moderator"})}, tier=Tier.VERIFIED),
                a_row("gone", **hall | {"regions": frozenset()}, standing=Standing.SUSPENDED),
                a_row("other", organisation_id="elsewhere"),
            ]
        )
        with unit_of_work() as tx:
            found = sorted(tx.drills.people("hall"), key=lambda each: each.tier)
            assert [] == list(tx.drills.people("nobody"))
        member = Principal(subject=None, tier=Tier.REGISTERED, **hall)
        assert [
            member,
            replace(member, tier=Tier.VERIFIED, roles=frozenset({"moderator"})),
        ] == found

"""Issuing a region's own message: two people of the region, and no other two."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chassis.errors import Refusal
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import IssuingFrozen, SelfApproval, VersionChanged
from services.alerts.domain.reach import Size
from services.alerts.domain.region_errors import AudienceLeavesRegion, NotOfTheRegion, SeatLost
from services.alerts.domain.seat import Sitter
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.approve_regional_alert import ApproveRegionalAlert
from services.alerts.usecases.confirm_freeze import ConfirmFreeze
from services.alerts.usecases.update_alert import UpdateAlert
from tests.fakes.alerts import content, key, person, submitted
from tests.fakes.plumbing import FreshIds
from tests.ports.freezes_store import begun
from tests.unit.alerts.regional import (
    DEPUTY,
    EVERYBODY,
    EVERYONE,
    HERE,
    HOLDER,
    HUB,
    LEAD,
    NORTH,
    THIRD,
    UNSEATED,
    Region,
    seated,
)

FEW = Size.FEWER_THAN_TEN
PEOPLE = {"holder", "deputy", "third"}


@pytest.fixture
def region(unit_of_work, clock, stores) -> Region:
    seated(stores)
    return Region(unit_of_work, clock)


@pytest.fixture
def approve(unit_of_work, clock):
    use_case = ApproveRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    return lambda by, alert: use_case(by, alert_id=alert.alert_id, read=alert.digest, size=FEW)


@pytest.fixture
def approve_as_the_hub(unit_of_work, clock):
    use_case = ApproveAlert(unit_of_work=unit_of_work, clock=clock)
    return lambda by, alert: use_case(by, alert_id=alert.alert_id, read=alert.digest, size=FEW)


@pytest.mark.parametrize("by", [DEPUTY, THIRD], ids=lambda each: each.subject)
def test_a_second_person_of_the_region_issues_it_and_it_is_recorded_as_any(
    region, approve, stores, by
) -> None:
    out = approve(by, waiting := region.submitted())
    assert (Status.ISSUED, by.subject) == (out.status, out.issued_by)
    assert [waiting.alert_id] == [e.alert_id for e in stores.dispatches.of(waiting.alert_id)]
    record = next(row for row in stores.audit.rows if row[1] == "alerts:approve")
    assert "region:LON" == record[4]["capacity"]


def test_who_wrote_it_does_not(region, approve) -> None:
    with pytest.raises(SelfApproval):
        approve(HOLDER, region.submitted())


@pytest.mark.parametrize("by", [NORTH, UNSEATED, LEAD, HUB], ids=lambda each: each.subject)
def test_who_is_not_of_the_region_does_not_by_any_way(
    region, approve, approve_as_the_hub, stores, by
) -> None:
    waiting = region.submitted()
    for way in (approve, approve_as_the_hub):
        with pytest.raises(NotOfTheRegion):
            way(by, waiting)
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status


def test_the_message_of_the_hub_is_not_issued_by_a_region(region, approve, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(NotOfTheRegion):
        approve(HOLDER, waiting)


def test_a_seat_that_was_lost_meanwhile_refuses_on_either_side(
    region, approve, stores, clock
) -> None:
    waiting = region.submitted()
    seat = next(e for e in stores.seats.kept.values() if e.holder and e.holder.subject == "holder")
    over = Sitter(subject="holder", until=clock.now() + timedelta(minutes=1))
    stores.seats.keep(replace(seat, holder=over, version=seat.version + 1))
    clock.moment += timedelta(minutes=1)
    with pytest.raises(SeatLost):
        approve(DEPUTY, waiting)
    stores.seats.keep(replace(seat, deputy=None, version=seat.version + 2))
    with pytest.raises(NotOfTheRegion):
        approve(DEPUTY, waiting)
    assert Status.ISSUED is approve(THIRD, waiting).status


def test_who_was_suspended_meanwhile_is_nobody_of_the_region(region, approve, stores) -> None:
    """The seat stays theirs; the copy of rights no longer has them among who may act."""
    waiting = region.submitted()
    stores.paging.people.remove(HOLDER)
    with pytest.raises(SeatLost):
        approve(DEPUTY, waiting)


def test_an_audience_that_leaves_is_refused_at_approval_too(region, approve, stores) -> None:
    """Whatever came to stand in the record."""
    waiting = region.submitted()
    wide = replace(waiting, content=replace(waiting.content, audience=(EVERYONE,)))
    stores.alerts.kept[wide.alert_id] = wide
    with pytest.raises(AudienceLeavesRegion):
        approve(DEPUTY, wide)


def test_the_digest_holds(region, approve) -> None:
    waiting = region.submitted()
    other = replace(waiting, content=replace(waiting.content, headline="Another"))
    with pytest.raises(VersionChanged):
        approve(DEPUTY, other)


def test_the_freeze_holds(region, approve, stores, unit_of_work, clock) -> None:
    waiting = region.submitted()
    stores.freezes.add(freeze := begun(by="ada"))
    confirm = ConfirmFreeze(unit_of_work=unit_of_work, clock=clock)
    confirm(person("bea", "duty-officer"), freeze_id=freeze.freeze_id, expected_version=1)
    with pytest.raises(IssuingFrozen):
        approve(DEPUTY, waiting)


def test_an_update_is_the_regions_and_no_one_elses(
    region, approve, stores, unit_of_work, clock
) -> None:
    out = approve(DEPUTY, region.submitted())
    update = UpdateAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    said = {"alert_id": out.alert_id, "content": content(audience=(HERE,), headline="Next")}
    with pytest.raises(NotOfTheRegion):
        update(HUB, **said, key=key("u1"))
    assert "LON" == update(THIRD, **said, key=key("u2")).origin


def test_of_all_pairs_only_two_different_people_of_the_region_issue(
    stores, unit_of_work, clock, approve, approve_as_the_hub
) -> None:
    """Never fewer than two, and never anybody else, by any way and in any order."""
    seated(stores)
    region = Region(unit_of_work, clock)
    for writer, submitter, approver, way in product(
        EVERYBODY, EVERYBODY, EVERYBODY, (approve, approve_as_the_hub)
    ):
        hands = {writer.subject, submitter.subject}
        may = hands <= PEOPLE and approver.subject in PEOPLE - hands
        try:
            waiting = region.submitted(writer, submitter)
            issued = way(approver, waiting).status is Status.ISSUED
        except Refusal:
            issued = False
        assert may == issued, (hands, approver.subject)

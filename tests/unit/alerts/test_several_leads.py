"""A place with several leads: all are told, the first settles, and deputies come after all."""

from datetime import timedelta

import pytest

from kernel.tiers import Tier
from services.alerts.domain.cascade import Rung, StepState
from services.alerts.domain.cascade_errors import StepSettled
from tests.fakes.alerts import NOON, person
from tests.fakes.cascades import a_seat
from tests.unit.alerts.cascaded import FRESH, RETAIL, Along, along, seated

SECOND = person("second", "sector-lead", tier=Tier.VERIFIED, **FRESH)


@pytest.fixture
def two_leads(stores) -> None:
    seated(stores)
    stores.paging.people.append(SECOND)
    stores.seats.keep(a_seat(*RETAIL, holder="second"))


def told(stores, rung: Rung) -> list[str]:
    number = list(Rung).index(rung)
    pages = [each for each in stores.paging.pages.values() if each.rung == number]
    return sorted(each.subject for each in pages)


def reach_retail(stores, unit_of_work, clock):
    alert, moving = along(stores), Along(unit_of_work, clock)
    region = next(each for each in stores.paging.people if each.subject == "region")
    moving.passed(alert, ("LON", ""), region)
    return alert, moving


@pytest.mark.usefixtures("two_leads")
def test_all_leads_are_told_and_the_first_settles(stores, unit_of_work, clock) -> None:
    alert, moving = reach_retail(stores, unit_of_work, clock)
    assert {"lead", "second"} <= set(told(stores, Rung.HOLDER))
    moving.passed(alert, RETAIL, SECOND)
    step = stores.cascades.get(alert.alert_id, RETAIL)
    assert (StepState.PASSED_ON, "second", Rung.HOLDER) == (step.state, step.done_by, step.done_as)
    lead = next(each for each in stores.paging.people if each.subject == "lead")
    with pytest.raises(StepSettled):
        moving.passed(alert, RETAIL, lead)


@pytest.mark.usefixtures("two_leads")
def test_deputies_come_when_no_lead_settles_and_not_before(stores, unit_of_work, clock) -> None:
    alert, moving = reach_retail(stores, unit_of_work, clock)
    assert [] == told(stores, Rung.DEPUTY)
    clock.moment = NOON + timedelta(minutes=31)
    while moving.climb():
        pass
    assert ["deputy"] == told(stores, Rung.DEPUTY)
    assert Rung.DEPUTY is stores.cascades.get(alert.alert_id, RETAIL).rung


def test_a_place_is_vacant_only_if_none_of_its_seats_has_a_lead(
    stores, unit_of_work, clock
) -> None:
    seated(stores)
    stores.seats.keep(a_seat(*RETAIL))
    alert, _ = reach_retail(stores, unit_of_work, clock)
    step = stores.cascades.get(alert.alert_id, RETAIL)
    assert (StepState.WAITING, Rung.HOLDER) == (step.state, step.rung)


def test_who_holds_two_seats_of_a_place_is_told_once(stores, unit_of_work, clock) -> None:
    seated(stores)
    stores.seats.keep(a_seat(*RETAIL, holder="lead"))
    reach_retail(stores, unit_of_work, clock)
    assert 1 == told(stores, Rung.HOLDER).count("lead")

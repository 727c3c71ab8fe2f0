"""What cannot be paged about, by a fault of ours, holds up none of the others."""

import pytest

from services.alerts.domain.dispatch import FAILED_PAUSE
from services.alerts.domain.paging import Why
from services.alerts.usecases import page_officers
from services.alerts.usecases.page_officers import PageOfficers
from tests.fakes.faults import MemoryFaults, putting_off
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.paging_desk import everybody, waiting


@pytest.fixture
def faults() -> MemoryFaults:
    return MemoryFaults()


@pytest.fixture
def page(unit_of_work, stores, clock, faults) -> PageOfficers:
    stores.paging.people += everybody()
    put_off = putting_off(clock, faults)
    return PageOfficers(unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), put_off=put_off)


def about(stores) -> set:
    return {each.alert_id for each in stores.paging.pages.values()}


def test_a_ladder_that_cannot_begin_is_put_off_and_the_others_begin(
    page, stores, clock, faults, monkeypatch
) -> None:
    bad, good = waiting(stores), waiting(stores)
    begins = page_officers.runs_of

    def fails(alert, *given):
        if alert.alert_id == bad.alert_id and len(faults.said) < 2:
            raise ValueError("a fault")
        return begins(alert, *given)

    monkeypatch.setattr(page_officers, "runs_of", fails)
    assert page() > 0
    assert 0 == page()
    assert {good.alert_id} == about(stores)
    assert ["ValueError"] == [why for _, _, why in faults.said]
    clock.moment += FAILED_PAUSE
    page()
    clock.moment += FAILED_PAUSE
    page()
    assert {good.alert_id, bad.alert_id} == about(stores)
    assert 2 == len(faults.said)


def test_a_rung_that_cannot_be_paged_is_put_off_and_the_others_climb(
    page, stores, clock, faults, monkeypatch
) -> None:
    bad, good = waiting(stores), waiting(stores)
    get = type(stores.alerts).get

    def unreadable(self, alert_id, *, lock=False):
        if alert_id == bad.alert_id and not faults.said:
            raise ValueError("a row that cannot be read")
        return get(self, alert_id, lock=lock)

    monkeypatch.setattr(type(stores.alerts), "get", unreadable)
    assert page() > 0
    assert {good.alert_id} == about(stores)
    (stuck,) = (each for each in stores.paging.runs.values() if each.alert_id == bad.alert_id)
    assert (Why.APPROVAL, 0) == (stuck.why, stuck.rung)
    assert [("TEST", stuck.run_id, "ValueError")] == faults.said
    clock.moment += FAILED_PAUSE
    page()
    assert {good.alert_id, bad.alert_id} == about(stores)

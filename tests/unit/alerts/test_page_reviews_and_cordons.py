"""Whoever must look is paged at once and again when it is overdue; so is an overdue cordon."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from services.alerts.domain.paging import Why
from services.alerts.usecases.page_officers import PageOfficers
from tests.fakes.alerts import NOON, broken_glass, issued, person
from tests.fakes.faults import putting_off
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.cordon_desk import ended, staged

LONDON = frozenset({"LON"})
HOUR = timedelta(hours=1)


@pytest.fixture
def page(unit_of_work, stores, clock) -> Callable[[], int]:
    """Page whoever has to be, and let the mail server take it."""
    officers = PageOfficers(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), put_off=putting_off(clock)
    )

    def climbed() -> int:
        queued = officers()
        stores.paging.all_sent(clock.now())
        return queued

    return climbed


@pytest.fixture(autouse=True)
def people(stores) -> None:
    stores.paging.people += [
        person("london", "alert-approver", regions=LONDON),
        person("scotland", "alert-approver", regions=frozenset({"SCO"})),
        person("duty", "duty-officer"),
        person("other", "duty-officer"),
    ]


def paged(stores, why: Why) -> list[str]:
    return sorted(each.subject for each in stores.paging.pages.values() if each.why is why)


def test_a_reviewer_is_paged_at_once_then_the_duty_officers_then_both_when_it_is_overdue(
    page, stores, clock
) -> None:
    stores.alerts.add(broken_glass(by="duty"))
    page()
    assert (["london"], []) == (paged(stores, Why.REVIEW), paged(stores, Why.REVIEW_OVERDUE))
    assert 0 == page()
    clock.pass_(hours=12)
    page()
    assert ["london", "other"] == paged(stores, Why.REVIEW)
    clock.pass_(hours=11)
    assert 0 == page()
    clock.pass_(hours=1)
    page()
    assert ["london", "other"] == paged(stores, Why.REVIEW_OVERDUE)
    clock.pass_(hours=11)
    assert 0 == page()
    clock.pass_(hours=1)
    assert 1 == page()
    assert ["london", "other", "other"] == paged(stores, Why.REVIEW_OVERDUE)
    assert ["london", "other"] == paged(stores, Why.REVIEW)


def test_who_acted_alone_is_never_asked_to_look_and_a_vacancy_waits_for_nobody(
    page, stores
) -> None:
    stores.alerts.add(issued().withdraw(by="london", why="w", at=NOON))
    page()
    assert ["duty", "other"] == paged(stores, Why.REVIEW)


def test_after_the_review_nobody_is_paged(page, stores, clock) -> None:
    stores.alerts.add(alert := broken_glass(by="duty"))
    page()
    stores.alerts.save(alert.reviewed(by="london", finding="Right.", at=NOON))
    clock.pass_(hours=25)
    assert 0 == page()
    assert [] == paged(stores, Why.REVIEW_OVERDUE)
    assert all(each.closed_at for each in stores.paging.runs.values())


def test_a_second_review_of_the_same_alert_is_paged_anew(page, stores, clock) -> None:
    stores.alerts.add(alert := broken_glass(by="duty"))
    page()
    looked = alert.reviewed(by="london", finding="Right.", at=NOON)
    clock.pass_(hours=1)
    stores.alerts.kept[alert.alert_id] = looked.withdraw(by="other", why="w", at=clock.now())
    page()
    assert ["london", "london"] == paged(stores, Why.REVIEW)


def test_an_overdue_cordon_pages_the_duty_officers_until_somebody_says_how_it_stands(
    page, stores, clock
) -> None:
    _, cordon = staged(stores)
    clock.pass_(minutes=59)
    assert 0 == page()
    clock.pass_(minutes=1)
    assert 2 == page()
    clock.pass_(minutes=1)
    assert 0 == page()
    clock.pass_(minutes=4)
    assert 2 == page()
    assert ["duty", "duty", "other", "other"] == paged(stores, Why.CORDON)
    stores.paging.pages.clear()
    kept = stores.cordons.get(cordon.cordon_id)
    now = clock.now()
    stores.cordons.save(kept.renew(by="approver", due=now + HOUR, at=now))
    assert 0 == page()
    clock.pass_(minutes=59)
    assert 0 == page()
    clock.pass_(minutes=1)
    assert 2 == page()
    assert ["duty", "other"] == paged(stores, Why.CORDON)


def test_a_cordon_pages_another_regions_duty_officer_where_its_own_has_none(
    page, stores, clock
) -> None:
    stores.paging.people = [person("duty", "duty-officer", regions=frozenset({"NI"}))]
    staged(stores)
    clock.pass_(hours=1)
    assert 1 == page()
    assert ["duty"] == paged(stores, Why.CORDON)


def test_a_cordon_whose_alert_ended_pages_nobody(page, stores, clock) -> None:
    alert, _ = staged(stores)
    ended(stores, alert)
    clock.pass_(hours=2)
    page()
    assert [] == paged(stores, Why.CORDON)


@pytest.mark.parametrize("fails_at", range(1, 4))
def test_killed_between_any_two_steps_nobody_is_paged_twice_or_never(
    page, stores, unit_of_work, clock, fails_at
) -> None:
    staged(stores)
    stores.alerts.add(broken_glass(by="duty"))
    clock.pass_(hours=1)
    left = fails_at

    def crash() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    unit_of_work.fail_at_commit = crash
    for _ in range(2):
        try:
            page()
        except KeyboardInterrupt:
            page()
    assert ["duty", "other"] == paged(stores, Why.CORDON)
    assert ["london"] == paged(stores, Why.REVIEW)

"""Calls for help that nobody is there to answer page the officers, once for all who call."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.content import Urgency
from services.alerts.domain.paging import Why
from services.alerts.usecases.page_officers import PageOfficers
from tests.fakes.alerts import NOON
from tests.fakes.cascades import a_seat
from tests.fakes.faults import putting_off
from tests.fakes.plumbing import FreshIds
from tests.ports.answer_stores import called, shift, someone
from tests.unit.alerts.paging_desk import (
    SLOW,
    asking,
    climbing,
    everybody,
    issued,
    minutes_of,
    waiting,
)


@pytest.fixture
def page(unit_of_work, stores, clock) -> Callable[[], int]:
    return climbing(unit_of_work, stores, clock)


@pytest.fixture(autouse=True)
def people(stores) -> None:
    stores.paging.people += everybody()


def test_a_call_for_help_that_nobody_is_there_to_answer_pages_the_duty_officers(
    page, stores, clock
) -> None:
    alert = issued()
    stores.alerts.add(alert)
    stores.help.begin(shift(until=NOON + timedelta(minutes=1)))
    stores.help.ask(call := called(someone(), alert.alert_id))
    assert 0 == page()
    clock.pass_(minutes=1)
    assert 1 == page()
    assert 0 == page()
    clock.pass_(minutes=5)
    assert 1 == page()
    stores.help.save(call.take(by="duty", at=NOON))
    clock.pass_(minutes=5)
    assert 0 == page()
    assert {"duty"} == {each.subject for each in stores.paging.pages.values()}
    assert [Why.HELP] == [each.why for each in stores.paging.runs.values()]


def test_many_calls_of_a_region_are_one_ladder_and_who_calls_later_is_heard_soon(
    page, stores, clock
) -> None:
    """Eighty who wait when a shift ends are no eighty mails to each officer."""
    alert = issued()
    stores.alerts.add(alert)
    stores.help.begin(shift(until=NOON + timedelta(minutes=1)))
    for number in range(80):
        asked = NOON + timedelta(seconds=number / 2)
        stores.help.ask(called(someone(f"one-{number}"), alert.alert_id, at=asked))
    clock.pass_(minutes=1)
    for _ in range(100):
        page()
        clock.pass_(minutes=1)
    assert [1, 6, 11, 16, 26, 46, 86] == minutes_of(stores, "duty")
    assert 1 == len(stores.paging.runs)
    stores.help.ask(called(someone("late"), alert.alert_id, at=clock.now()))
    assert 1 == page()
    stores.help.ask(called(someone("later"), alert.alert_id, at=clock.now()))
    for _ in range(4):
        clock.pass_(minutes=1)
        assert 0 == page()
    clock.pass_(minutes=1)
    assert 1 == page()
    assert 1 == sum(each.closed_at is None for each in stores.paging.runs.values())


def test_another_call_after_the_first_was_answered_pages_anew(page, stores, clock) -> None:
    alert = issued()
    stores.alerts.add(alert)
    stores.help.ask(first := called(someone("one"), alert.alert_id))
    assert 1 == page()
    stores.help.save(first.take(by="duty", at=NOON))
    clock.pass_(minutes=5)
    assert 0 == page()
    stores.help.ask(called(someone("two"), alert.alert_id, at=NOON))
    assert 1 == page()


def test_more_than_a_hundred_calls_about_one_alert_do_not_end_the_ladder_of_another(
    page, stores, clock
) -> None:
    flood, other = issued(), issued()
    stores.alerts.add(flood)
    stores.alerts.add(other)
    for number in range(101):
        stores.help.ask(called(someone(f"one-{number}"), flood.alert_id))
    last = NOON + timedelta(seconds=30)
    stores.help.ask(called(someone("other"), other.alert_id, at=last))
    assert 2 == page()
    clock.pass_(minutes=5)
    assert 2 == page()
    assert [None, None] == [each.closed_why or None for each in stores.paging.runs.values()]


def test_an_immediate_alert_that_waits_is_paged_before_calls_for_help(
    unit_of_work, stores, clock
) -> None:
    alert = issued(**SLOW)
    stores.alerts.add(alert)
    stores.help.ask(called(someone("one"), alert.alert_id, at=NOON))
    officers = PageOfficers(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), put_off=putting_off(clock)
    )
    officers()
    clock.pass_(minutes=1)
    waiting(stores)
    officers()
    assert Why.APPROVAL is stores.paging.due(clock.now()).why


def test_a_call_is_answered_by_the_queue_of_the_nation_too(page, stores, clock) -> None:
    alert = issued()
    stores.alerts.add(alert)
    stores.help.begin(shift(queue="NATIONAL"))
    stores.help.ask(called(someone(), alert.alert_id))
    assert 0 == page()
    assert {} == stores.paging.runs


def test_a_call_for_help_that_waits_goes_to_the_seats_besides_the_duty_officers(
    page, stores, clock
) -> None:
    stores.seats.keep(a_seat("LON", "retail", holder="lead"))
    stores.seats.keep(a_seat("LON", "", holder="region"))
    alert = asking(stores, expires_at=NOON + timedelta(days=1))
    stores.help.ask(replace(called(someone(None, "LON"), alert.alert_id), queue="LON"))
    for _ in range(4):
        page()
        clock.pass_(minutes=5)
    of_help = {
        (each.subject, each.rung) for each in stores.paging.pages.values() if each.why is Why.HELP
    }
    first = {each for each in of_help if each[1] <= 2}
    assert {("duty", 0), ("duty", 1), ("lead", 1), ("duty", 2), ("region", 2)} == first


@pytest.mark.parametrize(
    "closed",
    [
        Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED, closed_group="cell"),
        Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"ada"})),
    ],
    ids=["a closed group", "named eyes"],
)
def test_who_calls_for_help_about_what_is_closed_to_the_officers_is_heard_all_the_same(
    page, stores, clock, closed
) -> None:
    """Everyone hears its action line and may call; the page names nothing of it."""
    stores.seats.keep(a_seat("LON", "retail", holder="lead"))
    stores.seats.keep(a_seat("LON", "", holder="region"))
    alert = asking(stores, marking=closed, expires_at=NOON + timedelta(days=1))
    stores.help.ask(replace(called(someone(None, "LON"), alert.alert_id), queue="LON"))
    for _ in range(3):
        page()
        clock.pass_(minutes=5)
    called_in = {each.subject for each in stores.paging.pages.values() if each.why is Why.HELP}
    assert {"duty", "lead", "region"} == called_in
    assert {Why.HELP} == {each.why for each in stores.paging.pages.values()}


def test_of_what_can_wait_nobody_is_paged_who_may_not_know_of_it(page, stores) -> None:
    closed = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED, closed_group="cell")
    alert = issued(marking=closed, urgency=Urgency.EXPECTED)
    stores.alerts.add(alert)
    stores.help.ask(called(someone(), alert.alert_id))
    assert 0 == page()

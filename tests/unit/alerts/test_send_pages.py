"""A page goes out by mail, and says nothing of the alert."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.alerts.domain.delivery import Outcome
from services.alerts.domain.dispatch import FAILED_PAUSE
from services.alerts.domain.paging import Why
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.page_ports import Officer
from services.alerts.usecases.send_pages import MOST_ATTEMPTS, SendPages
from tests.fakes.alerts import NOON, issued, submitted
from tests.fakes.deliveries import MemorySender
from tests.fakes.faults import MemoryFaults, putting_off
from tests.ports.paging_store import a_page, a_run


@pytest.fixture
def sender() -> MemorySender:
    return MemorySender()


@pytest.fixture
def faults() -> MemoryFaults:
    return MemoryFaults()


@pytest.fixture
def send(unit_of_work, clock, sender, faults) -> SendPages:
    return SendPages(
        unit_of_work=unit_of_work,
        sender=sender,
        clock=clock,
        public_url="https://isp.example",
        put_off=putting_off(clock, faults),
    )


def queued(stores, language: str = "en", why: Why = Why.APPROVAL, **given):
    make = submitted if why is Why.APPROVAL else issued
    alert = make(headline="Secret headline", description="Secret.", **given)
    stores.alerts.add(alert)
    run = a_run(alert, why)
    page = a_page(run)
    if why is Why.APPROVAL:
        stores.paging.begin([run])
    stores.paging.queue([page])
    stores.paging.keep_officer(
        Officer(subject="duty", version=1, email="duty@police.example", language=language)
    )
    return page


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("why", list(Why))
def test_it_says_where_and_how_severe_and_nothing_else(send, stores, sender, language, why) -> None:
    page = queued(stores, language, why, cap_status=CapStatus.EXERCISE)
    assert [1, None] == [send(), send()]
    ((to, message, reference),) = sender.taken
    assert ("duty@police.example", page.page_id) == (to, reference)
    assert "Secret" not in message.subject + message.text
    places = {Why.HELP: "/desk/help", Why.CASCADE: "/cascade"}
    where = places.get(why, f"alerts/{page.alert_id}")
    assert where in message.text
    assert message.text.startswith("EXERCISE")
    assert ("/cy/" in message.text) is (language == "cy")


def test_a_page_about_a_test_says_so_first_and_last(send, stores, sender) -> None:
    queued(stores, why=Why.REVIEW, cap_status=CapStatus.TEST)
    send()
    ((_, message, _),) = sender.taken
    for part in (message.subject, message.text.strip()):
        assert part.startswith("TEST TEST TEST")
        assert part.endswith("TEST TEST TEST")


def test_a_server_that_is_away_for_hours_costs_no_page(send, stores, sender, clock) -> None:
    """Nobody hears of an overdue cordon by a mail that was given up after five minutes."""
    page = queued(stores)
    sender.answers = [Outcome.AWAY] * 360
    for _ in range(360):
        assert send() is None
        clock.pass_(seconds=10)
    kept = stores.paging.pages[page.page_id]
    assert (0, "", 1) == (kept.attempts, kept.given_up, stores.paging.backlog(clock.now()).waiting)
    assert 1 == send()
    assert ["duty@police.example"] == sender.reached


def test_what_is_not_taken_is_tried_again_for_an_hour_and_then_given_up(
    send, stores, sender, clock
) -> None:
    page = queued(stores)
    sender.answers = [Outcome.LATER] * MOST_ATTEMPTS
    began = clock.now()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert 1 == send()
        assert attempt == stores.paging.pages[page.page_id].attempts
        assert send() is None
        clock.pass_(minutes=2)
    assert "LATER" == stores.paging.pages[page.page_id].given_up
    assert timedelta(minutes=50) < clock.now() - began


def test_what_was_settled_while_the_page_waited_is_not_sent_any_more(
    send, stores, sender, clock
) -> None:
    page = queued(stores)
    alert = stores.alerts.get(page.alert_id)
    sender.answers = [Outcome.AWAY]
    assert send() is None
    stores.alerts.save(alert.approve(by="approver", read=alert.digest, at=NOON))
    clock.pass_(seconds=10)
    assert [1, None] == [send(), send()]
    assert "it waits for nobody any more" == stores.paging.pages[page.page_id].dropped
    assert [] == sender.taken


def test_of_whom_no_address_is_known_it_is_said(send, stores, sender) -> None:
    page = queued(stores)
    stores.paging.officers.clear()
    assert [1, None] == [send(), send()]
    assert "no address is known" == stores.paging.pages[page.page_id].given_up


def test_an_address_that_is_none_is_not_tried_again(send, stores, sender) -> None:
    page = queued(stores)
    sender.answers = [Outcome.NO_ADDRESS]
    assert [1, None] == [send(), send()]
    assert "NO_ADDRESS" == stores.paging.pages[page.page_id].given_up


def test_killed_before_its_commit_it_is_sent_again_under_the_same_reference(
    send, stores, unit_of_work, sender
) -> None:
    """Two mails with one Message-ID are better than none."""
    page = queued(stores)

    def crash() -> None:
        unit_of_work.fail_at_commit = lambda: None
        raise KeyboardInterrupt

    unit_of_work.fail_at_commit = crash
    with pytest.raises(KeyboardInterrupt):
        send()
    assert [1, None] == [send(), send()]
    assert [page.page_id] * 2 == [reference for _, _, reference in sender.taken]


def test_a_page_that_a_fault_of_ours_stops_holds_up_no_other_and_is_tried_again(
    send, stores, sender, faults, clock
) -> None:
    broken = queued(stores)
    stores.paging.settle(replace(broken, priority=-1, due_at=NOON - timedelta(hours=1)))
    good = queued(stores)
    del stores.alerts.kept[broken.alert_id]  # which cannot happen, and so nobody looks for it

    while send() is not None:
        pass
    assert [good.page_id] == [reference for _, _, reference in sender.taken]
    assert [broken.page_id] == [which for _, which, _ in faults.said]

    clock.pass_(seconds=FAILED_PAUSE.total_seconds() + 1)
    assert 1 == send()
    assert [broken.page_id] * 2 == [which for _, which, _ in faults.said]

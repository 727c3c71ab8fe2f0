"""Whose address turns out to be none is reached by another way of theirs."""

from uuid import UUID, uuid4

import pytest

from services.alerts.domain import wording
from services.alerts.domain.delivery import Delivery, HandOver, Outcome, State
from services.alerts.domain.device import Registration
from services.alerts.domain.recipient import Address, Channel
from services.alerts.usecases.other_channels import use_other_channels
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import account, recipient
from tests.fakes.devices import app, device
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import registered


@pytest.fixture
def use(stores, clock):
    return lambda failed: use_other_channels(stores, failed, clock=clock, ids=FreshIds())


def failed(stores, to, alert) -> Delivery:
    stores.alerts.kept[alert.alert_id] = alert
    stores.recipients.keep(to)
    stores.recipients.suspend(to.recipient_id, Channel.EMAIL, "550 5.1.1", version=None)
    row = Delivery.queued(uuid4(), alert, to.recipient_id, Channel.EMAIL, at=NOON)
    stores.deliveries.add([row])
    return row


def waiting(stores) -> dict[tuple[UUID, Channel], State]:
    """The last row of each address."""
    return {(e.recipient_id, e.channel): e.state for e in stores.deliveries.kept.values()}


def test_the_same_persons_phone_gets_it_once(use, stores) -> None:
    stores.recipients.accounts["one"] = account()
    mail, phone = recipient(subject="one"), recipient("+447700900123", subject="one")
    other = recipient("+447700900124", subject="two")
    for each in (phone, other):
        stores.recipients.keep(each)
    row = failed(stores, mail, issued())
    assert [1, 0] == [use(row), use(row)]
    rows = waiting(stores)
    assert State.QUEUED is rows[phone.recipient_id, Channel.SMS]
    assert 2 == len(rows)


def test_an_app_on_their_phone_too_and_a_dead_one_is_no_way(use, stores) -> None:
    stores.recipients.accounts["reader"] = account()
    alive, dead = app("simulated-alive"), app("simulated-dead")
    phones = [
        device(each).recipient(Registration(token=each, name="", language="en"), version=1)
        for each in (alive, dead)
    ]
    for each in phones:
        stores.recipients.keep(each)
    stores.recipients.suspend(phones[1].recipient_id, Channel.MOBILE_PUSH, "gone", version=None)
    assert 1 == use(failed(stores, recipient(subject="reader"), issued()))
    assert State.QUEUED is waiting(stores)[phones[0].recipient_id, Channel.MOBILE_PUSH]


def test_another_address_of_the_same_recipient_too(use, stores) -> None:
    both = recipient(
        addresses=(
            Address(channel=Channel.EMAIL, address="shop@corner.example"),
            Address(channel=Channel.SMS, address="+447700900123"),
        )
    )
    assert 1 == use(failed(stores, both, issued()))
    assert (both.recipient_id, Channel.SMS) in waiting(stores)


def test_an_alert_whose_all_clear_was_proposed_meanwhile_is_the_same_alert(use, stores) -> None:
    """A proposal counts as a change of the alert: a second row must not come of it."""
    stores.recipients.accounts["one"] = account()
    phone = recipient("+447700900123", subject="one")
    stores.recipients.keep(phone)
    alert = issued()
    had = Delivery.queued(uuid4(), alert, phone.recipient_id, Channel.SMS, at=NOON)
    stores.deliveries.add([had])
    row = failed(stores, recipient(subject="one"), alert)
    stores.alerts.save(
        alert.propose_all_clear(by="approver", text="Over.", authority_reference="1")
    )
    assert 0 == use(row)
    assert [row.alert_version] * 2 == [e.alert_version for e in stores.deliveries.kept.values()]


def test_an_update_follows_who_had_what_it_takes_the_place_of(use, stores) -> None:
    """By another address than the one that failed, though it is not for where they are now."""
    stores.recipients.accounts["one"] = account(regions=frozenset({"WAL"}))
    phone = recipient("+447700900123", subject="one")
    stores.recipients.keep(phone)
    first = issued()
    had = Delivery.queued(uuid4(), first, phone.recipient_id, Channel.SMS, at=NOON)
    stores.deliveries.add([had.settled(HandOver(outcome=Outcome.TAKEN), NOON)])
    draft = first.update(uuid4(), first.content, by="author", at=NOON).submit(by="author", reach=1)
    update = draft.approve(by="approver", read=draft.digest, at=NOON)
    row = failed(stores, recipient(subject="one"), update)
    assert 1 == use(row)
    assert State.QUEUED is waiting(stores)[phone.recipient_id, Channel.SMS]
    stores.alerts.save(update.succeeded(by=uuid4(), at=NOON))
    assert 0 == use(row), "another update took its place"


def test_an_alert_goes_by_no_channel_that_it_leaves_out(use, stores) -> None:
    stores.recipients.accounts["one"] = account()
    stores.recipients.keep(recipient("+447700900123", subject="one"))
    mails = issued(channels=frozenset({wording.Channel.EMAIL}))
    assert 0 == use(failed(stores, recipient(subject="one"), mails))


def test_nobody_else_and_nothing_that_is_over(use, stores) -> None:
    registered(stores, owner="one")
    stores.recipients.accounts["one"] = account(regions=frozenset({"WAL"}))
    phone = recipient("+447700900123", subject="one")
    stores.recipients.keep(phone)
    alert = issued()
    row = failed(stores, recipient(subject="one"), alert)
    assert 0 == use(row), "it is not for where they are now, and a machine is nobody's"
    stores.recipients.accounts["one"] = account()
    stores.alerts.save(alert.withdraw(by="approver", why="wrong", at=NOON))
    assert 0 == use(row)

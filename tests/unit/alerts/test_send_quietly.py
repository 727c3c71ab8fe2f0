"""Quiet hours hold back what can wait until they end, and nothing that may be about lives."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.alerts.domain.content import Severity, Urgency
from services.alerts.domain.delivery import State
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.domain.recipient import Address, Channel
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.send_deliveries import QUIET, SendDeliveries
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import recipient
from tests.unit.alerts.test_send_deliveries import (  # noqa: F401 - the same fixtures
    measures,
    now,
    send,
    sender,
    waiting,
)

BUSY = (11 * 60, 13 * 60)
"""Around noon, when these tests are: London has the same time in November."""


def quiet(**given):
    return replace(recipient(**given), quiet=BUSY)


@pytest.mark.parametrize("severity", [Severity.MODERATE, Severity.MINOR])
def test_what_can_wait_goes_out_when_they_end(send, stores, sender, clock, severity) -> None:  # noqa: F811
    alert = issued(severity=severity, expires_at=NOON + timedelta(hours=6))
    row = waiting(stores, quiet(), alert)
    send()
    assert [] == sender.taken
    held = now(stores, row)
    assert (State.QUEUED, NOON + timedelta(hours=1), 0) == (held.state, held.due_at, held.attempts)
    assert send() is None
    clock.moment += timedelta(hours=1)
    assert 1 == send()
    assert State.SENT is now(stores, row).state


@pytest.mark.parametrize("severity", [Severity.EXTREME, Severity.SEVERE])
def test_what_may_be_about_lives_goes_out_at_once(send, stores, sender, severity) -> None:  # noqa: F811
    row = waiting(stores, quiet(), issued(severity=severity))
    assert 1 == send()
    assert State.SENT is now(stores, row).state


def test_what_is_over_by_then_is_not_sent_and_is_no_fault(send, stores, sender) -> None:  # noqa: F811
    soon = issued(severity=Severity.MINOR, expires_at=NOON + timedelta(minutes=59))
    row = waiting(stores, quiet(), soon)
    send()
    assert (State.DROPPED, QUIET) == (now(stores, row).state, now(stores, row).why)
    assert [] == sender.taken


def test_outside_them_nothing_waits(send, stores, sender) -> None:  # noqa: F811
    there = replace(recipient(), quiet=(0, 60))
    waiting(stores, there, issued(severity=Severity.MINOR))
    assert 1 == send()
    assert Channel.EMAIL is there.addresses[0].channel


PUSHED = (Channel.WEB_PUSH, Channel.MOBILE_PUSH)


@pytest.fixture
def push(unit_of_work, sender, measures, clock):  # noqa: F811
    def push(channel: Channel) -> int | None:
        return SendDeliveries(
            unit_of_work=unit_of_work,
            channel=channel,
            sender=sender,
            measures=measures,
            clock=clock,
            public_url="https://isp.example",
            links=LinkSealer("secret"),
        )()

    return push


def by_push_alone(stores, channel: Channel):
    """Return somebody's browser or app; they want no alerts by mail or text at all."""
    stores.quiet_accounts.keep(QuietAccount(subject="owner", version=1, quiet=BUSY))
    there = Address(channel=channel, address="ANDROID:a-token")
    return recipient(subject="owner", addresses=(there,))


@pytest.mark.parametrize("channel", PUSHED)
def test_who_has_push_alone_is_left_alone_too(push, stores, sender, clock, channel) -> None:  # noqa: F811
    alert = issued(severity=Severity.MINOR, expires_at=NOON + timedelta(hours=6))
    row = waiting(stores, by_push_alone(stores, channel), alert)
    push(channel)
    assert [] == sender.taken
    assert (State.QUEUED, NOON + timedelta(hours=1)) == (
        now(stores, row).state,
        now(stores, row).due_at,
    )
    clock.moment += timedelta(hours=1)
    assert 1 == push(channel)


@pytest.mark.parametrize("channel", PUSHED)
@pytest.mark.parametrize(
    "lives",
    [{"severity": Severity.MINOR, "urgency": Urgency.IMMEDIATE}, {"severity": Severity.SEVERE}],
)
def test_what_is_about_lives_reaches_them_at_once(push, stores, sender, channel, lives) -> None:  # noqa: F811
    waiting(stores, by_push_alone(stores, channel), issued(**lives))
    assert 1 == push(channel)
    assert 1 == len(sender.taken)


def test_who_wants_none_any_more_is_told_though_an_address_says_otherwise(push, stores) -> None:
    """What the account said counts for its browsers, not what an address had before."""
    there = by_push_alone(stores, Channel.WEB_PUSH)
    stores.quiet_accounts.keep(QuietAccount(subject="owner", version=2, quiet=None))
    waiting(stores, there, issued(severity=Severity.MINOR))
    assert 1 == push(Channel.WEB_PUSH)

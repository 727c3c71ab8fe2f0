"""When an account would be left alone is kept apart from where alerts go, and goes with it."""

import pytest

from chassis.consumers import IncomingEvent
from isp.identity.v1 import channels_pb2, identity_events_pb2
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.inbound.events import HearOfRecipient
from services.alerts.usecases.erase_subject import EraseSubject
from services.alerts.usecases.export_subject import ExportSubject
from services.alerts.usecases.forget_answers import ForgetAnswers
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient

OWNER = "33333333-3333-4333-8333-333333333333"


@pytest.fixture
def hear(unit_of_work) -> HearOfRecipient:
    return HearOfRecipient(
        KeepRecipient(unit_of_work=unit_of_work),
        KeepOfficer(unit_of_work=unit_of_work),
        KeepQuietAccount(unit_of_work=unit_of_work),
    )


def told(version: int, hours: tuple[int, int] | None = (1320, 420)) -> IncomingEvent:
    message = identity_events_pb2.RecipientChanged(
        recipient_id=OWNER, version=version, active=True, quiet_subject=OWNER
    )
    if hours is not None:
        quiet = channels_pb2.QuietHours(from_minute=hours[0], until_minute=hours[1])
        message.quiet_hours.CopyFrom(quiet)
    return IncomingEvent("event", f"quiet:{OWNER}", version, message)


def test_it_is_kept_at_its_latest_and_is_no_address(hear, stores) -> None:
    for each in (told(2), told(1, (0, 60)), told(2, (0, 60))):
        hear(each)
    kept = QuietAccount(subject=OWNER, version=2, quiet=(1320, 420))
    assert kept == stores.quiet_accounts.of(OWNER)
    assert {} == stores.recipients.kept
    assert {} == stores.paging.officers


def test_who_wants_none_any_more_has_none_whatever_comes_late(hear, stores) -> None:
    for each in (told(2, None), told(1)):
        hear(each)
    assert stores.quiet_accounts.of(OWNER).quiet is None


@pytest.mark.parametrize("hours", [(60, 60), (-1, 60), (60, 1440)])
def test_hours_that_no_day_has_are_poison(hear, stores, hours) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        hear(told(1, hours))
    assert {} == stores.quiet_accounts.kept


def test_a_copy_has_them_and_erasure_takes_them(hear, stores, unit_of_work, clock) -> None:
    hear(told(1))
    found = ExportSubject(unit_of_work=unit_of_work)(subject=OWNER)
    (held,) = (row for table, _, row in found if table == "quiet_accounts")
    assert {"from_minute": 1320, "until_minute": 420} == held
    assert 1 <= EraseSubject(unit_of_work=unit_of_work, clock=clock)(subject=OWNER)
    assert {} == stores.quiet_accounts.kept


def test_what_came_late_of_a_closed_account_is_swept(hear, stores, unit_of_work, clock) -> None:
    hear(told(1))
    forget = ForgetAnswers(unit_of_work=unit_of_work, clock=clock)
    assert 0 == forget()
    stores.quiet_accounts.closed.add(OWNER)
    assert 1 == forget()
    assert {} == stores.quiet_accounts.kept

"""Where a request about somebody's data may go, and how its time stands."""

from datetime import date, timedelta

import pytest

from kernel.working_days import end_of
from services.identity.domain.privacy_errors import (
    AlreadyExtended,
    ExportNotReady,
    ExtensionTooLate,
    PrivacyRequestBegun,
    PrivacyRequestClosed,
)
from services.identity.domain.privacy_request import ClockState, PrivacyRequestState
from tests.fakes.identity import NOON
from tests.unit.identity.asking import ERASURE, EXPORT, made, recorded


def test_what_was_received_earlier_is_due_earlier_and_an_erasure_waits_for_its_person() -> None:
    request = recorded()
    assert date(2026, 12, 21) == request.due_on  # 20 December is a Sunday
    assert NOON + timedelta(hours=72) == request.begins_at
    assert NOON == recorded(EXPORT).begins_at
    assert date(2026, 12, 24) == made().due_on


def test_its_time_is_running_out_and_then_over_until_it_is_answered() -> None:
    request = made()
    last = end_of(request.due_on)
    moments = (NOON, last - timedelta(days=7), last - timedelta(seconds=1), last)
    assert [
        ClockState.IN_TIME,
        ClockState.DUE_SOON,
        ClockState.DUE_SOON,
        ClockState.OVERDUE,
    ] == [request.clock(at) for at in moments]
    assert ClockState.STOPPED is request.begun().answered(NOON).clock(last)


def test_two_further_months_are_taken_once_and_within_the_first() -> None:
    request = made()
    last = end_of(request.due_on)
    longer = request.extended_to_the_longest("Because.", by="p", at=last - timedelta(seconds=1))
    assert (date(2027, 2, 24), "Because.", 2) == (
        longer.due_on,
        longer.extended_because,
        longer.version,
    )
    assert ClockState.IN_TIME is longer.clock(last)
    with pytest.raises(AlreadyExtended):
        longer.extended_to_the_longest("Again.", by="p", at=NOON)
    with pytest.raises(ExtensionTooLate):
        request.extended_to_the_longest("Late.", by="p", at=last)
    with pytest.raises(PrivacyRequestClosed):
        request.begun().answered(NOON).extended_to_the_longest("Done.", by="p", at=NOON)


def test_an_erasure_is_taken_back_before_it_begins_and_an_export_while_it_is_open() -> None:
    assert PrivacyRequestState.WITHDRAWN is recorded().withdrawn(NOON).state
    assert PrivacyRequestState.WITHDRAWN is made().begun().withdrawn(NOON).state
    with pytest.raises(PrivacyRequestBegun):
        made(ERASURE).begun().withdrawn(NOON)
    with pytest.raises(PrivacyRequestClosed):
        made().begun().answered(NOON).withdrawn(NOON)


def test_an_export_is_there_for_seven_days_and_an_erasure_leaves_nothing_to_fetch() -> None:
    ready = made().begun().answered(NOON)
    ready.see_fetchable(NOON + timedelta(days=7, seconds=-1))
    for request, at in (
        (ready, NOON + timedelta(days=7)),
        (made(), NOON),
        (ready.ended(), NOON),
        (made(ERASURE).begun().answered(NOON), NOON),
    ):
        with pytest.raises(ExportNotReady):
            request.see_fetchable(at)

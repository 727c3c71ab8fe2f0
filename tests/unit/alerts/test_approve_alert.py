"""Issuing an alert as a second person."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.content import Severity
from services.alerts.domain.errors import (
    AlertNotFound,
    AudienceNotConfirmed,
    ReachDrifted,
    SelfApproval,
    VersionChanged,
)
from services.alerts.domain.events import AlertIssued
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from tests.fakes.alerts import APPROVER, NOON, MemoryReach, drafted, person, submitted
from tests.fakes.plumbing import a_row

FEW = Size.FEWER_THAN_TEN


@pytest.fixture
def approve(unit_of_work, clock):
    return ApproveAlert(unit_of_work=unit_of_work, clock=clock)


def test_a_second_person_issues_exactly_what_they_read(approve, stores) -> None:
    stores.alerts.add(waiting := submitted())
    issued = approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=FEW)
    assert (Status.ISSUED, NOON, "approver") == (issued.status, issued.issued_at, issued.issued_by)
    assert AlertIssued(issued) == stores.outbox.events[0]
    assert ("approver", "alerts:approve") == stores.audit.rows[0][:2]


def test_an_author_cannot_approve_their_own_alert(approve, stores) -> None:
    """Nothing that one person alone can do reaches the public."""
    stores.alerts.add(waiting := submitted())
    both = person("author", "duty-officer")
    with pytest.raises(SelfApproval):
        approve(both, alert_id=waiting.alert_id, read=waiting.digest)
    assert [] == stores.outbox.events == stores.audit.rows


def test_a_stale_digest_issues_nothing(approve, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(VersionChanged):
        approve(APPROVER, alert_id=waiting.alert_id, read=b"0" * 32)
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status


LONDON = frozenset({"LON"})


@pytest.mark.parametrize("size", [None, *Size])
def test_what_was_never_counted_is_not_issued_by_whatever_size(approve, stores, size) -> None:
    """A row of before counts were kept: whoever approves it must look at a count first."""
    waiting = replace(submitted(severity=Severity.EXTREME), reach=None)
    stores.alerts.add(waiting)
    said = {"alert_id": waiting.alert_id, "read": waiting.digest}
    with pytest.raises(AudienceNotConfirmed):
        approve(APPROVER, **said, size=size)
    assert [] == stores.outbox.events == stores.audit.rows
    assert Status.ISSUED is approve(APPROVER, **said, size=FEW, count_read=1).status


def test_the_size_of_the_audience_is_confirmed_and_goes_on_record(approve, stores) -> None:
    stores.reach = MemoryReach([a_row(str(each), regions=LONDON) for each in range(12)])
    stores.alerts.add(waiting := drafted().submit(by="author", reach=12))
    for wrong in (None, Size.HUNDREDS):
        with pytest.raises(AudienceNotConfirmed):
            approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=wrong)
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status
    approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=Size.TENS)
    assert {"size": "TENS"} == stores.audit.rows[0][4]


def test_a_drift_since_it_was_submitted_asks_again(approve, stores) -> None:
    stores.reach = MemoryReach([a_row(str(each), regions=LONDON) for each in range(90)])
    stores.alerts.add(waiting := drafted().submit(by="author", reach=12))
    read = {"alert_id": waiting.alert_id, "read": waiting.digest, "size": Size.TENS}
    with pytest.raises(ReachDrifted):
        approve(APPROVER, **read)
    assert Status.ISSUED is approve(APPROVER, **read, count_read=90).status


def test_a_drift_never_blocks_an_extreme_alert_and_goes_on_record(approve, stores) -> None:
    stores.reach = MemoryReach([a_row(str(each), regions=LONDON) for each in range(90)])
    waiting = drafted(severity=Severity.EXTREME).submit(by="author", reach=12)
    stores.alerts.add(waiting)
    approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=Size.TENS)
    assert {"size": "TENS", "reach_drifted": True} == stores.audit.rows[0][4]


def test_an_unknown_alert_is_not_found(approve) -> None:
    with pytest.raises(AlertNotFound):
        approve(APPROVER, alert_id=uuid4(), read=b"0" * 32)


def test_when_the_commit_fails_nothing_has_happened(approve, stores, unit_of_work) -> None:
    stores.alerts.add(waiting := submitted())

    def fail() -> None:
        raise ConnectionError

    unit_of_work.fail_at_commit = fail
    with pytest.raises(ConnectionError):
        approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=FEW)
    assert (Status.SUBMITTED, []) == (
        stores.alerts.get(waiting.alert_id).status,
        stores.outbox.events,
    )

"""Looking at what one person did alone."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import NothingToReview, SelfApproval
from services.alerts.domain.review import Review
from services.alerts.usecases.review_alert import ReviewAlert
from tests.fakes.alerts import APPROVER, NOON, broken_glass, issued, person


@pytest.fixture
def review(unit_of_work, clock):
    return ReviewAlert(unit_of_work=unit_of_work, clock=clock)


def asked(alert, **given):
    said = {"alert_id": alert.alert_id, "expected_version": alert.version, "finding": "Right."}
    return said | given


def test_a_second_person_looks_and_it_goes_on_record(review, stores) -> None:
    stores.alerts.add(alone := broken_glass())
    done = review(APPROVER, **asked(alone))
    due = NOON + timedelta(hours=24)
    assert Review(due_at=due, by="approver", at=NOON, finding="Right.") == done.review
    assert ("alerts:review", {"why": "Right."}) == stores.audit.rows[0][1::3]
    with pytest.raises(NothingToReview):
        review(APPROVER, **asked(done))


def test_nobody_reviews_what_they_did_alone(review, stores) -> None:
    stores.alerts.add(alone := broken_glass(by="duty"))
    stores.alerts.add(gone := issued().withdraw(by="duty", why="w", at=NOON))
    for alert in (alone, gone):
        with pytest.raises(SelfApproval):
            review(person("duty", "duty-officer"), **asked(alert))


def test_a_withdrawal_by_one_is_reviewed_after(review, stores) -> None:
    stores.alerts.add(gone := issued().withdraw(by="duty", why="w", at=NOON))
    assert not review(APPROVER, **asked(gone)).review.waits


def test_withdrawing_what_one_issued_alone_does_not_put_the_review_off(review, stores) -> None:
    alone = broken_glass(by="duty")
    later = alone.withdraw(by="other", why="w", at=NOON + timedelta(hours=5))
    assert alone.review == later.review
    stores.alerts.add(later)
    for who in ("duty", "other"):
        with pytest.raises(SelfApproval):
            review(person(who, "duty-officer"), **asked(later))


def test_what_two_people_did_needs_none_and_a_stale_version_is_refused(review, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(NothingToReview):
        review(APPROVER, **asked(out))
    stores.alerts.add(alone := broken_glass())
    with pytest.raises(StaleVersion):
        review(APPROVER, **asked(alone, expected_version=9))

"""Writing a draft."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.alerts.domain.alert import Status
from services.alerts.usecases.draft_alert import DraftAlert
from tests.fakes.alerts import AUTHOR, content, key
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def draft(unit_of_work, clock):
    return DraftAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_a_draft_is_kept_and_goes_on_record(draft, stores) -> None:
    alert = draft(AUTHOR, content=content(), key=key())
    assert (Status.DRAFT, {"author"}, 1) == (alert.status, alert.hands, alert.version)
    assert alert == stores.alerts.get(alert.alert_id)
    assert ("author", "alerts:draft", str(alert.alert_id), alert.digest, {}) == stores.audit.rows[0]
    assert ["alerts.drafted"] == [event.metric for event in stores.outbox.events]


def test_the_same_key_makes_one_draft(draft, stores) -> None:
    first = draft(AUTHOR, content=content(), key=key())
    assert first == draft(AUTHOR, content=content(), key=key())
    assert 1 == len(stores.alerts.kept) == len(stores.audit.rows)


def test_a_key_with_another_body_is_refused(draft) -> None:
    draft(AUTHOR, content=content(), key=key())
    with pytest.raises(IdempotencyKeyReused):
        draft(AUTHOR, content=content(headline="Other"), key=key(body=b"2" * 32))


def test_a_bad_draft_leaves_nothing_and_its_key_free(draft, stores) -> None:
    with pytest.raises(Invalid):
        draft(AUTHOR, content=content(headline=""), key=key())
    assert (0, 0, 0) == (
        len(stores.alerts.kept),
        len(stores.audit.rows),
        len(stores.idempotency.keys),
    )

"""An officer enters what came by letter, mail, telephone or in person."""

from datetime import date

import pytest

from chassis.errors import Invalid
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.privacy_errors import OwnPrivacyRequest
from services.identity.domain.privacy_request import Received
from services.identity.usecases.record_privacy_request import RecordPrivacyRequest
from tests.unit.identity.asking import ERASURE, EXPORT, PRIVACY, key, peopled

TODAY = date(2026, 11, 24)


@pytest.fixture
def record(unit_of_work, clock, ids, stores):
    peopled(stores)
    use_case = RecordPrivacyRequest(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def said(email="Owner@cafe.example", kind=ERASURE, on=TODAY, name="k"):
        return use_case(
            PRIVACY, email=email, kind=kind, received=Received.LETTER, received_on=on, key=key(name)
        )

    return said


def test_its_person_is_told_at_once_and_it_is_on_record_without_their_name(record, stores) -> None:
    one, again = record(), record()
    assert one == again
    assert ("owner", "privacy", "owner@cafe.example") == (
        one.request.subject,
        one.request.recorded_by,
        one.email,
    )
    assert [("owner@cafe.example", "privacy-recorded-erasure")] == [
        (w.what.to, w.what.template) for w in stores.mails.waiting
    ]
    ((actor, action, resource, _, detail),) = stores.audit.rows
    assert ("privacy", "identity:record-privacy") == (actor, action)
    assert "owner" not in f"{resource}{detail}"


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2023, 11, 24), date(1, 1, 1)])
def test_it_was_received_on_a_day_that_can_be(record, day) -> None:
    with pytest.raises(Invalid, match="received_on"):
        record(on=day)
    assert EXPORT is record(kind=EXPORT, on=date(2023, 11, 25)).request.kind


def test_an_officer_cannot_enter_their_own_nor_that_of_nobody(record) -> None:
    with pytest.raises(OwnPrivacyRequest):
        record(email="privacy@cafe.example")
    with pytest.raises(SubscriberNotFound):
        record(email="nobody@cafe.example", name="other")

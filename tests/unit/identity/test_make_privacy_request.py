"""Somebody asks for what is held about them, or for its end."""

import pytest

from chassis.errors import IdempotencyKeyReused
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.privacy_errors import PrivacyRequestOpen
from services.identity.domain.privacy_request import PrivacyRequestState, Received
from services.identity.usecases.make_privacy_request import MakePrivacyRequest
from tests.fakes.identity import caller
from tests.unit.identity.asking import ERASURE, EXPORT, OWNER, key, peopled


@pytest.fixture
def make(unit_of_work, clock, ids, stores):
    peopled(stores)
    return MakePrivacyRequest(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_the_same_key_makes_one_that_is_on_record_and_counted(make, stores) -> None:
    one, again = (make(OWNER, kind=EXPORT, key=key()) for _ in range(2))
    assert one == again
    request = one.request
    assert ("owner", Received.ONLINE, PrivacyRequestState.WAITING) == (
        request.subject,
        request.received,
        request.state,
    )
    assert [("owner", "identity:ask-privacy", str(request.request_id))] == [
        row[:3] for row in stores.audit.rows
    ]
    assert ["identity.privacy-requested"] == [each.metric for each in stores.outbox.events]
    with pytest.raises(IdempotencyKeyReused):
        make(OWNER, kind=EXPORT, key=key(body=b"other"))


def test_the_same_is_not_asked_twice_but_the_other_kind_is(make) -> None:
    make(OWNER, kind=EXPORT, key=key())
    with pytest.raises(PrivacyRequestOpen):
        make(OWNER, kind=EXPORT, key=key("other"))
    assert ERASURE is make(OWNER, kind=ERASURE, key=key("third")).request.kind


def test_who_has_no_account_here_asks_for_nothing(make) -> None:
    with pytest.raises(SubscriberNotFound):
        make(caller("nobody"), kind=EXPORT, key=key())

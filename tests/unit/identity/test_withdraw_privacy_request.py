"""Somebody takes their own request back."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.privacy_errors import PrivacyRequestNotFound
from services.identity.domain.privacy_request import PrivacyRequestState
from services.identity.usecases.withdraw_privacy_request import WithdrawPrivacyRequest
from tests.fakes.identity import caller
from tests.unit.identity.asking import OWNER, peopled, recorded


def test_only_its_person_takes_it_back_and_only_as_they_read_it(
    unit_of_work, stores, clock
) -> None:
    peopled(stores)
    withdraw = WithdrawPrivacyRequest(unit_of_work=unit_of_work, clock=clock)
    request = recorded()
    stores.privacy_requests.add(request)
    for who, version, refusal in (
        (caller("other"), 1, PrivacyRequestNotFound),
        (OWNER, 2, StaleVersion),
    ):
        with pytest.raises(refusal):
            withdraw(who, request_id=request.request_id, expected_version=version)
    taken = withdraw(OWNER, request_id=request.request_id, expected_version=1)
    assert PrivacyRequestState.WITHDRAWN is taken.request.state
    assert ["identity:withdraw-privacy"] == [row[1] for row in stores.audit.rows]

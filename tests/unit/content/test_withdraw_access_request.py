"""Wanting it no more."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.content.domain.access_errors import AccessRequestClosed, AccessRequestNotFound
from services.content.domain.access_request import AccessStatus
from services.content.usecases.withdraw_access_request import WithdrawAccessRequest
from tests.fakes.content import READER, VERIFIED
from tests.fakes.content_access import asked, granted


@pytest.fixture
def withdraw(unit_of_work, clock):
    use_case = WithdrawAccessRequest(unit_of_work=unit_of_work, clock=clock)
    return lambda who, request_id, read: use_case(who, request_id=request_id, expected_version=read)


def test_a_request_and_a_grant_are_given_up(withdraw, teased, stores) -> None:
    for request in (asked(teased()), granted(teased(), READER)):
        stores.access.add(request)
        with pytest.raises(StaleVersion):
            withdraw(READER, request.request_id, request.version + 1)
        given_up = withdraw(READER, request.request_id, request.version)
        assert (AccessStatus.GIVEN_UP, None) == (given_up.status, given_up.grant)
        with pytest.raises(AccessRequestClosed):
            withdraw(READER, request.request_id, given_up.version)
    assert {"content:give-up-access"} == {row[1] for row in stores.audit.rows}


def test_anothers_is_not_found(withdraw, teased, stores) -> None:
    stores.access.add(request := asked(teased()))
    for who, which in ((VERIFIED, request.request_id), (READER, uuid4())):
        with pytest.raises(AccessRequestNotFound):
            withdraw(who, which, 1)

"""A complex request takes longer, and its person is told why."""

from datetime import date
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.privacy_errors import PrivacyRequestNotFound
from services.identity.usecases.extend_privacy_request import ExtendPrivacyRequest
from tests.unit.identity.asking import PRIVACY, made, peopled


@pytest.fixture
def extend(unit_of_work, clock, ids, stores):
    peopled(stores)
    return ExtendPrivacyRequest(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_the_person_is_told_until_when_and_why(extend, stores) -> None:
    request = made()
    stores.privacy_requests.add(request)
    longer = extend(
        PRIVACY, request_id=request.request_id, expected_version=1, because="It is in many places."
    )
    assert date(2027, 2, 24) == longer.request.due_on
    (mail,) = [each.what for each in stores.mails.waiting]
    assert ("privacy-extended", {"day": "2027-02-24", "because": "It is in many places."}) == (
        mail.template,
        mail.variables,
    )
    assert ["identity:extend-privacy"] == [row[1] for row in stores.audit.rows]
    with pytest.raises(StaleVersion):
        extend(PRIVACY, request_id=request.request_id, expected_version=1, because="Again.")


def test_of_what_is_not_there_nothing_is_extended(extend) -> None:
    with pytest.raises(PrivacyRequestNotFound):
        extend(PRIVACY, request_id=uuid4(), expected_version=1, because="No.")

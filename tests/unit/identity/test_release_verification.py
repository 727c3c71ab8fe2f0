"""Letting others work on a case."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.verification_errors import VerificationNotClaimed
from services.identity.usecases.release_verification import ReleaseVerification
from tests.fakes.identity import NOON, OFFICER, SECOND, case, subscriber


@pytest.fixture
def release(unit_of_work, clock):
    return ReleaseVerification(unit_of_work=unit_of_work, clock=clock)


def test_who_claimed_a_case_gives_it_back_and_nobody_else(release, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(held := case("owner").claimed(by="officer", at=NOON))
    here = {"verification_id": held.verification_id, "expected_version": held.version}
    with pytest.raises(VerificationNotClaimed):
        release(SECOND, **here)
    with pytest.raises(StaleVersion):
        release(OFFICER, **here | {"expected_version": 1})
    assert release(OFFICER, **here).case.claimed_by is None

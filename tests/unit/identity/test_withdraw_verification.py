"""Ending one's own open case."""

import pytest

from chassis.errors import StaleVersion
from kernel.tiers import Tier
from services.identity.domain.errors import VerificationClosed
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.withdraw_verification import WithdrawVerification
from tests.fakes.identity import caller, case, subscriber

ME = caller("owner", tier=Tier.REGISTERED)


@pytest.fixture
def withdraw(unit_of_work, clock, stores):
    stores.subscribers.add(subscriber("owner"))
    return WithdrawVerification(unit_of_work=unit_of_work, clock=clock)


def test_a_case_that_is_withdrawn_waits_no_more_and_another_may_be_opened(withdraw, stores) -> None:
    stores.verifications.add(before := case("owner"))
    assert Outcome.WITHDRAWN is withdraw(ME, expected_version=before.version).case.outcome
    assert [] == stores.verifications.open_page(after=None, size=5)
    stores.verifications.add(case("owner"))


def test_what_changed_meanwhile_or_is_over_is_not_withdrawn(withdraw, stores) -> None:
    stores.verifications.add(before := case("owner"))
    with pytest.raises(StaleVersion):
        withdraw(ME, expected_version=before.version + 1)
    gone = withdraw(ME, expected_version=before.version).case
    with pytest.raises(VerificationClosed):
        withdraw(ME, expected_version=gone.version)

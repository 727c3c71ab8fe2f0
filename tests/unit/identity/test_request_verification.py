"""Asking for a higher tier."""

import pytest

from kernel.tiers import Tier
from services.identity.domain.errors import TierHeld, VerificationOpen
from services.identity.usecases.request_verification import RequestVerification
from tests.fakes.identity import caller, key, subscriber

ME = caller("me", tier=Tier.REGISTERED)


@pytest.fixture
def ask(unit_of_work, clock, ids):
    return RequestVerification(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_a_case_is_opened_once_a_key_and_once_at_a_time(ask, stores) -> None:
    stores.subscribers.add(subscriber("me"))
    first = ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification"))
    assert first == ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification"))
    with pytest.raises(VerificationOpen):
        ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification", "2"))


def test_a_tier_that_is_held_is_not_asked_for(ask, stores) -> None:
    stores.subscribers.add(subscriber("me", tier=Tier.VERIFIED))
    with pytest.raises(TierHeld):
        ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification"))
    assert {} == stores.verifications.kept

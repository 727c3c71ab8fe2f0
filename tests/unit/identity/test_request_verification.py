"""Asking for a higher tier."""

from datetime import timedelta

import pytest

from kernel.tiers import Tier
from services.identity.domain.errors import TierHeld, VerificationOpen
from services.identity.domain.tier_term import TierTerm
from services.identity.usecases.request_verification import RequestVerification
from tests.fakes.identity import NOON, caller, key, subscriber
from tests.unit.identity.cases import refused

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


@pytest.mark.parametrize(("days", "may"), [(91, False), (90, True), (1, True)])
def test_a_tier_is_renewed_in_the_last_ninety_days(ask, stores, clock, days, may) -> None:
    stores.subscribers.add(subscriber("me", tier=Tier.VERIFIED))
    stores.tier_terms.save(term := TierTerm.granted("me", Tier.VERIFIED, NOON, 24))
    clock.moment = term.until - timedelta(days=days)
    if may:
        assert Tier.VERIFIED is ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification")).tier
    else:
        with pytest.raises(TierHeld):
            ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification"))


def test_who_is_trusted_asks_for_nothing_less(ask, stores, clock) -> None:
    stores.subscribers.add(subscriber("me", tier=Tier.TRUSTED))
    stores.tier_terms.save(term := TierTerm.granted("me", Tier.TRUSTED, NOON, 24))
    clock.moment = term.until - timedelta(days=1)
    with pytest.raises(TierHeld):
        ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification"))


def test_an_appeal_that_waits_is_the_one_case_there_is(ask, stores) -> None:
    stores.subscribers.add(subscriber("me"))
    stores.verifications.add(refused("me").appealed(grounds="Look again.", at=NOON))
    with pytest.raises(VerificationOpen):
        ask(ME, tier=Tier.VERIFIED, key=key("RequestVerification"))

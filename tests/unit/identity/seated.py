"""Who appoints, and whom, in tests of seats."""

from dataclasses import replace

from kernel.tiers import Tier
from tests.fakes.identity import caller, profile, subscriber

HUB = replace(caller("hub"), roles=frozenset({"hub-officer"}))
LONDON = replace(
    caller("london"), roles=frozenset({"regional-coordinator"}), regions=frozenset({"LON"})
)
ELSEWHERE = replace(LONDON, subject="elsewhere", regions=frozenset({"NW"}))


def verified(subject, **given):
    """Somebody who may hold a seat; their address is named after them."""
    said = {"tier": Tier.VERIFIED, "profile": profile(email=f"{subject}@retail.example")}
    return subscriber(subject, **said | given)

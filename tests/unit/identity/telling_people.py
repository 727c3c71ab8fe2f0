"""One person with an account, who is told at their own address."""

from typing import Any

from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.subscription import Subscription
from tests.fakes.identity import profile, subscriber
from tests.fakes.subscriptions import NOON, SHOP, a_subscription

OWNER = Principal(subject="owner", tier=Tier.REGISTERED)
OTHER = Principal(subject="other", tier=Tier.REGISTERED)


def told_owner(stores: Any) -> Any:
    """Put the owner into a record, with alerts to their address; return the subscription."""
    said = profile(email=SHOP.address)
    stores.subscribers.add(subscriber("owner", profile=said))
    stores.subscribers.add(subscriber("other", profile=profile(email="other@corner.example")))
    there = a_subscription().held_by("owner", SHOP, language="en", at=NOON)
    stores.subscriptions.add(there)
    return there


def held(contact: Any, by: str = "owner", **given: Any) -> Subscription:
    """A subscription of another address that an account holds."""
    made = a_subscription(contact, **given)
    return made.held_by(by, contact, language="en", at=NOON)

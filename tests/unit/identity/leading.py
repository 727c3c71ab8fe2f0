"""Two people of one organisation, and one of none."""

from typing import Any
from uuid import UUID

from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.organisation import Organisation
from tests.fakes.identity import NOON, profile, subscriber

HALL = UUID(int=7)
ONE, TWO, ALONE = (Principal(subject=name, tier=Tier.VERIFIED) for name in ("one", "two", "alone"))


def peopled(stores: Any) -> Any:
    """Put them into a record; return it."""
    made = Organisation.created(HALL, name="Hall", sectors=frozenset(), at=NOON)
    stores.organisations.add(made)
    for who in (ONE, TWO, ALONE):
        email = profile(email=f"{who.subject}@hall.example")
        belongs = None if who is ALONE else HALL
        person = subscriber(who.subject, tier=Tier.VERIFIED, profile=email, organisation_id=belongs)
        stores.subscribers.add(person)
    return stores

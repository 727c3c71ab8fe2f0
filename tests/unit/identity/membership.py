"""An organisation with an admin and a member, and one person who acts for themselves."""

from typing import Any
from uuid import UUID, uuid4

from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.organisation import Organisation
from tests.fakes.identity import NOON, SECOND, profile, subscriber
from tests.fakes.membership import an_invitation

HALL, STALL = UUID(int=7), UUID(int=8)
ADMIN, MEMBER, LONE, NOBODY = (
    Principal(subject=str(UUID(int=number)), tier=Tier.REGISTERED) for number in (1, 2, 3, 4)
)
NAMES = {ADMIN: "admin", MEMBER: "member", LONE: "lone", NOBODY: "nobody"}


def peopled(stores: Any) -> Any:
    """Put them into a record; return it."""
    for own, name in ((HALL, "Hall"), (STALL, "Stall")):
        made = Organisation.created(own, name=name, sectors=frozenset(), at=NOON)
        stores.organisations.add(made)
    for who, name in NAMES.items():
        belongs = {ADMIN: HALL, MEMBER: HALL, LONE: STALL}.get(who)
        said = profile(email=f"{name}@hall.example", given_name=name, organisation_name="")
        person = subscriber(
            who.subject,
            profile=said,
            organisation_id=belongs,
            organisation_admin=who in {ADMIN, LONE},
        )
        stores.subscribers.add(person)
    return stores


def invited(stores: Any, whom: Principal = NOBODY, token: str | None = None, **given: Any) -> Any:
    """Keep an open invitation of the admin's; return it."""
    said = {"organisation_id": HALL, "invited_by": ADMIN.subject} | given
    made = an_invitation(token or uuid4().hex, email=f"{NAMES[whom]}@hall.example", **said)
    stores.invitations.add(made)
    return made


def unled(stores):
    """Let nobody run the hall, by the word of the second officer."""
    peopled(stores)
    admin = stores.subscribers.get(ADMIN.subject)
    stores.subscribers.save(admin.suspended(by=SECOND.person, at=NOON))
    stores.subscribers.add(subscriber("other", organisation_id=HALL))

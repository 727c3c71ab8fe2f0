"""Who belongs where: a person reaches their own organisation, and no other is there for them."""

from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import ANONYMOUS, Principal
from services.identity.domain.errors import OrganisationNotFound, PremisesNotFound
from services.identity.domain.events import (
    OrganisationChanged,
    PremisesChanged,
    PrincipalChanged,
)
from services.identity.domain.organisation import Organisation
from services.identity.domain.postcode import Postcode, covered
from services.identity.domain.premises import Premises, Whereabouts
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores


def organisation_id_of(tx: Stores, caller: Principal) -> UUID | None:
    """Return the organisation to which a caller belongs, as the record says at this moment."""
    return tx.subscribers.get(caller.person).organisation_id


def organisation_of(tx: Stores, caller: Principal, *, lock: bool = False) -> Organisation:
    """Return the organisation to which a caller belongs.

    Raises:
        OrganisationNotFound: they belong to none.
    """
    own = organisation_id_of(tx, caller)
    if own is None:
        raise OrganisationNotFound("You belong to no organisation yet.")
    return tx.organisations.get(own, lock=lock)


def premises_of(
    tx: Stores, caller: Principal, premises_id: UUID, *, lock: bool = False
) -> Premises:
    """Return premises of a caller's organisation.

    Raises:
        PremisesNotFound: there are none, or they are another organisation's: nobody learns which.
    """
    found = tx.premises.get(premises_id, lock=lock)
    if found.organisation_id != organisation_id_of(tx, caller):
        raise PremisesNotFound("There are no such premises.")
    return found


def same_version(premises: Premises, expected: int) -> None:
    """Refuse what was decided on an older version.

    Raises:
        StaleVersion: they changed since.
    """
    if premises.version != expected:
        raise StaleVersion("The premises changed since you read them.")


def whereabouts_of(tx: Stores, postcode: Postcode) -> Whereabouts:
    """Return where a postcode is.

    Raises:
        PostcodeNotCovered: it is in none of our regions.
    """
    found = covered(postcode, tx.postcodes.find(postcode))
    return Whereabouts(regions=found.regions, location=tx.postcodes.locate(postcode))


def leave(tx: Stores, person: Subscriber, *, at: datetime) -> int:
    """Close an organisation and forget its premises when the last who belongs to it goes.

    Return how many rows changed. Where others stay, all of it stays; was the person its only admin,
    whoever of them has had an account for longest is the next. Goes somebody who was none, nobody
    becomes one: where its admin is suspended an officer says who (`AppointOrganisationAdmin`).
    """
    if person.organisation_id is None:
        return 0
    organisation = tx.organisations.get(person.organisation_id, lock=True)
    if tx.organisations.members(organisation.organisation_id) > 1:
        _succeed(tx, organisation, person)
        return 0
    return close(tx, organisation, at=at)


def _succeed(tx: Stores, organisation: Organisation, gone: Subscriber) -> None:
    """Make somebody admin where nobody else is, unless all who are left go at the same moment."""
    tx.invitations.withdraw_by(gone.subject)
    theirs = organisation.organisation_id
    if set(tx.members.admins(theirs, suspended_too=not gone.organisation_admin)) - {gone.subject}:
        return
    heir = tx.members.eldest(organisation.organisation_id, without=gone.subject)
    if heir is None:
        return
    admin = heir.as_admin(admin=True)
    tx.subscribers.save(admin)
    tx.audit.record(ANONYMOUS, "identity:succeed-admin", tx.audit.name_of(heir.subject))
    tx.outbox.add(PrincipalChanged(admin))


def close(tx: Stores, organisation: Organisation, *, at: datetime) -> int:
    """Close an organisation to which nobody belongs any more; return how many rows changed."""
    tx.invitations.withdraw_of(organisation.organisation_id)
    gone = [each.removed(at) for each in tx.premises.all_of(organisation.organisation_id)]
    for each in gone:
        tx.premises.save(each)
        tx.outbox.add(PremisesChanged(each))
    closed = organisation.closed(at)
    tx.organisations.save(closed)
    tx.outbox.add(OrganisationChanged(closed))
    return len(gone) + 1

"""Organisations that nobody runs: whose admins are all suspended."""

from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.membership_errors import (
    AppointedBySuspender,
    OrganisationLed,
    OwnOrganisation,
)
from services.identity.domain.organisation import Organisation
from services.identity.usecases.ports import Stores


def unled_organisation(
    tx: Stores, officer: Principal, organisation_id: UUID, *, lock: bool = False
) -> Organisation:
    """Return an organisation that nobody runs, to an officer who has no part in it.

    Raises:
        OrganisationNotFound: there is none.
        OwnOrganisation: the officer belongs to it.
        AppointedBySuspender: they suspended one of its admins.
        OrganisationLed: an admin of it may use their account, or one person is all of it.
    """
    found = tx.organisations.get(organisation_id, lock=lock)
    if str(organisation_id) == officer.organisation_id:
        raise OwnOrganisation("You belong to this organisation: somebody else must decide.")
    admins = tx.members.admins(organisation_id, suspended_too=True)
    known = tx.subscribers.known(set(admins)).values()
    if officer.person in {each.suspended_by for each in known}:
        raise AppointedBySuspender("You suspended its admin: somebody else must decide.")
    if tx.members.admins(organisation_id) or tx.organisations.members(organisation_id) == 1:
        raise OrganisationLed("Somebody runs this organisation.")
    return found

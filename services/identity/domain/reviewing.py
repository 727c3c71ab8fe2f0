"""Who may look into a person's case: nobody who has a part in it."""

from chassis.errors import Violation
from kernel.principals import Principal
from services.identity.domain.check import Check
from services.identity.domain.errors import OwnVerification
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.verification import Verification
from services.identity.domain.verification_errors import (
    ContactFromForm,
    ReviewedByColleague,
    ReviewedByInviter,
    ReviewedBySponsor,
)


def see_that_independent(case: Verification, person: Subscriber, officer: Principal) -> None:
    """See that an officer has no part in a case.

    Raises:
        OwnVerification: it is their own.
        ReviewedBySponsor: they vouch for the person.
        ReviewedByInviter: they invited the person to an organisation, also if it was another.
        ReviewedByColleague: they belong to the person's organisation.
    """
    if officer.person == case.subject:
        raise OwnVerification("You cannot handle your own case.")
    if case.sponsorship is not None and case.sponsorship.by == officer.person:
        raise ReviewedBySponsor("You vouch for this person: somebody else must look at the case.")
    if person.invited_by is not None and person.invited_by == officer.person:
        raise ReviewedByInviter("You invited this person: somebody else must look at the case.")
    theirs = None if person.organisation_id is None else str(person.organisation_id)
    if theirs is not None and theirs == officer.organisation_id:
        raise ReviewedByColleague("You belong to this person's organisation.")


def see_that_contact_is_found(check: Check, person: Subscriber) -> None:
    """See that a call-back goes to a contact that the applicant did not give (GPG 45's impostor).

    Raises:
        ContactFromForm: it is the applicant's own address.
    """
    if check.contact and _plain(check.contact) == _plain(person.profile.email):
        raise ContactFromForm(
            Violation("check.contact", "must not be the address that the applicant gave")
        )


def _plain(contact: str) -> str:
    return "".join(contact.casefold().removeprefix("mailto:").split())

"""A case as officers see it: with the person, and what else is known of its documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.provider_check import ProviderCheck
from services.identity.domain.reviewing import see_that_independent
from services.identity.domain.seat import acts_somewhere
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.verification import Verification
from services.identity.usecases.ports import Stores
from services.identity.usecases.verification_ports import SeenDocument

MOST_ELSEWHERE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case, its people unless they were erased, and where its documents were seen before."""

    case: Verification
    person: Subscriber | None
    sponsor: Subscriber | None
    seated: bool
    elsewhere: Sequence[SeenDocument]
    asked: Sequence[ProviderCheck]


def seen(tx: Stores, case: Verification) -> CaseSeen:
    """Return what officers see of a case. Documents shown under another name are among it."""
    numbers = {check.number_digest for check in case.checks if check.number_digest}
    return CaseSeen(
        case=case,
        person=_person(tx, case.subject),
        sponsor=_person(tx, case.sponsorship.by) if case.sponsorship else None,
        seated=acts_somewhere(case.subject, tx.seats.of(case.subject)),
        elsewhere=tx.verifications.showing(numbers, without=case.subject, most=MOST_ELSEWHERE),
        asked=tx.provider_checks.of_case(case.verification_id),
    )


def case_for(tx: Stores, officer: Principal, verification_id: UUID) -> Verification:
    """Return a case, locked, to an officer who has no part in it.

    Raises:
        VerificationNotFound: there is none.
        OwnVerification: it is their own.
        ReviewedBySponsor: they vouch for the person.
        ReviewedByInviter: they invited the person.
        ReviewedByColleague: they belong to the person's organisation.
    """
    case = tx.verifications.get(verification_id, lock=True)
    see_that_apart(tx, case, officer)
    return case


def see_that_apart(tx: Stores, case: Verification, officer: Principal) -> None:
    """See that an officer has no part in a case: who may not act in one does not read it either.

    Raises:
        OwnVerification: it is their own.
        ReviewedBySponsor: they vouch for the person.
        ReviewedByInviter: they invited the person.
        ReviewedByColleague: they belong to the person's organisation.
    """
    person = _person(tx, case.subject)
    if person is not None:
        see_that_independent(case, person, officer)


def _person(tx: Stores, subject: str) -> Subscriber | None:
    try:
        return tx.subscribers.get(subject)
    except SubscriberNotFound:  # erased: the case stands under a pseudonym
        return None

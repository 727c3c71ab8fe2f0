"""A case as its person may know it."""

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.identity.domain.seat import acts_somewhere
from services.identity.domain.tier_term import TierTerm
from services.identity.domain.verification import APPEAL_WITHIN, Verification
from services.identity.domain.verification_errors import NoCase
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCase:
    """The newest case of a person, if they ever asked, and the term of the tier they hold."""

    case: Verification | None
    seated: bool
    term: TierTerm | None

    def appeal_until(self, at: datetime) -> datetime | None:
        """Return until when a refusal may be appealed, or None."""
        case = self.case
        if case is None or case.outcome is not Outcome.REFUSED or case.decided_at is None:
            return None
        until = case.decided_at + APPEAL_WITHIN
        return until if at <= until else None


def mine(tx: Stores, subject: str, case: Verification | None) -> MyCase:
    """Return a person's case with what belongs to it."""
    return MyCase(
        case=case,
        seated=acts_somewhere(subject, tx.seats.of(subject)),
        term=tx.tier_terms.find(subject),
    )


def own_case(tx: Stores, caller: Principal, expected_version: int) -> Verification:
    """Return the caller's newest case, locked, at the version they read.

    Raises:
        NoCase: they never asked to be verified.
        StaleVersion: it changed since.
    """
    tx.subscribers.get(caller.person, lock=True)
    case = tx.verifications.newest_of(caller.person, lock=True)
    if case is None:
        raise NoCase("You never asked to be verified.")
    if case.version != expected_version:
        raise StaleVersion("Your case changed since you read it.")
    return case

"""Show one organisation that nobody runs, and who could."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from kernel.standing import Standing
from services.identity.domain.organisation import MOST_MEMBERS, Organisation
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.unled import unled_organisation

MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Unled:
    """An organisation that nobody runs, how many belong to it, and who could run it."""

    organisation: Organisation
    size: int
    able: Sequence[Subscriber]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetUnledOrganisation:
    """Return the organisation with whoever of it may use their account; that is on record."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(self, caller: Principal, *, organisation_id: UUID) -> Unled:
        """Return it, and the fifty who had an account first.

        Raises:
            OrganisationNotFound: there is none.
            OwnOrganisation: the caller belongs to it.
            AppointedBySuspender: they suspended one of its admins.
            OrganisationLed: somebody runs it.
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            found = unled_organisation(tx, caller, organisation_id)
            everyone = tx.members.page(organisation_id, after=None, size=MOST_MEMBERS)
            tx.audit.record(caller, "identity:read-unled-organisation", str(organisation_id))
        able = [each for each in everyone if each.standing is Standing.ACTIVE][:MOST_SHOWN]
        self.budget.spend(caller, [each.subject for each in able])
        return Unled(organisation=found, size=len(everyone), able=able)

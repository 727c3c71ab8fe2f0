"""Give one's organisation another name."""

from dataclasses import dataclass

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import OrganisationChanged
from services.identity.domain.organisation import Organisation
from services.identity.usecases.membership import led_organisation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameOrganisation:
    """Say another name, on the record of each who belongs to it too."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, name: str, expected_version: int) -> Organisation:
        """Return the organisation as it is now.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
            StaleVersion: it changed since the caller read it.
        """
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller)
            if own.version != expected_version:
                raise StaleVersion("The organisation changed since you read it.")
            renamed = own.renamed(name)
            if renamed is own:
                return own
            tx.organisations.save(renamed)
            tx.members.renamed(own.organisation_id, name)
            tx.audit.record(caller, "identity:rename-organisation", str(own.organisation_id))
            tx.outbox.add(
                OrganisationChanged(renamed),
                Used(caller=caller, metric="identity.organisation-renamed", at=self.clock.now()),
            )
        return renamed

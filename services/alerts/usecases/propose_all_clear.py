"""The first person's word that an alert may end."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAllClear:
    """Take one person's word; nobody receives anything yet."""

    unit_of_work: UnitOfWork

    def __call__(
        self,
        caller: Principal,
        *,
        alert_id: UUID,
        expected_version: int,
        text: str,
        authority_reference: str,
        text_cy: str = "",
    ) -> Alert:
        """Return the alert with the proposal.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is not issued.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            proposed = alert.propose_all_clear(
                by=caller.person,
                text=text,
                authority_reference=authority_reference,
                text_cy=text_cy,
            )
            tx.alerts.save(proposed)
            tx.audit.record(
                caller,
                "alerts:propose-all-clear",
                str(alert_id),
                proposed.proposal_digest or b"",
                authority_reference=authority_reference,
            )
        return proposed

"""Confirm the Welsh of an alert."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.welsh_confirming import confirm_welsh
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmWelsh:
    """Take a Welsh approver's word that the Welsh says what the English does."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, alert_id: UUID, read: bytes) -> Alert:
        """Return the alert with the word.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            IllegalTransition: it was issued or discarded.
            VersionChanged: the digest is not that of the version that stands.
            WelshTextNeeded: it says nothing in Welsh.
            WelshStandsIn: its Welsh is that of a template.
            WelshByTranslator: the caller translated any of this version.
            NothingChanged: it is confirmed already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            confirmed = confirm_welsh(alert, by=caller.person, read=read, at=now)
            tx.alerts.save(confirmed)
            tx.audit.record(caller, "alerts:confirm-welsh", str(alert_id), confirmed.digest)
            tx.outbox.add(counted(caller, "alerts.welsh-confirmed", confirmed, now))
        return confirmed

"""Reading what is marked TLP:RED goes on record; reading anything else costs nothing more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kernel.markings import Tlp
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.decision import READ_RED
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RedReads:
    """Notes reads for use cases that have no transaction of their own to write in."""

    unit_of_work: UnitOfWork
    clock: Clock

    def note(self, caller: Principal, *alerts: Alert) -> None:
        """Put on record that somebody reads these, before they are answered.

        What cannot be put on record is not read.
        """
        if any(_is_red(each) for each in alerts):
            with self.unit_of_work() as tx:
                note_red(tx, caller, alerts, self.clock.now())


def note_red(tx: Stores, caller: Principal, alerts: Iterable[Alert], at: datetime) -> None:
    """Put on record which of these are TLP:RED, and that somebody reads them in this state."""
    for alert in filter(_is_red, alerts):
        tx.audit.record(caller, READ_RED, str(alert.alert_id), alert.digest)
        tx.outbox.add(counted(caller, "alerts.red-read", alert, at))


def _is_red(alert: Alert) -> bool:
    return alert.content.marking.tlp is Tlp.RED

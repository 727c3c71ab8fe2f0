"""Hold what was counted against the event log."""

from dataclasses import dataclass

from services.analytics.domain.reconciliation import Reconciliation
from services.analytics.usecases.keeping import Keeping
from services.analytics.usecases.ports import EventLog, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileUsage:
    """See that each event of the log was counted, and that each rolled-up day is right.

    That none is counted twice needs no looking: the event's id is the record's key.
    """

    unit_of_work: UnitOfWork
    log: EventLog
    keeping: Keeping

    def __call__(self) -> Reconciliation:
        """Return what was found.

        Raises:
            EventLogUnavailable: the log does not answer.
        """
        events = missing = 0
        with self.log() as reading:
            for event_ids in reading.events:
                events += len(event_ids)
                with self.unit_of_work() as tx:
                    missing += tx.usages.lacking(event_ids)
        with self.unit_of_work() as tx:
            differing = tx.tallies.differing(since=self.keeping.first())
        return Reconciliation(
            events=events, missing=missing, waiting=reading.waiting, differing=differing
        )

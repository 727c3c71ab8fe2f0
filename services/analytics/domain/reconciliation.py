"""Whether what was counted is what the event log has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The event log beside the record.

    `events` are those of the log, `missing` those of them that the record lacks, `waiting` those
    that had not been acknowledged when the log was opened, `differing` the days whose roll-up is
    not what the record's events give.
    """

    events: int
    missing: int
    waiting: int
    differing: int

    @property
    def holds(self) -> bool:
        """Nothing is missing but what is still on its way, and every roll-up is right."""
        return self.missing <= self.waiting and self.differing == 0

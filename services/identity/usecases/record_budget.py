"""How many records of other people one account reads in a day."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.usecases.directory_ports import ReadingMeasures
from services.identity.usecases.ports import UnitOfWork

BUDGET: Final = 200
_SPENT: Final = "You read as many records of other people as one may in a day."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBudget:
    """Count what is about to be shown, in a transaction of its own: the refusal stays on record.

    A person counts once a day, however often they are looked at. Whoever passes the budget reads
    none until somebody else lifts that; it raises an alarm.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    measures: ReadingMeasures
    budget: int = BUDGET

    def spend(self, caller: Principal, people: Collection[str]) -> None:
        """Count these people, of whom the caller is none.

        Raises:
            RecordBudgetSpent: that was too many, or the caller was kept from it before.
        """
        others = set(people) - {caller.person, ""}
        if not others:
            return
        now = self.clock.now()
        with self.unit_of_work() as tx:
            spent = tx.record_reads.frozen(caller.person)
            records = 0 if spent else tx.record_reads.add(caller.person, others, now)
            news = records > self.budget and tx.record_reads.freeze(caller.person, now, records)
            if news:
                whom = tx.audit.name_of(caller.person)
                tx.audit.record(caller, "identity:freeze-record-reads", whom, records=records)
                tx.outbox.add(Used(caller=caller, metric="identity.record-budget-spent", at=now))
        if news:
            self.measures.frozen()
        if spent or records > self.budget:
            raise RecordBudgetSpent(_SPENT)

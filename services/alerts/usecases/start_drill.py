"""Begin a private drill of one's own organisation."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.drill import (
    LONGEST,
    MOST_IN_A_WHILE,
    NOTE_LONGEST,
    SHORTEST,
    WHILE,
    Drill,
    Scenario,
)
from services.alerts.domain.drill_errors import DrillRunning, TooManyDrills
from services.alerts.domain.drilling import begun, see_that_nothing_is_real
from services.alerts.domain.events import AlertIssued
from services.alerts.domain.wording import NUL
from services.alerts.usecases.drilling import organisation_of
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StartDrill:
    """Send a drill to everyone of the caller's organisation, and to nobody else."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, scenario: Scenario, note: str, minutes: int, key: RequestKey
    ) -> Alert:
        """Return the drill; the same key begins it once.

        Raises:
            Invalid: the note is too long, or the time too short or too long.
            NoOrganisation: the caller belongs to none.
            IssuingFrozen: two people stopped all issuing.
            DrillRunning: the organisation runs one now.
            DrillDuringAlert: a serious alert that is meant is out for anybody of theirs.
            TooManyDrills: it ran as many as one may in a while.
            IdempotencyKeyReused: the key came with another body.
        """
        see_that_it_fits(note, minutes)
        now, drill_id = self.clock.now(), self.ids.new()
        drill = Drill(organisation_id=organisation_of(caller), scenario=scenario)
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(drill_id))
            if earlier is not None:
                return tx.drills.get(drill.organisation_id, UUID(earlier))
            see_that_issuing_is_open(tx)
            tx.drills.hold(drill.organisation_id)
            if tx.drills.running(drill.organisation_id) is not None:
                raise DrillRunning("Your organisation runs a drill now: end it first.")
            if tx.drills.count_since(drill.organisation_id, now - WHILE) >= MOST_IN_A_WHILE:
                raise TooManyDrills(f"{MOST_IN_A_WHILE} drills in {WHILE.days} days is the most.")
            _see_that_nothing_is_real(tx, caller)
            out = begun(drill_id, drill, note=note, minutes=minutes, by=caller.person, at=now)
            counted = tx.reach.count(out.content)
            out = replace(out, reach=counted.people if counted else None)
            tx.alerts.add(out)
            tx.dispatches.add(Dispatch.of(out, at=now))
            tx.messages.record(out)
            tx.audit.record(
                caller,
                "alerts:start-drill",
                str(drill_id),
                out.digest,
                organisation=drill.organisation_id,
                scenario=scenario.value,
            )
            tx.outbox.add(
                AlertIssued(out),
                Used(caller=caller, metric="alerts.drill-started", at=now, detail=scenario.value),
            )
        return out


def see_that_it_fits(note: str, minutes: int) -> None:
    """See that what a person may choose is within its bounds.

    Raises:
        Invalid: each that is not is named.
    """
    shortest, longest = (int(each.total_seconds()) // 60 for each in (SHORTEST, LONGEST))
    wrong = []
    if len(note) > NOTE_LONGEST or NUL in note:
        wrong.append(Violation("note", f"must have at most {NOTE_LONGEST} characters, no NUL"))
    if not shortest <= minutes <= longest:
        wrong.append(Violation("minutes", f"must be {shortest} to {longest}"))
    if wrong:
        raise Invalid(*wrong)


def _see_that_nothing_is_real(tx: Stores, caller: Principal) -> None:
    own = organisation_of(caller)
    holdings = tx.whereabouts.holdings([own])[own]
    people = [(each, holdings) for each in (caller, *tx.drills.people(own))]
    see_that_nothing_is_real(tx.drills.real(), people)

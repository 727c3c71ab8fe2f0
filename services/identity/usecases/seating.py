"""What every verb about seats does: find the seat for this caller, and carry its roles."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from kernel.principals import Principal
from services.identity.domain.errors import SeatNotFound
from services.identity.domain.events import PrincipalChanged, SeatChanged
from services.identity.domain.seat import SEAT_ROLES, Seat, may_appoint, roles_by_seats
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def seat_of(tx: Stores, caller: Principal, seat_id: UUID, expected_version: int) -> Seat:
    """Return a seat that a caller appoints to, locked, at the version they read.

    Raises:
        SeatNotFound: there is none, or it is another's to appoint to.
        StaleVersion: it changed since.
    """
    seat = tx.seats.get(seat_id, lock=True)
    if not may_appoint(caller, seat.place):
        raise SeatNotFound("There is no such seat.")
    if seat.version != expected_version:
        raise StaleVersion("The seat changed since you read it.")
    return seat


def keep(tx: Stores, ids: Ids, before: Seat, after: Seat) -> None:
    """Keep a seat's next version, tell of it, and of the rights of who came or went."""
    tx.seats.save(after)
    tx.outbox.add(SeatChanged(after))
    for subject in sorted(before.people ^ after.people):
        carry_roles(tx, ids, tx.subscribers.get(subject, lock=True), before)


def carry_roles(tx: Stores, ids: Ids, person: Subscriber, before: Seat) -> None:
    """Give a person the role of a seat they now have, or take it where no other gives it."""
    held = roles_by_seats(person.subject, tx.seats.of(person.subject))
    lost = roles_by_seats(person.subject, [before]) - held
    changed = person.with_roles((person.roles - (lost & SEAT_ROLES)) | held)
    if changed is person:
        return
    tx.subscribers.save(changed)
    tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=TaskKind.SYNC))
    tx.outbox.add(PrincipalChanged(changed))

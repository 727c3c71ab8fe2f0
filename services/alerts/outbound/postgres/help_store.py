"""Who is at which queue, and who calls for help, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_or

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.answer import Answerer
from services.alerts.domain.errors import HelpNotFound, StaffingNotFound
from services.alerts.domain.help import NATIONAL, HelpOutcome, HelpRequest, HelpState, Staffing
from services.alerts.outbound.postgres.answer_tables import HELP_REQUESTS, HELP_SHIFTS

_OPEN: Final = HELP_REQUESTS.c.state != HelpState.CLOSED.value


@dataclass(frozen=True, slots=True)
class PostgresHelpDesk:
    """Shifts and calls on one transaction."""

    connection: Connection

    def staffed(self, at: datetime) -> Sequence[Staffing]:
        """Return the shifts under way, the earliest begun first."""
        rows = self.connection.execute(
            select(HELP_SHIFTS)
            .where(HELP_SHIFTS.c.until > at, HELP_SHIFTS.c.left_at.is_(None))
            .order_by(HELP_SHIFTS.c.since, HELP_SHIFTS.c.staffing_id)
        )
        return [_shift(row) for row in rows]

    def begin(self, staffing: Staffing) -> None:
        """Insert a new shift."""
        self.connection.execute(insert(HELP_SHIFTS).values(_shift_row(staffing)))

    def shift(self, staffing_id: UUID, *, lock: bool = False) -> Staffing:
        """Return a shift.

        Raises:
            StaffingNotFound: there is none.
        """
        query = select(HELP_SHIFTS).where(HELP_SHIFTS.c.staffing_id == staffing_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise StaffingNotFound("There is no such shift of yours.")
        return _shift(row)

    def save_shift(self, staffing: Staffing) -> None:
        """Keep the next version of a shift.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        there = HELP_SHIFTS.c.staffing_id == staffing.staffing_id
        before = HELP_SHIFTS.c.version == staffing.version - 1
        changed = self.connection.execute(
            update(HELP_SHIFTS).where(there, before).values(_shift_row(staffing))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The shift changed meanwhile: read it again.")

    def ask(self, request: HelpRequest) -> None:
        """Insert a new call.

        Raises:
            StaleVersion: this person has one about it that is open.
        """
        kept = self.connection.execute(
            insert_or(HELP_REQUESTS)
            .values(_row(request))
            .on_conflict_do_nothing()
            .returning(HELP_REQUESTS.c.help_id)
        ).first()
        if kept is None:
            raise StaleVersion("Another answer of yours came at the same moment: look again.")

    def get(self, help_id: UUID, *, lock: bool = False) -> HelpRequest:
        """Return a call.

        Raises:
            HelpNotFound: there is none.
        """
        query = select(HELP_REQUESTS).where(HELP_REQUESTS.c.help_id == help_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise HelpNotFound("There is no such call for help.")
        return _request(row)

    def open_of(self, thread_id: UUID, key: str) -> HelpRequest | None:
        """Return the call of a person that is not closed."""
        row = self.connection.execute(
            select(HELP_REQUESTS).where(
                HELP_REQUESTS.c.thread_id == thread_id, HELP_REQUESTS.c.answerer == key, _OPEN
            )
        ).one_or_none()
        return None if row is None else _request(row)

    def save(self, request: HelpRequest) -> None:
        """Keep the next version of a call.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        there = HELP_REQUESTS.c.help_id == request.help_id
        before = HELP_REQUESTS.c.version == request.version - 1
        changed = self.connection.execute(
            update(HELP_REQUESTS).where(there, before).values(_row(request))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The call for help changed meanwhile: read it again.")

    def page(self, *, after: Place | None, size: int) -> Sequence[HelpRequest]:
        """Return the calls that are not closed, oldest first."""
        query = select(HELP_REQUESTS).where(_OPEN)
        order = (HELP_REQUESTS.c.asked_at, HELP_REQUESTS.c.help_id)
        if after is not None:
            query = query.where(tuple_(*order) > tuple_(literal(after.at), literal(after.item_id)))
        rows = self.connection.execute(query.order_by(*order).limit(size))
        return [_request(row) for row in rows]

    def forsaken(self, alert_id: UUID, queue: str, at: datetime) -> bool:
        """Tell whether a call about an alert waits at a queue where nobody would answer it."""
        waits = exists().where(
            HELP_REQUESTS.c.alert_id == alert_id, HELP_REQUESTS.c.queue == queue, unanswered(at)
        )
        return bool(self.connection.execute(select(waits)).scalar_one())

    def open_counts(self, thread_id: UUID) -> Mapping[HelpState, int]:
        """Count the calls that are not closed."""
        rows = self.connection.execute(
            select(HELP_REQUESTS.c.state, func.count().label("calls"))
            .where(HELP_REQUESTS.c.thread_id == thread_id, _OPEN)
            .group_by(HELP_REQUESTS.c.state)
        )
        return {HelpState(row.state): row.calls for row in rows}

    def of(self, subject: str) -> Sequence[HelpRequest]:
        """Return the calls of someone who has an account, oldest first."""
        rows = self.connection.execute(
            select(HELP_REQUESTS)
            .where(HELP_REQUESTS.c.subject == subject)
            .order_by(HELP_REQUESTS.c.asked_at)
        )
        return [_request(row) for row in rows]

    def shifts_of(self, officer: str) -> Sequence[Staffing]:
        """Return the shifts of an officer, oldest first."""
        rows = self.connection.execute(
            select(HELP_SHIFTS)
            .where(HELP_SHIFTS.c.officer == officer)
            .order_by(HELP_SHIFTS.c.since)
        )
        return [_shift(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place, and forget their number."""
        calls = HELP_REQUESTS.c
        changed = self.connection.execute(
            update(HELP_REQUESTS)
            .where(calls.subject == subject)
            .values(subject=pseudonym, answerer=pseudonym, call_back="")
        ).rowcount
        for column in (calls.taken_by, calls.closed_by):
            changed += self.connection.execute(
                update(HELP_REQUESTS).where(column == subject).values({column.name: pseudonym})
            ).rowcount
        return (
            changed
            + self.connection.execute(
                update(HELP_SHIFTS)
                .where(HELP_SHIFTS.c.officer == subject)
                .values(officer=pseudonym)
            ).rowcount
        )

    def forget_number(self, recipient_id: UUID) -> int:
        """Forget the number of someone who stopped."""
        return self.connection.execute(
            update(HELP_REQUESTS)
            .where(HELP_REQUESTS.c.recipient_id == recipient_id, HELP_REQUESTS.c.call_back != "")
            .values(call_back="")
        ).rowcount

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of the calls and shifts that ended before then."""
        calls, shifts = HELP_REQUESTS.c, HELP_SHIFTS.c
        closed = select(calls.help_id).where(~_OPEN, calls.closed_at < before).limit(most)
        over = (
            select(shifts.staffing_id)
            .where(or_(shifts.until < before, shifts.left_at < before))
            .limit(most)
        )
        gone = self.connection.execute(
            delete(HELP_REQUESTS).where(calls.help_id.in_(closed))
        ).rowcount
        return (
            gone
            + self.connection.execute(
                delete(HELP_SHIFTS).where(shifts.staffing_id.in_(over))
            ).rowcount
        )


def unanswered(at: datetime) -> ColumnElement[bool]:
    """Return what picks calls that wait though nobody is at their queue or that of the nation."""
    answered = exists().where(
        HELP_SHIFTS.c.queue.in_([HELP_REQUESTS.c.queue, NATIONAL]),
        HELP_SHIFTS.c.until > at,
        HELP_SHIFTS.c.left_at.is_(None),
    )
    return and_(_OPEN, HELP_REQUESTS.c.state == HelpState.WAITING.value, ~answered)


def _shift_row(staffing: Staffing) -> dict[str, Any]:
    return {
        "staffing_id": staffing.staffing_id,
        "version": staffing.version,
        "queue": staffing.queue,
        "officer": staffing.officer,
        "since": staffing.since,
        "until": staffing.until,
        "left_at": staffing.left_at,
    }


def _shift(row: Row[Any]) -> Staffing:
    return Staffing(
        staffing_id=row.staffing_id,
        queue=row.queue,
        officer=row.officer,
        since=row.since,
        until=row.until,
        version=row.version,
        left_at=row.left_at,
    )


def _row(request: HelpRequest) -> dict[str, Any]:
    who = request.answerer
    return {
        "help_id": request.help_id,
        "version": request.version,
        "thread_id": request.thread_id,
        "alert_id": request.alert_id,
        "answerer": who.key,
        "subject": who.subject,
        "recipient_id": who.recipient_id,
        "regions": sorted(who.regions),
        "queue": request.queue,
        "call_back": request.call_back,
        "state": request.state.value,
        "asked_at": request.asked_at,
        "taken_by": request.taken_by,
        "taken_at": request.taken_at,
        "closed_by": request.closed_by,
        "closed_at": request.closed_at,
        "outcome": request.outcome.value if request.outcome else None,
    }


def _request(row: Row[Any]) -> HelpRequest:
    return HelpRequest(
        help_id=row.help_id,
        thread_id=row.thread_id,
        alert_id=row.alert_id,
        answerer=Answerer(
            subject=row.subject, recipient_id=row.recipient_id, regions=frozenset(row.regions)
        ),
        queue=row.queue,
        call_back=row.call_back,
        asked_at=row.asked_at,
        state=HelpState(row.state),
        version=row.version,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        outcome=HelpOutcome(row.outcome) if row.outcome else None,
    )

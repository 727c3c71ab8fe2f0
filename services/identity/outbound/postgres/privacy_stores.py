"""Requests about somebody's data, and the receipts of those who hold it, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.export_archive import Part
from services.identity.domain.privacy_errors import PrivacyRequestNotFound, PrivacyRequestOpen
from services.identity.domain.privacy_request import (
    OPEN,
    PrivacyRequest,
    PrivacyRequestKind,
    PrivacyRequestState,
    Receipt,
    Received,
)
from services.identity.outbound.postgres.privacy_tables import PRIVACY_RECEIPTS, PRIVACY_REQUESTS

_R: Final = PRIVACY_REQUESTS.c
_A: Final = PRIVACY_RECEIPTS.c
_OPEN: Final = sorted(state.name for state in OPEN)


@dataclass(frozen=True, slots=True)
class PostgresPrivacyRequests:
    """The requests on one transaction."""

    connection: Connection

    def add(self, request: PrivacyRequest) -> None:
        """Insert one.

        Raises:
            PrivacyRequestOpen: the person asked for the same, and is not answered.
        """
        made = insert(PRIVACY_REQUESTS).values(_row(request)).on_conflict_do_nothing()
        if self.connection.scalar(made.returning(_R.request_id)) is None:
            raise PrivacyRequestOpen("It was asked for already, and is not answered yet.")

    def get(self, request_id: UUID, *, lock: bool = False) -> PrivacyRequest:
        """Return one, its row locked if asked.

        Raises:
            PrivacyRequestNotFound: there is none.
        """
        query = select(PRIVACY_REQUESTS).where(_R.request_id == request_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise PrivacyRequestNotFound("There is no such request.")
        return _request(row)

    def save(self, request: PrivacyRequest) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(PRIVACY_REQUESTS)
            .where(_R.request_id == request.request_id, _R.version == request.version - 1)
            .values(_row(request))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The request changed meanwhile: read it again.")

    def of_subject(self, subject: str, *, most: int) -> Sequence[PrivacyRequest]:
        """Return a person's own, newest first."""
        query = select(PRIVACY_REQUESTS).where(_R.subject == subject)
        newest_first = query.order_by(_R.created_at.desc(), _R.request_id).limit(most)
        return [_request(row) for row in self.connection.execute(newest_first)]

    def page(self, *, only_open: bool, after: Place | None, size: int) -> Sequence[PrivacyRequest]:
        """Return everybody's, oldest first."""
        query = select(PRIVACY_REQUESTS)
        if only_open:
            query = query.where(_R.state.in_(_OPEN))
        if after is not None:
            here = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(_R.created_at, _R.request_id) > here)
        rows = self.connection.execute(query.order_by(_R.created_at, _R.request_id).limit(size))
        return [_request(row) for row in rows]

    def to_begin(self, now: datetime) -> PrivacyRequest | None:
        """Return one that waits and is due, locked, leaving those that others hold."""
        waiting = _R.state == PrivacyRequestState.WAITING.name
        query = select(PRIVACY_REQUESTS).where(waiting, _R.begins_at <= now)
        return self._first(query.order_by(_R.begins_at, _R.request_id))

    def to_end(self, now: datetime) -> PrivacyRequest | None:
        """Return one whose export is to be deleted, locked, leaving those that others hold."""
        query = select(PRIVACY_REQUESTS).where(_R.until <= now)
        return self._first(query.order_by(_R.until, _R.request_id))

    def _first(self, query: Select[Any]) -> PrivacyRequest | None:
        locked = query.limit(1).with_for_update(skip_locked=True)
        row = self.connection.execute(locked).one_or_none()
        return None if row is None else _request(row)

    def disown(self, subject: str, pseudonym: str, at: datetime) -> int:
        """Put a pseudonym in a person's place; what is open of theirs is ended, parts deleted."""
        mine = select(_R.request_id).where(_R.subject == subject)
        self.connection.execute(
            update(PRIVACY_RECEIPTS).where(_A.request_id.in_(mine)).values(part=None)
        )
        ended = update(PRIVACY_REQUESTS).where(_R.subject == subject, _R.state.in_(_OPEN))
        self.connection.execute(
            ended.values(
                state=PrivacyRequestState.WITHDRAWN.name,
                version=_R.version + 1,
                closed_at=at,
            )
        )
        renamed = update(PRIVACY_REQUESTS).where(_R.subject == subject)
        return self.connection.execute(renamed.values(subject=pseudonym, until=None)).rowcount

    def forget_closed(self, before: datetime) -> int:
        """Delete those that were closed before then, with their receipts; return how many."""
        old = select(_R.request_id).where(_R.closed_at < before)
        self.connection.execute(delete(PRIVACY_RECEIPTS).where(_A.request_id.in_(old)))
        gone = delete(PRIVACY_REQUESTS).where(_R.closed_at < before)
        return self.connection.execute(gone).rowcount


@dataclass(frozen=True, slots=True)
class PostgresPrivacyReceipts:
    """The receipts on one transaction."""

    connection: Connection

    def add(self, receipt: Receipt) -> None:
        """Insert one; one that is there stays as it is."""
        values = {each.name: getattr(receipt, each.name) for each in fields(receipt)}
        self.connection.execute(insert(PRIVACY_RECEIPTS).values(values).on_conflict_do_nothing())

    def claim(self, now: datetime, *, again_at: datetime) -> Receipt | None:
        """Return a question that is due, and let it be due again then."""
        due = select(PRIVACY_RECEIPTS).where(_A.answered_at.is_(None), _A.due_at <= now)
        due = due.order_by(_A.due_at, _A.request_id, _A.holder).limit(1)
        row = self.connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        taken = self.connection.execute(
            update(PRIVACY_RECEIPTS)
            .where(*_this(_receipt(row)))
            .values(due_at=again_at, tries=_A.tries + 1)
            .returning(PRIVACY_RECEIPTS)
        ).one()
        return _receipt(taken)

    def of(self, request_ids: Collection[UUID]) -> Sequence[Receipt]:
        """Return all of these requests', in order of rounds and names."""
        query = select(PRIVACY_RECEIPTS).where(_A.request_id.in_(list(request_ids)))
        rows = self.connection.execute(query.order_by(_A.round, _A.holder))
        return [_receipt(row) for row in rows]

    def answered(self, receipt: Receipt, part: Part | None) -> None:
        """Keep an answer; one that was kept before stays."""
        self.connection.execute(
            update(PRIVACY_RECEIPTS)
            .where(*_this(receipt), _A.answered_at.is_(None))
            .values(
                answered_at=receipt.answered_at,
                records=receipt.records,
                digest=receipt.digest,
                part=None if part is None else part.content,
                why="",
            )
        )

    def later(self, receipt: Receipt, at: datetime, why: str) -> None:
        """Ask again then, if nobody has an answer by now."""
        waiting = update(PRIVACY_RECEIPTS).where(*_this(receipt), _A.answered_at.is_(None))
        self.connection.execute(waiting.values(due_at=at, why=why))

    def parts(self, request_id: UUID) -> Sequence[Part]:
        """Return what the holders have, for the export."""
        query = select(PRIVACY_RECEIPTS).where(_A.request_id == request_id, _A.part.is_not(None))
        rows = self.connection.execute(query.order_by(_A.holder))
        return [Part(holder=row.holder, content=row.part, records=row.records) for row in rows]

    def forget_parts(self, request_id: UUID) -> int:
        """Delete what the holders had; return how many."""
        held = update(PRIVACY_RECEIPTS).where(_A.request_id == request_id, _A.part.is_not(None))
        return self.connection.execute(held.values(part=None)).rowcount


def _this(receipt: Receipt) -> tuple[Any, ...]:
    return (
        _A.request_id == receipt.request_id,
        _A.holder == receipt.holder,
        _A.round == receipt.round,
    )


def _row(request: PrivacyRequest) -> dict[str, Any]:
    row = {each.name: getattr(request, each.name) for each in fields(request)}
    return row | {
        "kind": request.kind.name,
        "received": request.received.name,
        "state": request.state.name,
    }


def _request(row: Row[Any]) -> PrivacyRequest:
    said = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return PrivacyRequest(
        **said
        | {
            "kind": PrivacyRequestKind[row.kind],
            "received": Received[row.received],
            "state": PrivacyRequestState[row.state],
        }
    )


def _receipt(row: Row[Any]) -> Receipt:
    said = {name: value for name, value in row._mapping.items() if name != "part"}  # noqa: SLF001
    return Receipt(**said)

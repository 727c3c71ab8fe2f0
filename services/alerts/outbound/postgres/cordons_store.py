"""Cordons in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from services.alerts.domain.cordon import (
    NOT_OVER,
    Change,
    ChangeKind,
    Cordon,
    CordonStatus,
    Holding,
    Line,
    Shape,
)
from services.alerts.domain.cordon_errors import CordonNotFound
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.cordon_tables import CORDON_SHAPES, CORDONS

_C: Final = CORDONS.c
_S: Final = CORDON_SHAPES.c
_PEOPLE: Final = ("held_by", "changed_by")
_FIRST: Final = (_C.created_at, _C.cordon_id)
MOST_LISTED: Final = 100


@dataclass(frozen=True, slots=True)
class PostgresCordons:
    """The cordons on one transaction."""

    connection: Connection

    def add(self, cordon: Cordon) -> None:
        """Insert a new one."""
        self.connection.execute(insert(CORDONS).values(_row(cordon)))
        self._keep_shape(cordon)

    def get(self, cordon_id: UUID, *, lock: bool = False) -> Cordon:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            CordonNotFound: there is none.
        """
        query = _cordons().where(_C.cordon_id == cordon_id)
        if lock:
            query = query.with_for_update(of=CORDONS)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise CordonNotFound("There is no such cordon.")
        return _cordon(row)

    def save(self, cordon: Cordon) -> None:
        """Keep the next version, and its shape beside those before.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(CORDONS)
            .where(_C.cordon_id == cordon.cordon_id, _C.version == cordon.version - 1)
            .values(_row(cordon))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The cordon changed meanwhile: read it again.")
        self._keep_shape(cordon)

    def of_thread(self, thread_id: UUID) -> Sequence[Cordon]:
        """Return those of a thread, the first proposed first; what is over leaves none out."""
        over = _C.status.not_in(sorted(each.value for each in NOT_OVER))
        query = _cordons().where(_C.thread_id == thread_id).order_by(over, *_FIRST)
        rows = self.connection.execute(query.limit(MOST_LISTED))
        return sorted(map(_cordon, rows), key=lambda each: (each.created_at, each.cordon_id))

    def live(self) -> Sequence[Cordon]:
        """Return every one that is live."""
        query = _cordons().where(_C.status == CordonStatus.LIVE.value).order_by(*_FIRST)
        return [_cordon(row) for row in self.connection.execute(query)]

    def unpaged(self, at: datetime, *, most: int) -> Sequence[Cordon]:
        """Return those overdue of which nobody was told, locked; those of others are left."""
        query = (
            _cordons()
            .where(
                _C.status == CordonStatus.LIVE.value,
                _C.next_update_due <= at,
                _C.paged_for.is_distinct_from(_C.next_update_due),
            )
            .order_by(_C.next_update_due)
            .limit(most)
            .with_for_update(of=CORDONS, skip_locked=True)
        )
        return [_cordon(row) for row in self.connection.execute(query)]

    def paged(self, cordon: Cordon) -> None:
        """Keep about which due time officers were paged."""
        self.connection.execute(
            update(CORDONS)
            .where(_C.cordon_id == cordon.cordon_id)
            .values(paged_for=cordon.paged_for)
        )

    def handled_by(self, subject: str) -> Sequence[Cordon]:
        """Return those that name a person."""
        query = _cordons().where(_named(subject)).order_by(*_FIRST)
        return [_cordon(row) for row in self.connection.execute(query)]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        renamed = {name: func.replace(_C[name], subject, pseudonym) for name in _PEOPLE}
        return self.connection.execute(
            update(CORDONS).where(_named(subject)).values(renamed)
        ).rowcount

    def _keep_shape(self, cordon: Cordon) -> None:
        shape = cordon.shape
        if shape is None:
            return
        values = {
            "cordon_id": cordon.cordon_id,
            "number": shape.number,
            "place": shape.place,
            "polygon": shape.polygon,
            "since": shape.since,
        }
        self.connection.execute(insert(CORDON_SHAPES).values(values).on_conflict_do_nothing())


def _named(subject: str) -> Any:
    return or_(*(_C[name] == subject for name in _PEOPLE))


def _cordons() -> Select[Any]:
    shape = and_(_S.cordon_id == _C.cordon_id, _S.number == _C.shape_number)
    parts = (_S.place, _S.polygon, _S.since)
    return select(CORDONS, *parts).outerjoin(CORDON_SHAPES, shape)


def _row(cordon: Cordon) -> dict[str, Any]:
    change, holding = cordon.change, cordon.holding
    line = change.line if change else None
    reference = (line.authority_reference if line else None) or (
        change.authority_reference if change else None
    )
    return {
        "cordon_id": cordon.cordon_id,
        "thread_id": cordon.thread_id,
        "alert_id": cordon.alert_id,
        "version": cordon.version,
        "status": cordon.status.value,
        "cap_status": cordon.cap_status.name,
        "created_at": cordon.created_at,
        "shape_number": cordon.shape.number if cordon.shape else None,
        "next_update_due": cordon.next_update_due,
        "updated_at": cordon.updated_at,
        "lifted_at": cordon.lifted_at,
        "held_by": holding.by if holding else None,
        "held_since": holding.since if holding else None,
        "handover_note": holding.note if holding else None,
        "change_kind": change.kind.value if change else None,
        "changed_by": change.by if change else None,
        "changed_at": change.at if change else None,
        "change_place": line.place if line else None,
        "change_polygon": line.polygon if line else None,
        "change_due": line.next_update_due if line else None,
        "change_reference": reference,
        "paged_for": cordon.paged_for,
    }


def _cordon(row: Row[Any]) -> Cordon:
    holding = row.held_by and Holding(by=row.held_by, since=row.held_since, note=row.handover_note)
    shape = row.shape_number and Shape(
        number=row.shape_number, place=row.place, polygon=row.polygon, since=row.since
    )
    return Cordon(
        cordon_id=row.cordon_id,
        thread_id=row.thread_id,
        alert_id=row.alert_id,
        version=row.version,
        status=CordonStatus(row.status),
        created_at=row.created_at,
        cap_status=CapStatus[row.cap_status],
        shape=shape or None,
        next_update_due=row.next_update_due,
        updated_at=row.updated_at,
        lifted_at=row.lifted_at,
        holding=holding or None,
        change=_change(row) if row.change_kind else None,
        paged_for=row.paged_for,
    )


def _change(row: Row[Any]) -> Change:
    kind = ChangeKind(row.change_kind)
    if kind is ChangeKind.LIFT:
        return Change(
            kind=kind,
            by=row.changed_by,
            at=row.changed_at,
            line=None,
            authority_reference=row.change_reference,
        )
    line = Line(
        place=row.change_place,
        polygon=row.change_polygon,
        next_update_due=row.change_due,
        authority_reference=row.change_reference or "",
    )
    return Change(kind=kind, by=row.changed_by, at=row.changed_at, line=line)

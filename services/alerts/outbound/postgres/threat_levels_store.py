"""The changes of the threat levels in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on, insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.threat_change import (
    ChangeStatus,
    Hand,
    Proposal,
    StandingLevel,
    ThreatLevelChange,
)
from services.alerts.domain.threat_errors import (
    ThreatLevelChangeNotFound,
    ThreatLevelChangeUnderWay,
)
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, ThreatSeries
from services.alerts.outbound.postgres.threat_tables import THREAT_LEVEL_CHANGES

_C: Final = THREAT_LEVEL_CHANGES.c
_BEFORE: Final = THREAT_LEVEL_CHANGES.alias("before")
_PEOPLE: Final = ("proposed_by", "approved_by", "withdrawn_by")


@dataclass(frozen=True, slots=True)
class PostgresThreatLevelChanges:
    """The changes on one transaction."""

    connection: Connection

    def add(self, change: ThreatLevelChange) -> None:
        """Insert a new proposal.

        Raises:
            ThreatLevelChangeUnderWay: another of its series is not decided.
        """
        statement = insert(THREAT_LEVEL_CHANGES).values(_row(change)).on_conflict_do_nothing()
        kept = self.connection.execute(statement.returning(_C.change_id)).first()
        if kept is None:
            raise ThreatLevelChangeUnderWay("Another change of this level awaits its decision.")

    def get(self, change_id: UUID, *, lock: bool = False) -> ThreatLevelChange:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            ThreatLevelChangeNotFound: there is none.
        """
        query = _changes().where(_C.change_id == change_id)
        if lock:
            query = query.with_for_update(of=THREAT_LEVEL_CHANGES)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise ThreatLevelChangeNotFound("There is no such change.")
        return _change(row)

    def many(self, change_ids: Collection[UUID]) -> Sequence[ThreatLevelChange]:
        """Return those of these changes that there are."""
        rows = self.connection.execute(_changes().where(_C.change_id.in_(change_ids)))
        return [_change(row) for row in rows]

    def save(self, change: ThreatLevelChange) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(THREAT_LEVEL_CHANGES)
            .where(_C.change_id == change.change_id, _C.version == change.version - 1)
            .values(_row(change))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The change was decided meanwhile: read it again.")

    def standing(self) -> Mapping[ThreatSeries, StandingLevel]:
        """Return the newest level of each series that has one."""
        rows = self.connection.execute(
            select(THREAT_LEVEL_CHANGES)
            .where(_C.number.is_not(None))
            .ext(distinct_on(_C.series))
            .order_by(_C.series, _C.number.desc())
        )
        return {level.series: level for level in map(_standing, rows)}

    def history(
        self, series: ThreatSeries, *, before: int | None, size: int
    ) -> Sequence[StandingLevel]:
        """Return the levels of a series, newest first."""
        bound: ColumnElement[bool] = _C.number.is_not(None)
        if before is not None:
            bound = _C.number < before
        rows = self.connection.execute(
            select(THREAT_LEVEL_CHANGES)
            .where(_C.series == series.value, bound)
            .order_by(_C.number.desc())
            .limit(size)
        )
        return [_standing(row) for row in rows]

    def page(
        self, statuses: frozenset[ChangeStatus], *, after: Place | None, size: int
    ) -> Sequence[ThreatLevelChange]:
        """Return changes, the newest proposal first."""
        query = _changes().where(_C.status.in_(sorted(each.value for each in statuses)))
        if after is not None:
            place = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(_C.proposed_at, _C.change_id) < place)
        newest_first = (_C.proposed_at.desc(), _C.change_id.desc())
        rows = self.connection.execute(query.order_by(*newest_first).limit(size))
        return [_change(row) for row in rows]

    def handled_by(self, subject: str) -> Sequence[ThreatLevelChange]:
        """Return those in which a person had a hand, oldest first."""
        rows = self.connection.execute(
            _changes().where(_handled(subject)).order_by(_C.proposed_at, _C.change_id)
        )
        return [_change(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        renamed = {name: func.replace(_C[name], subject, pseudonym) for name in _PEOPLE}
        return self.connection.execute(
            update(THREAT_LEVEL_CHANGES).where(_handled(subject)).values(renamed)
        ).rowcount


def _handled(subject: str) -> ColumnElement[bool]:
    return or_(*(_C[name] == subject for name in _PEOPLE))


def _changes() -> Select[Any]:
    """Return the query for changes, each with the level that stood when it was proposed."""
    followed = and_(_BEFORE.c.series == _C.series, _BEFORE.c.number == _C.follows)
    earlier = [
        _BEFORE.c[name].label(f"before_{name}")
        for name in ("series", "number", "level", "response", "since", "approved_at")
    ]
    return select(THREAT_LEVEL_CHANGES, *earlier).outerjoin(_BEFORE, followed)


def _row(change: ThreatLevelChange) -> dict[str, Any]:
    said, approved, withdrawn = change.proposal, change.approved, change.withdrawn
    level = change.in_force
    return {
        "change_id": change.change_id,
        "series": said.series.value,
        "version": change.version,
        "status": change.status.value,
        "level": said.level.value,
        "response": said.response.value,
        "reason": said.reason,
        "authority_reference": said.authority_reference,
        "since": said.since,
        "follows": change.follows.number if change.follows else 0,
        "number": level.number if level else None,
        "proposed_by": change.proposed.by,
        "proposed_at": change.proposed.at,
        "approved_by": approved.by if approved else None,
        "approved_at": approved.at if approved else None,
        "withdrawn_by": withdrawn.by if withdrawn else None,
        "withdrawn_at": withdrawn.at if withdrawn else None,
        "withdrawn_why": withdrawn.why if withdrawn else None,
    }


def _change(row: Row[Any]) -> ThreatLevelChange:
    return ThreatLevelChange(
        change_id=row.change_id,
        proposal=Proposal(
            series=ThreatSeries(row.series),
            level=ThreatLevel(row.level),
            response=ResponseLevel(row.response),
            reason=row.reason,
            authority_reference=row.authority_reference,
            since=row.since,
        ),
        proposed=Hand(by=row.proposed_by, at=row.proposed_at),
        follows=None if row.before_number is None else _standing(row, "before_"),
        version=row.version,
        approved=_hand(row.approved_by, row.approved_at),
        withdrawn=_hand(row.withdrawn_by, row.withdrawn_at, row.withdrawn_why),
    )


def _standing(row: Row[Any], prefix: str = "") -> StandingLevel:
    said = {name: getattr(row, f"{prefix}{name}") for name in ("since", "approved_at")}
    return StandingLevel(
        series=ThreatSeries(getattr(row, f"{prefix}series")),
        number=getattr(row, f"{prefix}number"),
        level=ThreatLevel(getattr(row, f"{prefix}level")),
        response=ResponseLevel(getattr(row, f"{prefix}response")),
        since=said["since"] or said["approved_at"],
        set_at=said["approved_at"],
    )


def _hand(by: str | None, at: datetime, why: str | None = "") -> Hand | None:
    return None if by is None else Hand(by=by, at=at, why=why or "")

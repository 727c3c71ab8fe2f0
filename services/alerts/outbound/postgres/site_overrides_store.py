"""The own response levels of premises in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    any_,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on, insert

from chassis.errors import StaleVersion
from chassis.postgres.engine import wait_outside
from chassis.postgres.tables import PRINCIPALS
from kernel.standing import Standing
from services.alerts.domain.site_notice import SiteNotice
from services.alerts.domain.site_response import LEAD, OverrideEnd, SiteOverride, SiteStanding
from services.alerts.domain.threat_change import Hand
from services.alerts.domain.threat_levels import ResponseLevel, ThreatSeries
from services.alerts.outbound.postgres.site_tables import SITE_NOTICES, SITE_OVERRIDES

_O: Final = SITE_OVERRIDES.c
_N: Final = SITE_NOTICES.c
_PEOPLE: Final = ("decided_by", "ended_by")


@dataclass(frozen=True, slots=True)
class PostgresSiteOverrides:
    """The own levels on one transaction."""

    connection: Connection

    def newest(
        self, premises_ids: Collection[UUID], *, lock: bool = False
    ) -> Mapping[UUID, SiteOverride]:
        """Return the newest of each; locked by an advisory lock of the premises, if asked."""
        if lock:  # also against another first one: there is no row yet that could be locked
            for each in sorted(premises_ids):
                named = func.hashtextextended(f"site:{each}", 0)
                self.connection.execute(select(func.pg_advisory_xact_lock(named)))
        rows = self.connection.execute(
            select(SITE_OVERRIDES)
            .where(_O.premises_id.in_(list(premises_ids)))
            .ext(distinct_on(_O.premises_id))
            .order_by(_O.premises_id, _O.number.desc())
        )
        return {each.premises_id: each for each in map(_override, rows)}

    def history(
        self, premises_id: UUID, *, before: int | None, size: int
    ) -> Sequence[SiteOverride]:
        """Return those of a premises, newest first."""
        query = select(SITE_OVERRIDES).where(_O.premises_id == premises_id)
        if before is not None:
            query = query.where(_O.number < before)
        rows = self.connection.execute(query.order_by(_O.number.desc()).limit(size))
        return list(map(_override, rows))

    def add(self, override: SiteOverride) -> None:
        """Insert a new one.

        Raises:
            StaleVersion: the premises has another by now.
        """
        statement = insert(SITE_OVERRIDES).values(_row(override)).on_conflict_do_nothing()
        if self.connection.execute(statement.returning(_O.override_id)).first() is None:
            raise StaleVersion("Somebody set another level meanwhile: read it again.")

    def save(self, override: SiteOverride) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(SITE_OVERRIDES)
            .where(_O.override_id == override.override_id, _O.version == override.version - 1)
            .values(_row(override))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The level changed meanwhile: read it again.")

    def find(self, override_id: UUID) -> SiteOverride | None:
        """Return one."""
        query = select(SITE_OVERRIDES).where(_O.override_id == override_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _override(row)

    def due(
        self, at: datetime, numbers: Mapping[ThreatSeries, int], *, most: int
    ) -> Sequence[SiteOverride]:
        """Return those whose people have something new to hear, locked."""
        another = [
            and_(_O.series == series.value, _O.told_number != numbers.get(series, 0))
            for series in ThreatSeries
        ]
        begins = and_(_O.told == SiteStanding.PLANNED.value, _O.since <= at)
        rows = self.connection.execute(
            select(SITE_OVERRIDES)
            .where(_O.end.is_(None), or_(_O.until <= at, begins, *another))
            .order_by(_O.premises_id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return list(map(_override, rows))

    def live(self) -> Sequence[SiteOverride]:
        """Return every one that is not over."""
        query = select(SITE_OVERRIDES).where(_O.end.is_(None)).order_by(_O.premises_id)
        return list(map(_override, self.connection.execute(query)))

    def moved(self, premises_id: UUID, series: ThreatSeries) -> bool:
        """Say whose threat level it follows; the number that was told is none of that series."""
        changed = self.connection.execute(
            update(SITE_OVERRIDES)
            .where(_O.premises_id == premises_id, _O.end.is_(None), _O.series != series.value)
            .values(series=series.value, told_number=-1)
        ).rowcount
        return bool(changed)

    def forget(self, premises_id: UUID) -> int:
        """Delete those of a premises, and what waits to be told about them."""
        mine = select(_O.override_id).where(_O.premises_id == premises_id)
        self.connection.execute(delete(SITE_NOTICES).where(_N.override_id.in_(mine)))
        gone = delete(SITE_OVERRIDES).where(_O.premises_id == premises_id)
        return self.connection.execute(gone).rowcount

    def handled_by(self, subject: str) -> Sequence[SiteOverride]:
        """Return those in which a person had a hand, oldest first."""
        query = select(SITE_OVERRIDES).where(_handled(subject))
        rows = self.connection.execute(query.order_by(_O.decided_at, _O.override_id))
        return list(map(_override, rows))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place, and delete the notices to them."""
        renamed = {name: func.replace(_O[name], subject, pseudonym) for name in _PEOPLE}
        changed = update(SITE_OVERRIDES).where(_handled(subject)).values(renamed)
        gone = delete(SITE_NOTICES).where(_N.subject == subject)
        return self.connection.execute(changed).rowcount + self.connection.execute(gone).rowcount

    def notify(self, overrides: Sequence[SiteOverride], *, but: str | None, at: datetime) -> int:
        """Insert a notice to each security lead of each of their organisations."""
        whose = {each.organisation_id for each in overrides}
        leads = self.connection.execute(
            select(PRINCIPALS.c.subject, PRINCIPALS.c.organisation_id).where(
                PRINCIPALS.c.organisation_id.in_(sorted(whose)),
                literal(LEAD) == any_(PRINCIPALS.c.roles),
                PRINCIPALS.c.standing == Standing.ACTIVE.name,
            )
        ).all()
        rows = [
            {
                "notice_id": func.gen_random_uuid(),
                "override_id": own.override_id,
                "version": own.version,
                "subject": lead.subject,
                "due_at": at,
                "attempts": 0,
                "given_up": "",
            }
            for own in overrides
            for lead in leads
            if lead.organisation_id == own.organisation_id and lead.subject != but
        ]
        if not rows:
            return 0
        statement = insert(SITE_NOTICES).values(rows).on_conflict_do_nothing()
        return len(self.connection.execute(statement.returning(_N.notice_id)).all())

    def due_notice(self, at: datetime) -> SiteNotice | None:
        """Return one that is to be sent, locked."""
        row = self.connection.execute(
            select(SITE_NOTICES)
            .where(_N.sent_at.is_(None), _N.given_up == "", _N.due_at <= at)
            .order_by(_N.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        wait_outside(self.connection)  # it is held while it is handed over
        return SiteNotice(**row._mapping)  # noqa: SLF001 - SQLAlchemy's own

    def forget_notices(self, before: datetime, *, most: int) -> int:
        """Delete some that were settled and due before then."""
        settled = or_(_N.sent_at.is_not(None), _N.given_up != "")
        old = select(_N.notice_id).where(_N.due_at < before, settled).limit(most)
        gone = delete(SITE_NOTICES).where(_N.notice_id.in_(old))
        return self.connection.execute(gone).rowcount

    def settle(self, notice: SiteNotice) -> None:
        """Keep what became of a notice."""
        said = {
            name: value
            for name, value in asdict(notice).items()
            if name in {"due_at", "attempts", "sent_at", "given_up"}
        }
        self.connection.execute(
            update(SITE_NOTICES).where(_N.notice_id == notice.notice_id).values(said)
        )


def _handled(subject: str) -> ColumnElement[bool]:
    return or_(*(_O[name] == subject for name in _PEOPLE))


def _row(own: SiteOverride) -> dict[str, Any]:
    return {
        "override_id": own.override_id,
        "premises_id": own.premises_id,
        "organisation_id": own.organisation_id,
        "series": own.series.value,
        "number": own.number,
        "version": own.version,
        "response": own.response.value,
        "reason": own.reason,
        "since": own.since,
        "until": own.until,
        "decided_by": own.decided.by,
        "decided_at": own.decided.at,
        "told": own.told.value,
        "told_number": own.told_number,
        "end": own.end.value if own.end else None,
        "ended_at": own.ended_at,
        "ended_by": own.ended.by if own.ended else None,
        "ended_why": own.ended.why if own.ended else None,
    }


def _override(row: Row[Any]) -> SiteOverride:
    ended = None
    if row.ended_by is not None:
        ended = Hand(by=row.ended_by, at=row.ended_at, why=row.ended_why or "")
    return SiteOverride(
        override_id=row.override_id,
        premises_id=row.premises_id,
        organisation_id=row.organisation_id,
        series=ThreatSeries(row.series),
        number=row.number,
        version=row.version,
        response=ResponseLevel(row.response),
        reason=row.reason,
        since=row.since,
        until=row.until,
        decided=Hand(by=row.decided_by, at=row.decided_at),
        told=SiteStanding(row.told),
        told_number=row.told_number,
        end=OverrideEnd(row.end) if row.end else None,
        ended_at=row.ended_at,
        ended=ended,
    )

"""Private drills in PostgreSQL: they are alerts, each of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, case, func, literal, select, tuple_

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AudienceRow
from kernel.pages import Place
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.drill_errors import DrillNotFound
from services.alerts.domain.drilling import SERIOUS
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.alert_rows import alert_of, audience_of_row
from services.alerts.outbound.postgres.tables import ALERTS

_A = ALERTS.c
_P = PRINCIPALS.c


@dataclass(frozen=True, slots=True)
class PostgresDrills:
    """The drills on one transaction."""

    connection: Connection

    def hold(self, organisation_id: str) -> None:
        """Let nobody else begin a drill of an organisation until the transaction ends."""
        key = func.hashtextextended(f"drill:{organisation_id}", 0)
        self.connection.execute(select(func.pg_advisory_xact_lock(key)))

    def running(self, organisation_id: str) -> Alert | None:
        """Return the drill that an organisation runs now, or None."""
        row = self.connection.execute(
            select(ALERTS).where(_A.drill_of == organisation_id, _A.status == Status.ISSUED.name)
        ).one_or_none()
        return None if row is None else alert_of(row)

    def count_since(self, organisation_id: str, at: datetime) -> int:
        """Return how many drills an organisation began since then."""
        query = select(func.count()).where(_A.drill_of == organisation_id, _A.sorted_at >= at)
        return int(self.connection.scalar(query) or 0)

    def get(self, organisation_id: str, drill_id: UUID, *, lock: bool = False) -> Alert:
        """Return a drill of an organisation, its row locked until the transaction ends if asked.

        Raises:
            DrillNotFound: there is none, or it is another organisation's.
        """
        query = select(ALERTS).where(_A.alert_id == drill_id, _A.drill_of == organisation_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise DrillNotFound("There is no such drill.")
        return alert_of(row)

    def real(self) -> Sequence[tuple[AudienceRow, ...]]:
        """Return for whom the serious alerts are that are out and meant, whoever may read them."""
        said = _A.content
        default = case(
            (func.coalesce(said["exercise"].astext, "") == "true", CapStatus.EXERCISE.value),
            else_=CapStatus.ACTUAL.value,
        )
        rows = self.connection.scalars(
            select(said["audience"]).where(
                _A.status == Status.ISSUED.name,
                _A.superseded_by.is_(None),
                said["severity"].astext.in_([each.value for each in SERIOUS]),
                func.coalesce(said["cap_status"].astext, default) == CapStatus.ACTUAL.value,
            )
        )
        return [audience_of_row(each) for each in rows]

    def people(self, organisation_id: str) -> Sequence[Principal]:
        """Return those of an organisation who may use their account, one of each kind."""
        rows = self.connection.execute(
            select(_P.tier, _P.roles, _P.regions, _P.sectors)
            .where(_P.organisation_id == organisation_id, _P.standing == Standing.ACTIVE.name)
            .distinct()
        )
        return [
            Principal(
                subject=None,
                tier=Tier[each.tier],
                roles=frozenset(each.roles),
                regions=frozenset(each.regions),
                sectors=frozenset(each.sectors),
                organisation_id=organisation_id,
            )
            for each in rows
        ]

    def page(self, organisation_id: str, *, after: Place | None, size: int) -> Sequence[Alert]:
        """Return the drills of an organisation, newest first."""
        query = select(ALERTS).where(_A.drill_of == organisation_id)
        if after is not None:
            query = query.where(
                tuple_(_A.sorted_at, _A.alert_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        newest_first = (_A.sorted_at.desc(), _A.alert_id.desc())
        rows = self.connection.execute(query.order_by(*newest_first).limit(size))
        return [alert_of(row) for row in rows]

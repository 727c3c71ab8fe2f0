"""What was issued before, as far as it tells what is unusual now."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, column, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from kernel.audiences import Kind, Mode
from services.alerts.domain.sharing import Name, Past
from services.alerts.domain.wording import EVERY_CHANNEL, CapStatus, Channel
from services.alerts.outbound.postgres.tables import ALERTS

LATEST: Final = 20
"""Of so many the reach and the channels say what is usual."""


@dataclass(frozen=True, slots=True)
class PostgresSharing:
    """Looks back on one transaction."""

    connection: Connection

    def past(self, names: AbstractSet[Name], cap_status: CapStatus) -> Past:
        """Return what was issued of a kind, and which of the names it was sent to."""
        of_kind = (
            ALERTS.c.issued_at.is_not(None),
            ALERTS.c.drill_of.is_(None),
            func.coalesce(ALERTS.c.content["cap_status"].astext, CapStatus.ACTUAL.value)
            == cap_status.value,
        )
        if not self.connection.execute(select(exists().where(*of_kind))).scalar_one():
            return Past()
        latest = self.connection.execute(
            select(ALERTS.c.reach, ALERTS.c.content["channels"].label("channels"))
            .where(*of_kind)
            .order_by(ALERTS.c.sorted_at.desc(), ALERTS.c.alert_id.desc())
            .limit(LATEST)
        ).all()
        used = [
            EVERY_CHANNEL if row.channels is None else frozenset(map(Channel, row.channels))
            for row in latest
        ]
        row = func.jsonb_array_elements(ALERTS.c.content["audience"]).table_valued(
            column("value", JSONB), name="audience_row"
        )
        mode, kind, value = (row.c.value[number].astext for number in range(3))
        asked = [(each.value, said) for each, said in sorted(names, key=lambda n: n[0].value)]
        found = self.connection.execute(
            select(kind.label("kind"), value.label("name"))
            .select_from(ALERTS)
            .join(row, onclause=mode != Mode.EXCLUDE.value)
            .where(*of_kind, tuple_(kind, value).in_(asked))
            .distinct()
        )
        return Past(
            any=True,
            named=frozenset((Kind(each.kind), each.name) for each in found),
            reaches=tuple(each.reach for each in latest if each.reach is not None),
            channels=frozenset().union(*used),
        )

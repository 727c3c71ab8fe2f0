"""What was sent, paged and told to a person, as an export shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, select

from chassis.postgres.personal_data import purpose_of
from kernel.ports import HeldRow
from services.alerts.outbound.postgres.cascade_tables import CASCADE_MEMBERS
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES, RECIPIENTS
from services.alerts.outbound.postgres.page_tables import PAGES
from services.alerts.outbound.postgres.site_tables import SITE_NOTICES

_D, _M, _P, _N = DELIVERIES.c, CASCADE_MEMBERS.c, PAGES.c, SITE_NOTICES.c


@dataclass(frozen=True, slots=True)
class PostgresSentTo:
    """Those rows on one transaction; nothing of what a provider calls them, nor of our queues."""

    connection: Connection

    def of(self, subject: str) -> Sequence[HeldRow]:
        """Return (table, purpose, row) for each that went to a person who has an account."""
        mine = select(RECIPIENTS.c.recipient_id).where(RECIPIENTS.c.subject == subject)
        return [
            *self._rows(
                (_D.alert_id, _D.notice, _D.channel, _D.state, _D.handed_at),
                _D.recipient_id.in_(mine),
            ),
            *self._rows((_M.alert_id, _M.region, _M.sector), _M.recipient_id.in_(mine)),
            *self._rows(
                (_P.why, _P.alert_id, _P.region, _P.queued_at, _P.sent_at), _P.subject == subject
            ),
            *self._rows((_N.override_id, _N.due_at, _N.sent_at), _N.subject == subject),
        ]

    def _rows(
        self, shown: tuple[Column[Any], ...], about: ColumnElement[bool]
    ) -> Sequence[HeldRow]:
        table = shown[0].table
        return [
            (table.name, purpose_of(table), {str(name): value for name, value in row.items()})
            for row in self.connection.execute(
                select(*shown).where(about).order_by(*shown[:1])
            ).mappings()
        ]

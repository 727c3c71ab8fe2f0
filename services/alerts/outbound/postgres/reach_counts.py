"""How many an alert reaches, counted by the predicate that delivers it and filters the stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select

from chassis.postgres.tables import PRINCIPALS
from kernel.access import may_read
from kernel.standing import Standing
from services.alerts.domain.aim import Aim
from services.alerts.domain.audience import compiled
from services.alerts.domain.dispatch import NOBODY
from services.alerts.domain.reach import Counted
from services.alerts.domain.recipient import reached
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.audience_filter import (
    accounts_that_might_be,
    recipients_that_might_be,
)
from services.alerts.outbound.postgres.deliveries_store import PostgresDeliveries
from services.alerts.outbound.postgres.delivery_tables import RECIPIENTS
from services.alerts.outbound.postgres.reach_classes import Facts, person, ways
from services.alerts.outbound.postgres.recipients_store import PostgresRecipients
from services.alerts.outbound.postgres.webhook_tables import WEBHOOKS

CHUNK: Final = 20_000
"""Classes of people, or endpoints, that are judged at once."""

_P: Final = PRINCIPALS.c
_USABLE: Final = Standing.ACTIVE.name


@dataclass(frozen=True, slots=True)
class PostgresReach:
    """Counts in this service's own copies of people and premises, on one transaction."""

    connection: Connection
    deliveries: PostgresDeliveries

    def count(self, aim: Aim, earlier: Sequence[UUID] = ()) -> Counted:
        """Return who may read it and is among those whom it is for, and what is sent to them.

        A person is one, by however many addresses and browsers; an endpoint is nobody.
        """
        accounts = 0 if aim.cap_status is CapStatus.TEST else self._accounts(aim)
        others, messages = self._recipients(aim, earlier)
        return Counted(
            people=accounts + others, messages=messages + self._to_endpoints(aim, earlier)
        )

    def _accounts(self, aim: Aim) -> int:
        """Count active accounts that see it on the stream and the pages."""
        facts = Facts(aim)
        statement = (
            select(*facts.columns, func.count().label("people"))
            .select_from(facts.beside(PRINCIPALS))
            .where(_P.standing == _USABLE, accounts_that_might_be(aim.audience), *facts.named)
            .group_by(*facts.columns)
        )
        return sum(row["people"] for row, for_them in self._judged(aim, statement) if for_them)

    def _recipients(self, aim: Aim, earlier: Sequence[UUID]) -> tuple[int, int]:
        """Count who is sent it and is not counted as an account, and the messages to people."""
        for_test = aim.cap_status is CapStatus.TEST
        nameless, named, messages = 0, set[str](), 0
        for row, for_them in self._judged(aim, _classes_of_recipients(aim, earlier)):
            each = row["handed"] + (row["chosen"] if for_them else 0)
            counted = not for_test and for_them and row["standing"] == _USABLE
            messages += each * row["people"]
            if each and not counted:
                nameless += row["people"] - len(row["names"] or ())
                named.update(row["names"] or ())
        return nameless + len(named), messages

    def _to_endpoints(self, aim: Aim, earlier: Sequence[UUID]) -> int:
        """Count messages to the endpoints of organisations, which are few: one by one."""
        recipients, messages, after = PostgresRecipients(self.connection), 0, NOBODY
        while page := recipients.page(
            after=after,
            size=CHUNK,
            audience=aim.audience,
            or_handed=earlier,
            endpoints=True,
        ):
            had = self.deliveries.had(earlier, [each.recipient_id for each in page])
            messages += sum(len(each.ways) for each in reached(page, aim, had))
            after = page[-1].recipient_id
        return messages

    def _judged(self, aim: Aim, statement: Select[Any]) -> Iterator[tuple[RowMapping, bool]]:
        """Return each class of people with whether the alert is for them."""
        predicate = compiled(aim.audience)
        rows = iter(self.connection.execute(statement).mappings())
        while chunk := list(islice(rows, CHUNK)):
            people = [person(row) for row in chunk]
            among = predicate.among(people)
            for row, (who, _), addressed in zip(chunk, people, among, strict=True):
                yield row, addressed and may_read(who, aim.marking)


def _classes_of_recipients(aim: Aim, earlier: Sequence[UUID]) -> Select[Any]:
    """Return who might be sent it, in classes of whom the record says the same; no endpoints."""
    facts, by = Facts(aim, recipients=True), ways(aim, earlier)
    columns = [*facts.columns, by.c.handed, by.c.chosen]
    there = (
        RECIPIENTS.join(by, by.c.recipient_id == RECIPIENTS.c.recipient_id)
        .outerjoin(PRINCIPALS, _P.subject == RECIPIENTS.c.subject)
        .outerjoin(WEBHOOKS, WEBHOOKS.c.webhook_id == RECIPIENTS.c.recipient_id)
    )
    might_be = and_(recipients_that_might_be(aim.audience), *facts.named)
    names = func.array_agg(RECIPIENTS.c.subject).filter(RECIPIENTS.c.subject.is_not(None))
    return (
        select(*columns, func.count().label("people"), names.label("names"))
        .select_from(facts.beside(there))
        .where(
            RECIPIENTS.c.active,
            WEBHOOKS.c.webhook_id.is_(None),
            or_(might_be, by.c.handed > 0),
        )
        .group_by(*columns)
    )

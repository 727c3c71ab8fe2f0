"""How many an alert reaches, counted by the predicate that delivers it and filters the stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, any_, literal, select

from chassis.postgres.tables import PRINCIPALS
from kernel.markings import Marking
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.aim import Aim
from services.alerts.domain.audience import compiled
from services.alerts.domain.dispatch import NOBODY
from services.alerts.domain.reach import Counted
from services.alerts.domain.recipient import reached
from services.alerts.domain.whereabouts import NO_HOLDINGS
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.audience_filter import accounts_that_might_be
from services.alerts.outbound.postgres.deliveries_store import PostgresDeliveries
from services.alerts.outbound.postgres.recipients_store import PostgresRecipients
from services.alerts.outbound.postgres.whereabouts_store import PostgresWhereabouts

CHUNK: Final = 20_000
"""So many that what a page looks up anew costs little, and so few that memory does."""

_P: Final = PRINCIPALS.c
_ASKED: Final = (_P.subject, _P.tier, _P.roles, _P.regions, _P.sectors, _P.organisation_id)


@dataclass(frozen=True, slots=True)
class PostgresReach:
    """Counts in this service's own copies of people and premises, on one transaction."""

    connection: Connection
    deliveries: PostgresDeliveries

    def count(self, aim: Aim, earlier: Sequence[UUID] = ()) -> Counted | None:
        """Return who may read it and is among those whom it is for, and what is sent to them.

        A person is one, by however many addresses and browsers; an endpoint is nobody.
        """
        accounts = 0 if aim.cap_status is CapStatus.TEST else self._accounts(aim)
        recipients, after = PostgresRecipients(self.connection), NOBODY
        others, known_by_name, messages = 0, set[str](), 0
        while page := recipients.page(
            after=after, size=CHUNK, audience=aim.audience, or_handed=earlier
        ):
            had = self.deliveries.had(earlier, [each.recipient_id for each in page])
            for each, reaching in zip(page, reached(page, aim, had), strict=True):
                known = (
                    aim.cap_status is not CapStatus.TEST
                    and reaching.for_them
                    and each.account is not None
                    and each.account.active
                )
                if reaching.ways and not known and each.endpoint is None:
                    others += each.subject is None
                    known_by_name |= set() if each.subject is None else {each.subject}
                messages += len(reaching.ways)
            after = page[-1].recipient_id
        return Counted(people=accounts + others + len(known_by_name), messages=messages)

    def _accounts(self, aim: Aim) -> int:
        """Count active accounts that see it on the stream and the pages."""
        predicate, whereabouts = compiled(aim.audience), PostgresWhereabouts(self.connection)
        total = 0
        for rows in self._candidates(aim):
            ids = {row.organisation_id for row in rows if row.organisation_id is not None}
            holdings = whereabouts.holdings(ids)
            people = [
                (_person(row), holdings.get(row.organisation_id, NO_HOLDINGS)) for row in rows
            ]
            total += sum(predicate.among(people))
        return total

    def _candidates(self, aim: Aim) -> Iterator[Sequence[Any]]:
        """Return who might be counted, in the order of their subjects, so many at once.

        By keys, and not by a cursor: the connection of a reader has no transaction to hold one.
        """
        statement = select(*_ASKED).where(
            _P.standing == Standing.ACTIVE.name,
            _may_read(aim.marking),
            accounts_that_might_be(aim.audience),
        )
        after = ""
        while rows := self.connection.execute(
            statement.where(_P.subject > after).order_by(_P.subject).limit(CHUNK)
        ).all():
            yield rows
            after = rows[-1].subject


def _person(row: Row[Any]) -> Principal:
    return Principal(
        subject=row.subject,
        tier=Tier[row.tier],
        roles=frozenset(row.roles),
        regions=frozenset(row.regions),
        sectors=frozenset(row.sectors),
        organisation_id=row.organisation_id,
    )


def _may_read(marking: Marking) -> ColumnElement[bool]:
    """Return kernel.access.may_read as SQL: a test holds them equal."""
    parts: list[ColumnElement[bool]] = [
        _P.tier.in_([each.name for each in Tier if each >= marking.minimum_tier])
    ]
    if marking.closed_group is not None:
        parts.append(literal(marking.closed_group) == any_(_P.closed_groups))
    if marking.named_subjects:
        parts.append(_P.subject.in_(sorted(marking.named_subjects)))
    return and_(*parts)

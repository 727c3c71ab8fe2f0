"""How many an alert reaches, counted by the predicate that delivers it and filters the stream."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, or_, select

from chassis.postgres.tables import PRINCIPALS
from kernel.standing import Standing
from services.alerts.domain.aim import Aim
from services.alerts.domain.cascade_regions import regions_at
from services.alerts.domain.reach import Counted
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.audience_filter import (
    accounts_that_might_be,
    recipients_that_might_be,
)
from services.alerts.outbound.postgres.delivery_tables import RECIPIENTS
from services.alerts.outbound.postgres.reach_classes import (
    JUDGED,
    Facts,
    judged,
    taken_by_endpoints,
    ways,
    with_rights,
)

_P: Final = PRINCIPALS.c
_USABLE: Final = Standing.ACTIVE.name


@dataclass(frozen=True, slots=True)
class PostgresReach:
    """Counts in this service's own copies of people and premises, on one transaction."""

    connection: Connection

    def count(self, aim: Aim, earlier: Sequence[UUID] = ()) -> Counted:
        """Return who may read it and is among those whom it is for, and what is sent to them.

        A person is one, by however many addresses and browsers; an endpoint is nobody.
        """
        accounts = 0 if aim.cap_status is CapStatus.TEST else self._accounts(aim)
        others, messages = self._recipients(aim, earlier)
        return Counted(people=accounts + others, messages=messages)

    def regions(self, aim: Aim, among: AbstractSet[str]) -> frozenset[str]:
        """Return in which of some regions accounts are whom it is for; suspended ones count too.

        Those are sent what is TLP:CLEAR, by whatever tier they had.
        """
        facts = Facts(aim, along=True)
        people, theirs = facts.beside(PRINCIPALS, _P.organisation_id)
        statement = (
            select(*facts.own, *theirs)
            .select_from(people)
            .where(accounts_that_might_be(aim.audience), *facts.named)
            .distinct()
        )
        rows = self.connection.execute(statement).mappings()
        addressed = (
            each
            for _, selves, for_them in judged(aim, rows)
            for each, meant in zip(selves, for_them, strict=True)
            if meant
        )
        found = frozenset[str]()
        while found != among and (some := list(islice(addressed, JUDGED))):
            found |= regions_at(aim.audience, some, among)
        return found

    def _accounts(self, aim: Aim) -> int:
        """Count active accounts that see it on the stream and the pages."""
        facts = Facts(aim)
        people, theirs = facts.beside(PRINCIPALS, _P.organisation_id)
        columns = [*facts.own, *theirs]
        statement = (
            select(*columns, func.count().label("people"))
            .select_from(people)
            .where(_P.standing == _USABLE, accounts_that_might_be(aim.audience), *facts.named)
            .group_by(*columns)
        )
        rows = self.connection.execute(statement).mappings()
        return sum(row["people"] for row, _, for_them in judged(aim, rows) if any(for_them))

    def _recipients(self, aim: Aim, earlier: Sequence[UUID]) -> tuple[int, int]:
        """Count who is sent it and is not counted as an account, and all messages."""
        for_test = aim.cap_status is CapStatus.TEST
        nameless, named, messages = 0, set[str](), 0
        rows = self.connection.execute(_classes_of_recipients(aim, earlier)).mappings()
        for row, _, for_them in judged(aim, rows):
            each = row["handed"] + (row["chosen"] if any(for_them) else 0)
            messages += each * row["people"]
            counted = not for_test and for_them[0] and row["standing"] == _USABLE
            if each and not counted and row["belongs"] is None:
                nameless += row["people"] - len(row["names"] or ())
                named.update(row["names"] or ())
        return nameless + len(named), messages


def _classes_of_recipients(aim: Aim, earlier: Sequence[UUID]) -> Select[Any]:
    """Return who might be sent it, in classes of whom the record says the same."""
    facts, by = Facts(aim, recipients=True), ways(aim, earlier)
    there = with_rights(RECIPIENTS.join(by, by.c.recipient_id == RECIPIENTS.c.recipient_id))
    there, theirs = facts.beside(there, _P.organisation_id)
    might_be = and_(recipients_that_might_be(aim.audience), *facts.named)
    known = (
        select(*facts.own, *theirs, by.c.handed, by.c.chosen, RECIPIENTS.c.subject.label("name"))
        .select_from(there)
        .where(
            RECIPIENTS.c.active,
            taken_by_endpoints(aim.cap_status),
            or_(might_be, by.c.handed > 0),
        )
        .subquery("known")
    )
    alike = [each for each in known.c if each is not known.c.name]
    names = func.array_agg(known.c.name).filter(known.c.name.is_not(None))
    return select(*alike, func.count().label("people"), names.label("names")).group_by(*alike)

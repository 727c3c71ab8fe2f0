"""How many accounts an alert reaches, counted in PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    any_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking
from kernel.standing import Standing
from kernel.tiers import Tier

_P = PRINCIPALS.c


@dataclass(frozen=True, slots=True)
class PostgresReach:
    """Counts in this service's own copy of people's rights, on one transaction."""

    connection: Connection

    def count(self, marking: Marking, audience: Sequence[AudienceRow]) -> int | None:
        """Return how many active accounts may read it and are among those whom it is for."""
        statement = select(func.count()).where(
            _P.standing == Standing.ACTIVE.name, _may_read(marking), _addressed(audience)
        )
        return self.connection.execute(statement).scalar_one()


def _may_read(marking: Marking) -> ColumnElement[bool]:
    """Return kernel.access.may_read as SQL: a test holds them equal."""
    parts = [_at_least(marking.minimum_tier)]
    if marking.closed_group is not None:
        parts.append(literal(marking.closed_group) == any_(_P.closed_groups))
    if marking.named_subjects:
        parts.append(_P.subject.in_(sorted(marking.named_subjects)))
    return and_(*parts)


def _addressed(rows: Iterable[AudienceRow]) -> ColumnElement[bool]:
    """Return kernel.audiences.addressed_to as SQL: a test holds them equal."""
    included, excluded = [], []
    required: dict[Kind, list[ColumnElement[bool]]] = defaultdict(list)
    for row in rows:
        match row.mode:
            case Mode.INCLUDE:
                included.append(_matches(row))
            case Mode.EXCLUDE:
                excluded.append(_matches(row))
            case Mode.MUST_BE:
                required[row.kind].append(_matches(row))
    return and_(
        or_(false(), *included),
        *(not_(each) for each in excluded),
        *(or_(*each) for each in required.values()),
    )


def _matches(row: AudienceRow) -> ColumnElement[bool]:
    match row.kind:
        case Kind.EVERYONE:
            return true()
        case Kind.REGION:
            return literal(row.value) == any_(_P.regions)
        case Kind.SECTOR:
            return literal(row.value) == any_(_P.sectors)
        case Kind.TIER:
            return _at_least(Tier[row.value])
        case Kind.ROLE:
            return literal(row.value) == any_(_P.roles)
        case Kind.ORGANISATION:
            return func.coalesce(_P.organisation_id, "") == row.value


def _at_least(tier: Tier) -> ColumnElement[bool]:
    return _P.tier.in_([each.name for each in Tier if each >= tier])

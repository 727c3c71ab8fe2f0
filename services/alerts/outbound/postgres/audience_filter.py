"""Who might be in an audience, as SQL: a wide net before the one predicate decides.

What is here may only ever let through too many. A test holds it against the predicate.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    any_,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.tiers import Tier
from services.alerts.domain.audience import area_of, sort_of
from services.alerts.outbound.postgres.delivery_tables import RECIPIENTS
from services.alerts.outbound.postgres.whereabouts_tables import ORGANISATIONS, PREMISES

_P: Final = PRINCIPALS.c


def accounts_that_might_be(rows: Iterable[AudienceRow]) -> ColumnElement[bool]:
    """Return a condition on principals that holds for everybody who is addressed."""
    return _might_be(rows, _nobody)


def recipients_that_might_be(rows: Iterable[AudienceRow]) -> ColumnElement[bool]:
    """Return a condition on recipients, with their principals beside them, that holds likewise."""
    return _might_be(rows, _by_postcode)


_Net: TypeAlias = Callable[[AudienceRow], ColumnElement[bool]]


def _nobody(_row: AudienceRow) -> ColumnElement[bool]:
    return false()


def organisations_that_might_be(rows: Iterable[AudienceRow]) -> Select[tuple[str]] | None:
    """Return the organisations of which some premises might be included.

    None where people might be included for another reason than their premises.
    """
    included = [row for row in rows if row.mode is Mode.INCLUDE]
    if any(row.kind not in {Kind.PREMISES_TYPE, *AREAS} for row in included):
        return None
    conditions = map(_premises, included)
    return select(PREMISES.c.organisation_id).where(PREMISES.c.active, or_(false(), *conditions))


def _might_be(rows: Iterable[AudienceRow], without_account: _Net) -> ColumnElement[bool]:
    included: list[ColumnElement[bool]] = []
    demanded: dict[str, list[ColumnElement[bool]]] = defaultdict(list)
    for row in rows:
        match row.mode:
            case Mode.INCLUDE:
                included.append(or_(without_account(row), _by_account(row)))
            case Mode.MUST_BE:
                demanded[sort_of(row)].append(or_(without_account(row), _by_account(row)))
            case Mode.EXCLUDE:
                pass  # one of several places may be left out, and another not
    return and_(or_(false(), *included), *(or_(*each) for each in demanded.values()))


def _by_postcode(row: AudienceRow) -> ColumnElement[bool]:
    """Return whom of those without an account a row might match."""
    if row.kind is Kind.REGION:
        return literal(row.value) == any_(RECIPIENTS.c.regions)
    return _has_point(row) if row.kind in AREAS else false()


def _has_point(row: AudienceRow) -> ColumnElement[bool]:
    """Return who has a postcode in the frame of an area: latitudes and longitudes take turns."""
    points, area = RECIPIENTS.c.points, area_of(row)
    assert area is not None
    south, west, north, east = area.bounds
    number = func.generate_series(1, func.cardinality(points), 2).column_valued("number")
    return (
        select(literal(1))
        .where(points[number].between(south, north), points[number + 1].between(west, east))
        .correlate(RECIPIENTS)
        .exists()
    )


def _by_account(row: AudienceRow) -> ColumnElement[bool]:
    """Return whom of those with an account a row might match."""
    return _NETS[row.kind](row)


def _of_tier(row: AudienceRow) -> ColumnElement[bool]:
    least = Tier[row.value]
    # Of whom no tier is known, or whose account is suspended, it is the lowest.
    known = _P.tier.in_([each.name for each in Tier if each >= least])
    return true() if least is Tier.PUBLIC else known


def _of_sector(row: AudienceRow) -> ColumnElement[bool]:
    theirs = literal(row.value) == any_(ORGANISATIONS.c.sectors)
    ids = select(ORGANISATIONS.c.organisation_id).where(ORGANISATIONS.c.active, theirs)
    return or_(literal(row.value) == any_(_P.sectors), _of_organisations(ids))


def _of_region(row: AudienceRow) -> ColumnElement[bool]:
    there = _has_premises(literal(row.value) == any_(PREMISES.c.regions))
    return or_(literal(row.value) == any_(_P.regions), there)


def _premises(row: AudienceRow) -> ColumnElement[bool]:
    area = area_of(row)
    if area is None:
        return PREMISES.c.type == row.value
    south, west, north, east = area.bounds
    return and_(
        PREMISES.c.latitude.between(south, north),
        PREMISES.c.longitude.between(west, east),
    )


def _has_premises(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return _of_organisations(select(PREMISES.c.organisation_id).where(PREMISES.c.active, which))


def _of_organisations(ids: Select[Any]) -> ColumnElement[bool]:
    """Return who is of one of these, which are not looked for while nobody is of any."""
    return and_(_P.organisation_id.is_not(None), _P.organisation_id.in_(ids))


_NETS: Final[dict[Kind, _Net]] = {
    Kind.EVERYONE: lambda _row: true(),
    Kind.TIER: _of_tier,
    Kind.ROLE: lambda row: literal(row.value) == any_(_P.roles),
    Kind.ORGANISATION: lambda row: _P.organisation_id == row.value,
    Kind.SECTOR: _of_sector,
    Kind.REGION: _of_region,
    Kind.PREMISES_TYPE: lambda row: _has_premises(_premises(row)),
    Kind.POLYGON: lambda row: _has_premises(_premises(row)),
    Kind.CIRCLE: lambda row: _has_premises(_premises(row)),
}

"""Whether an audience can be for anybody at all, before it is asked who there is."""

from collections.abc import Sequence
from typing import Final

from chassis.errors import Violation
from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.tiers import Tier
from services.alerts.domain.area import apart, holds
from services.alerts.domain.audience import area_of, sort_of
from services.alerts.domain.errors import AudienceForNobody

_ONE_EACH: Final = frozenset({Kind.ORGANISATION, Kind.PREMISES_TYPE})
"""Kinds of which a person, or a place, has one: two values never meet."""


def see_that_somebody_can_match(
    rows: Sequence[AudienceRow], minimum_tier: Tier, field: str = "content.audience"
) -> None:
    """See that an audience, and the least tier that its alert asks for, do not exclude everybody.

    What is refused is for nobody, whoever there is; what is taken may still be for nobody today.

    Raises:
        AudienceForNobody: no row includes anybody, or what they include others rule out.
    """
    included = [row for row in rows if row.mode is Mode.INCLUDE]
    excluded = [row for row in rows if row.mode is Mode.EXCLUDE]
    if not included:
        raise _nobody(field, "includes nobody: it needs a row with INCLUDE")
    if any(_is_everyone(row) for row in excluded):
        raise _nobody(field, "leaves out everyone")
    highest = min((Tier[row.value] for row in excluded if row.kind is Kind.TIER), default=None)
    if highest is not None and minimum_tier >= highest:
        raise _nobody(
            field, f"leaves out everyone who may read the alert: {minimum_tier.name} and above"
        )
    live = [row for row in included if not _ruled_out(row, excluded)]
    if not live:
        raise _nobody(field, "leaves out again everyone whom it includes")
    demanded: dict[str, list[AudienceRow]] = {}
    for row in rows:
        if row.mode is Mode.MUST_BE:
            demanded.setdefault(sort_of(row), []).append(row)
    for sort, alternatives in demanded.items():
        possible = [row for row in alternatives if not _ruled_out(row, excluded)]
        if not any(_meet(one, other) for one in live for other in possible):
            raise _nobody(field, f"includes nobody who is what its rows say of {sort.lower()}")


def _nobody(field: str, why: str) -> AudienceForNobody:
    return AudienceForNobody(Violation(field, why))


def _is_everyone(row: AudienceRow) -> bool:
    return row.kind is Kind.EVERYONE or (row.kind is Kind.TIER and Tier[row.value] is Tier.PUBLIC)


def _ruled_out(row: AudienceRow, excluded: Sequence[AudienceRow]) -> bool:
    """Tell whether everybody whom a row matches is left out by another."""
    return any(_within(row, other) for other in excluded)


def _within(row: AudienceRow, other: AudienceRow) -> bool:
    if row.kind in AREAS and other.kind in AREAS:
        inner, outer = area_of(row), area_of(other)
        return inner is not None and outer is not None and holds(outer, inner)
    if row.kind is Kind.TIER and other.kind is Kind.TIER:
        return Tier[row.value] >= Tier[other.value]
    return (row.kind, row.value) == (other.kind, other.value)


def _meet(one: AudienceRow, other: AudienceRow) -> bool:
    """Tell whether one place of one person might match both rows."""
    if one.kind in AREAS and other.kind in AREAS:
        first, second = area_of(one), area_of(other)
        return first is None or second is None or not apart(first, second)
    if one.kind is other.kind and one.kind in _ONE_EACH:
        return one.value == other.value
    return True

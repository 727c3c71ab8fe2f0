"""Whether an audience can reach Wales: where it is not known that it cannot, it can."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.places import REGIONS
from services.alerts.domain.area import Polygon, apart
from services.alerts.domain.audience import area_of

_DATA: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/wales.json").read_text("utf-8")
)
WELSH_REGIONS: Final = frozenset(
    code for code, region in REGIONS.items() if "cy-GB" in region.languages
)
"""The regions in which people have a right to Welsh."""


@cache
def outline() -> Polygon:
    """Return a generous ring around Wales (docs/adr/0062)."""
    return Polygon.of(*zip(*_DATA["ring"], strict=True))


def reaches_wales(rows: Sequence[AudienceRow]) -> bool:
    """Tell whether somebody in Wales may be among those whom an audience is for.

    Only what is said of regions and areas keeps Wales out: a sector, a tier, a role, a type of
    premises or an organisation may always be there too.
    """
    excluded = {row.value for row in rows if row.mode is Mode.EXCLUDE and row.kind is Kind.REGION}
    if excluded >= WELSH_REGIONS:
        return False
    demanded = [row for row in rows if row.mode is Mode.MUST_BE]
    for kinds in (frozenset({Kind.REGION}), AREAS):
        alternatives = [row for row in demanded if row.kind in kinds]
        if alternatives and not any(map(_may_be_there, alternatives)):
            return False
    return any(_may_be_there(row) for row in rows if row.mode is Mode.INCLUDE)


def _may_be_there(row: AudienceRow) -> bool:
    if row.kind is Kind.REGION:
        return row.value in WELSH_REGIONS
    area = area_of(row)
    return area is None or not apart(area, outline())

"""Regions and sectors, from versioned data."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region; its languages are BCP 47 tags and its threat series is NATIONAL unless said."""

    code: str
    name: str
    languages: tuple[str, ...] = ("en-GB",)
    threat_series: str = "NATIONAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """An industry sector."""

    code: str
    name: str


_DATA: Final = json.loads(files("kernel").joinpath("data/places.json").read_text("utf-8"))

PLACES_VERSION: Final[str] = _DATA["version"]
REGIONS: Final[dict[str, Region]] = {
    row["code"]: Region(**{**row, "languages": tuple(row.get("languages", ("en-GB",)))})
    for row in _DATA["regions"]
}
"""Every region by its code."""

SECTORS: Final[dict[str, Sector]] = {row["code"]: Sector(**row) for row in _DATA["sectors"]}
"""Every sector by its code."""

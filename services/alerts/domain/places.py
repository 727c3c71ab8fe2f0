"""The places that a warning may be issued about without a second person: a list of our own."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place by its name, the region that it is in, and its middle in degrees of WGS 84."""

    code: str
    name: str
    region: str
    latitude: float
    longitude: float


_DATA: Final = json.loads(
    files("services.alerts.domain").joinpath("data/gazetteer.json").read_text("utf-8")
)
GAZETTEER_VERSION: Final[str] = _DATA["version"]
GAZETTEER: Final[dict[str, Place]] = {row["code"]: Place(**row) for row in _DATA["places"]}
"""Every place by its code."""

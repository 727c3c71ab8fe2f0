"""What premises are used for, from versioned data."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesType:
    """A use of premises."""

    code: str
    name: str


_DATA: Final = json.loads(files("kernel").joinpath("data/premises_types.json").read_text("utf-8"))

PREMISES_TYPES_VERSION: Final[str] = _DATA["version"]
PREMISES_TYPES: Final[dict[str, PremisesType]] = {
    row["code"]: PremisesType(**row) for row in _DATA["types"]
}
"""Every type of premises by its code."""

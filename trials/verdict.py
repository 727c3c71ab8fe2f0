"""What a trial found, as one line of JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One trial's verdict. `peer` names the control, empty for the claim itself."""

    name: str
    figure: float
    unit: str
    goal: str
    met: bool
    peer: str
    spread: str
    detail: dict[str, Any]

    def line(self) -> str:
        """Return the verdict as one line of JSON."""
        return json.dumps(asdict(self))

"""How much of an attempt's time a learner has, as they chose it for themselves.

Nobody asks why, nobody grants it and nobody else sees it (docs/adr/0132). Ten times as long is what
W3C WCAG 2.2, 2.2.1 Timing Adjustable, asks of a limit that can be adjusted.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chassis.errors import Invalid, Violation
from services.training.domain.attempt import WHOLE

SHARES: Final = (WHOLE, 125, 150, 200, 1000)
"""In per cent of the time that a course gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTime:
    """A learner's share of the time, in per cent, from the next attempt on."""

    subject: str
    percent: int
    chosen_at: datetime

    def __post_init__(self) -> None:
        """See that it is one of the shares.

        Raises:
            Invalid: it is not.
        """
        if self.percent not in SHARES:
            shares = ", ".join(map(str, SHARES))
            raise Invalid(Violation("percent", f"must be one of {shares}"))

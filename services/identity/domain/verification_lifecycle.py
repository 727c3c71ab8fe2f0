"""Where a case may stand, and what may become of it: one table."""

from enum import Enum
from typing import Final


class Outcome(Enum):
    """Where a case stands."""

    OPEN = "OPEN"
    PROPOSED = "PROPOSED"  # one reviewer would grant TRUSTED; a second must agree
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"  # may be appealed
    APPEALED = "APPEALED"  # refused, and to be looked at by another reviewer
    UPHELD = "UPHELD"  # refused on appeal as well
    WITHDRAWN = "WITHDRAWN"  # the person wants it no more


TRANSITIONS: Final = {
    Outcome.OPEN: frozenset(
        {Outcome.PROPOSED, Outcome.GRANTED, Outcome.REFUSED, Outcome.WITHDRAWN}
    ),
    Outcome.PROPOSED: frozenset(
        {
            *(Outcome.OPEN, Outcome.APPEALED),  # a check that came after takes the proposal back
            *(Outcome.GRANTED, Outcome.REFUSED, Outcome.UPHELD, Outcome.WITHDRAWN),
        }
    ),
    Outcome.REFUSED: frozenset({Outcome.APPEALED}),
    Outcome.APPEALED: frozenset(
        {Outcome.PROPOSED, Outcome.GRANTED, Outcome.UPHELD, Outcome.WITHDRAWN}
    ),
    Outcome.GRANTED: frozenset[Outcome](),
    Outcome.UPHELD: frozenset[Outcome](),
    Outcome.WITHDRAWN: frozenset[Outcome](),
}
"""From where to where. What is not here is refused."""

WAITING: Final = frozenset({Outcome.OPEN, Outcome.PROPOSED, Outcome.APPEALED})
"""Those of which officers have something to do; a person has one such case at most."""

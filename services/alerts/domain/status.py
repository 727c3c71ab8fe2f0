"""Where an alert stands in its life, and what may follow what: the whole lifecycle, as a table."""

from enum import Enum
from typing import Final


class Status(Enum):
    """Where an alert stands in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    DISCARDED = "DISCARDED"
    ISSUED = "ISSUED"
    WITHDRAWN = "WITHDRAWN"
    ALL_CLEAR = "ALL_CLEAR"
    EXPIRED = "EXPIRED"


TRANSITIONS: Final[dict[Status, frozenset[Status]]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.DISCARDED}),
    Status.SUBMITTED: frozenset({Status.ISSUED, Status.RETURNED, Status.DISCARDED}),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.DISCARDED}),
    Status.ISSUED: frozenset({Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED}),
    Status.DISCARDED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.ALL_CLEAR: frozenset(),
    Status.EXPIRED: frozenset(),
}
"""The whole lifecycle. What is not here is refused."""

EDITABLE: Final = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED})
"""The statuses in which the words may still be changed."""

PUBLISHED: Final = frozenset({Status.ISSUED, Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED})
"""The statuses in which others than staff may read an alert."""

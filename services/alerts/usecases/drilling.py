"""What the verbs about private drills share: whose they are, and how far one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.answer import Answer
from services.alerts.domain.errors import NoOrganisation
from services.alerts.usecases.delivery_ports import Tally
from services.alerts.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How far a drill is, in numbers that name nobody.

    `people` is how many belonged to the organisation when it began; `answers` has how many said
    what, and `last_at` when the last did; `deliveries` how many messages stand how.
    """

    people: int
    answers: Mapping[Answer, int]
    last_at: datetime | None
    deliveries: Sequence[Tally]


def organisation_of(caller: Principal) -> str:
    """Return for whom a caller runs drills.

    Raises:
        NoOrganisation: they belong to none.
    """
    if caller.organisation_id is None:
        raise NoOrganisation("You belong to no organisation, so there is nobody to practise with.")
    return caller.organisation_id


def figures_of(tx: Stores, drill: Alert) -> Figures:
    """Return how far a drill is."""
    tallies = tx.answers.tally(drill.thread.thread_id)
    return Figures(
        people=drill.reach or 0,
        answers={
            answer: sum(each.count for each in tallies if each.answer is answer)
            for answer in Answer
        },
        last_at=tx.answers.last(drill.thread.thread_id),
        deliveries=tx.deliveries.tally(drill.alert_id),
    )
